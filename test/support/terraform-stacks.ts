import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { loadOrganization } from "../../config";
import { plan } from "../../plan";
import { synthesize, type SynthesizedDeployment } from "../../stacks";
import { type Terraform } from "./terraform";
import { ROOT } from "./tools";

/** The sample organization and every example, relative to the repository. */
export function organizationFiles(): string[] {
  const examples = join(ROOT, "examples");
  return [
    "organization.yaml",
    ...readdirSync(examples).map((name) => join("examples", name, "organization.yaml")),
  ]
    .filter((file) => existsSync(join(ROOT, file)))
    .map((file) => relative(ROOT, join(ROOT, file)));
}

/** A stack of one of the organizations. */
export interface ExampleStack extends SynthesizedDeployment {
  /** The organization's file and the stack's name, unique over all organizations. */
  readonly title: string;
}

/** Every stack of every organization as the suite synthesizes it. */
export function exampleStacks({ folder }: Pick<Terraform, "folder">): ExampleStack[] {
  return organizationFiles().flatMap((file) => {
    const draft = synthesize(plan(loadOrganization(join(ROOT, file))), join(folder, "out"), folder);
    draft.discard();
    return draft.stacks.map((stack) => ({ ...stack, title: `${file} ${stack.deployment.name}` }));
  });
}
