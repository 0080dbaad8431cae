import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { bodyOf, earlierStack, isProtected, jsonOf, resourcesOf } from "./earlier-synth";
import { STACK_FILE } from "./output-folder";
import { type RenamedStack } from "./renamed-stacks";

/** A resource of one stack. */
export interface StackResource {
  readonly stack: string;
  /** As Terraform prints it: `aws_ecr_repository.api`. */
  readonly address: string;
}

/** What an earlier synth left in the output folder and this one no longer has. */
export interface Superseded extends SupersededResources {
  /** Names of stacks that are no longer planned. */
  readonly stacks: readonly string[];
  /** Those of them that are planned under another name. */
  readonly renamed: readonly RenamedStack[];
  /** Where images of ECS were verified and are not any more. */
  readonly verification: readonly RemovedVerification[];
}

/** A stack of the last synth that verified images of ECS, in an account and region where nothing verifies them now. */
export interface RemovedVerification {
  /** Name of the stack. */
  readonly stack: string;
  /** Names of the clusters whose services were given the hook. */
  readonly clusters: readonly string[];
}

/** Protected resources of an earlier synth that this one no longer has. */
export interface SupersededResources {
  /**
   * They are gone. Terraform's `prevent_destroy` stands in the resource's own block. When that is gone, nothing keeps the next
   * apply from destroying the resource.
   *
   * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy
   */
  readonly resources: readonly StackResource[];
  /** They are gone, and a `removed` block keeps them in AWS: Terraform no longer manages them. */
  readonly forgotten: readonly StackResource[];
}

/** The protected resources of a stack's folder that its new Terraform JSON has no more. */
export function supersededResources(
  folder: string,
  stack: string,
  next: Readonly<Record<string, unknown>>,
): SupersededResources {
  const kept = resourcesOf(next);
  const byHand = forgottenByHand(folder, stack);
  const forgotten = forgottenAddresses(next);
  const known = [...resourcesOf(earlierStack(folder, stack))].filter(([, body]) => isProtected(body));
  const gone = known.filter(([address]) => !kept.has(address) && !byHand.has(address));
  const named = (list: typeof known): StackResource[] => list.map(([address]) => ({ stack, address }));
  return {
    resources: named(gone.filter(([address]) => !forgotten.has(address))),
    forgotten: named(gone.filter(([address]) => forgotten.has(address))),
  };
}

function forgottenAddresses(terraform: unknown): Set<unknown> {
  const blocks = bodyOf(terraform)["removed"];
  return new Set((Array.isArray(blocks) ? blocks : []).map((block) => bodyOf(block)["from"]));
}

/**
 * What people let Terraform forget by files of their own in a stack's folder: Terraform reads every `.tf.json` there.
 *
 * @see https://developer.hashicorp.com/terraform/language/block/removed
 */
export function forgottenByHand(folder: string, stack: string): ReadonlySet<unknown> {
  const path = join(folder, stack);
  const files = existsSync(path) ? readdirSync(path) : [];
  return new Set(
    files
      .filter((file) => file.endsWith(".tf.json") && file !== STACK_FILE)
      .flatMap((file) => [...forgottenAddresses(jsonOf(join(path, file)))]),
  );
}
