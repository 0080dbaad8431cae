import { type TerraformResource, TerraformStack } from "cdktf";

interface Import {
  readonly to: string;
  readonly id: string;
}

const adopted = new WeakMap<TerraformStack, Import[]>();

/**
 * Takes over something that exists already: the first apply imports it into the state instead of making it.
 *
 * Written as Terraform's own `import` block, because `importFrom` of cdktf runs the Terraform binary at synth.
 *
 * @param id what Terraform imports the resource by
 * @see https://developer.hashicorp.com/terraform/language/import
 */
export function adopt(resource: TerraformResource, id: string): void {
  const stack = TerraformStack.of(resource);
  const imports = adopted.get(stack) ?? [];
  if (!adopted.has(stack)) {
    adopted.set(stack, imports);
    stack.addOverride("import", imports);
  }
  imports.push({ to: `${resource.terraformResourceType}.${resource.friendlyUniqueId}`, id });
}
