import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { STACK_FILE } from "./output-folder";

type Body = Readonly<Record<string, unknown>>;

/** What an earlier synth wrote of a stack. What somebody else wrote or a full disk cut short protects nothing. */
export function earlierStack(folder: string, stack: string): unknown {
  return jsonOf(join(folder, stack, STACK_FILE));
}

/**
 * Names of the stacks that the last synth wrote; the folder may hold others of synths before it.
 *
 * @param folder folder of the stacks, beside which the manifest lies
 */
export function stacksOfLastSynth(folder: string): ReadonlySet<string> {
  const { stacks } = bodyOf(jsonOf(join(dirname(folder), "manifest.json")));
  return new Set(Object.keys(bodyOf(stacks)));
}

/** What a file of JSON holds; nothing where it is missing, or cut short. */
export function jsonOf(file: string): unknown {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}

/** Bodies of the resources of Terraform JSON by address. */
export function resourcesOf(terraform: unknown): Map<string, unknown> {
  return new Map(
    entriesOf(bodyOf(terraform)["resource"]).flatMap(([type, byName]) =>
      entriesOf(byName).map(([name, body]): [string, unknown] => [`${type}.${name}`, body]),
    ),
  );
}

/** Whether Terraform refuses to destroy a resource. */
export function isProtected(body: unknown): boolean {
  return bodyOf(bodyOf(body)["lifecycle"])["prevent_destroy"] === true;
}

/** Account and region of the provider of Terraform JSON. */
export function placeOf(terraform: unknown): string {
  return JSON.stringify([accountIdsOf(terraform), providerOf(terraform)["region"]]);
}

/** Ids of the accounts of the provider of Terraform JSON: one, in what a synth wrote. */
export function accountIdsOf(terraform: unknown): readonly string[] {
  const ids = providerOf(terraform)["allowed_account_ids"];
  return (Array.isArray(ids) ? ids : []).filter((id): id is string => typeof id === "string");
}

function providerOf(terraform: unknown): Body {
  const providers = bodyOf(bodyOf(terraform)["provider"])["aws"];
  return bodyOf(Array.isArray(providers) ? providers[0] : {});
}

/** An object, or nothing of one. */
export function bodyOf(value: unknown): Body {
  return typeof value === "object" && value !== null ? (value as Body) : {};
}

function entriesOf(value: unknown): [string, unknown][] {
  return Object.entries(bodyOf(value));
}
