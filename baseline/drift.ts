import { blocksOf, type Body } from "./block";

/** What stands for the value of an argument that a plan does not correct. */
export const UNCORRECTED = "${lifecycle.ignore_changes}";

/** Arguments of every resource that Terraform itself reads, which `ignore_changes` is not about. */
const META_ARGUMENTS = new Set([
  ...["//", "connection", "count", "depends_on", "dynamic"],
  ...["for_each", "lifecycle", "provider", "provisioner"],
]);

/** The arguments that `lifecycle.ignore_changes` names; all of them where it cannot be read. */
function ignoredArguments(body: Body): readonly string[] {
  return blocksOf(body, "lifecycle").flatMap((block) => {
    const paths = block["ignore_changes"] ?? [];
    return (Array.isArray(paths) ? paths : ["all"]).flatMap((path) => {
      const [, argument = "all"] = /^([\w-]+)(?:[.[]|$)/.exec(String(path)) ?? [];
      if (argument !== "all") return [argument];
      return Object.keys(body).filter((name) => !META_ARGUMENTS.has(name));
    });
  });
}

/**
 * A resource's block as it may become: the value of an argument that `lifecycle.ignore_changes` names is whatever
 * somebody made of it, and no plan tells.
 *
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes
 */
export function drifted(body: Body): Body {
  const ignored = ignoredArguments(body);
  if (ignored.length === 0) return body;
  return { ...body, ...Object.fromEntries(ignored.map((argument) => [argument, UNCORRECTED])) };
}
