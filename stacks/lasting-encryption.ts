import { join } from "node:path";
import { type Problem, ProblemError } from "../problem";
import { bodyOf, earlierStack, isProtected, resourcesOf } from "./earlier-synth";
import { earlierNames } from "./renamed-stacks";
import { forgottenByHand } from "./superseded";

const REPOSITORY = "aws_ecr_repository";
const TEMPLATE = "aws_ecr_repository_creation_template";
const CACHE = "aws_ecr_pull_through_cache_rule";
const KEY = "aws_kms_key";

/** File for `removed` blocks of people's own, beside that of the stack. */
const KEPT_KEYS = "kept-keys.tf.json";

type Resources = ReadonlyMap<string, unknown>;

/** A stack at the last synth and now. */
interface Change {
  /** Folder of the stack at the last synth. */
  readonly folder: string;
  /** File for blocks of people's own beside the stack of now. */
  readonly keeps: string;
  readonly before: Resources;
  readonly now: Resources;
  /** Addresses that Terraform forgets without destroying them. */
  readonly forgotten: ReadonlySet<unknown>;
}

/**
 * Refuses what ECR cannot do to images that are there: encrypt them anew, or read them without their key. A template
 * and a cache may have another encryption for repositories to come, but those they made keep the key they got.
 *
 * @param folder folder of the stacks of the last synth; where it holds nothing earlier, nothing is refused
 * @param stacks Terraform JSON of this one
 * @throws ProblemError `repository-encryption-changed`, `image-key-vanished`
 */
export function checkLastingEncryption(
  folder: string,
  stacks: readonly { readonly name: string; readonly terraform: Readonly<Record<string, unknown>> }[],
): void {
  const earlierName = earlierNames(folder);
  const problems = stacks.flatMap(({ name, terraform }) => {
    const stack = earlierName(name, terraform);
    if (stack === undefined) return [];
    const change: Change = {
      folder: join(folder, stack),
      keeps: join(folder, name, KEPT_KEYS),
      before: resourcesOf(earlierStack(folder, stack)),
      now: resourcesOf(terraform),
      forgotten: forgottenByHand(folder, name),
    };
    return [...changedRepositories(change), ...vanishedKeys(change)];
  });
  if (problems.length > 0) throw new ProblemError(problems);
}

function changedRepositories({ folder, before, now }: Change): Problem[] {
  return ofType(before, REPOSITORY).flatMap(([address, earlier]) => {
    const next = now.get(address);
    if (next === undefined || !isProtected(earlier)) return [];
    const [was, is] = [earlier, next].map(encryptionOf).map(({ type, key }) => wordsOf(type, key));
    if (was === is) return [];
    return {
      code: "repository-encryption-changed",
      path: `registry.repositories.${String(bodyOf(earlier)["name"])}.encryption`,
      message: `would be ${String(is)}, and was ${String(was)} at the last synth: it cannot change once the repository is made`,
      change: `put it back, or make a repository of another name, push the images there and let the consumers follow; if the last synth was never applied, remove ${folder}`,
    };
  });
}

function vanishedKeys({ folder, keeps, before, now, forgotten }: Change): Problem[] {
  const encrypted = [...ofType(before, REPOSITORY), ...ofType(before, TEMPLATE)];
  return encrypted.flatMap(([address, owner]): Problem[] => {
    const key = madeKeyOf(owner);
    if (key === undefined || !isProtected(before.get(key)) || now.has(key) || forgotten.has(key)) return [];
    // That its encryption changed is told already.
    if (address.startsWith(`${REPOSITORY}.`) && now.has(address)) return [];
    const block = JSON.stringify({ removed: [{ from: key, lifecycle: { destroy: false } }] });
    return [
      {
        code: "image-key-vanished",
        path: pathOf(owner, address, before),
        message: `its key, ${key}, would no longer be in the stack: what is encrypted with it needs it for good, and nobody can read an image without it`,
        change: `put the encryption with a key that is made back; to keep the key in AWS without Terraform, write ${block} to ${keeps}; if the last synth was never applied, remove ${folder}`,
      },
    ];
  });
}

function ofType(resources: Resources, type: string): [string, unknown][] {
  return [...resources].filter(([address]) => address.startsWith(`${type}.`));
}

function encryptionOf(resource: unknown): { readonly type: string; readonly key: string | undefined } {
  const blocks = bodyOf(resource)["encryption_configuration"];
  const { encryption_type: type = "AES256", kms_key: key } = bodyOf(Array.isArray(blocks) ? blocks[0] : {});
  return { type: String(type), key: typeof key === "string" ? key : undefined };
}

/** Address of the key that the stack makes for it. */
function madeKeyOf(resource: unknown): string | undefined {
  const { key } = encryptionOf(resource);
  return key?.startsWith(`\${${KEY}.`) ? key.slice(2, key.lastIndexOf(".")) : undefined;
}

function wordsOf(type: string, key: string | undefined): string {
  if (key === undefined) return type;
  return key.startsWith("${") ? `${type} with a key that is made` : `${type} with ${key}`;
}

/** The key of the organization's file that it comes from. */
function pathOf(owner: unknown, address: string, before: Resources): string {
  if (address.startsWith(`${REPOSITORY}.`)) {
    return `registry.repositories.${String(bodyOf(owner)["name"])}.encryption`;
  }
  const { prefix, applied_for: uses } = bodyOf(owner);
  const isCache = ofType(before, CACHE).some(([, rule]) => bodyOf(rule)["ecr_repository_prefix"] === prefix);
  if (isCache) return `registry.pullThroughCache.${String(prefix)}.encryption`;
  // What replication makes of undeclared names has no key of its own.
  if (prefix === "ROOT" && JSON.stringify(uses) === '["REPLICATION"]') return "registry.encryption";
  return `registry.creationTemplates.${String(prefix)}.encryption`;
}
