/**
 * A name of Terraform state as organization.yaml writes it, with what `{organization}` and `{stack}` stand for: two
 * organizations kept from one place never share a state.
 *
 * @param organizationId such as `o-exampleorg1`
 */
export function stateName(template: string, organizationId: string, stack = ""): string {
  return template.replaceAll("{organization}", organizationId).replaceAll("{stack}", stack);
}
