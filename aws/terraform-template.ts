/**
 * What no text may hold that becomes a string of Terraform's JSON: `${` and `%{` begin a template, which Terraform
 * evaluates instead of keeping it; `#{TfToken[` and `&{TfToken[` begin what CDKTF resolves itself.
 *
 * @see https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#string-templates
 */
export const TERRAFORM_TEMPLATE = /[$%]\{|[#&]\{TfToken\[/;
/** What may stand in such a text, and how to mend one that is refused, in words. */
export const WITHOUT_TEMPLATE = {
  allowed: "text without ${ and %{",
  change: "remove the sign before {, or put a space between the two",
} as const;
