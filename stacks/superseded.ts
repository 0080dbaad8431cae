import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { STACK_FILE } from "./output-folder";

/** A resource with `prevent_destroy` that an earlier synth put into a stack and this one does not. */
export interface UnprotectedResource {
  readonly stack: string;
  /** As Terraform prints it: `aws_ecr_repository.api`. */
  readonly address: string;
}

/** What an earlier synth left in the output folder and this one no longer has. */
export interface Superseded {
  /** Names of stacks that are no longer planned. */
  readonly stacks: readonly string[];
  /**
   * Terraform's `prevent_destroy` stands in the resource's own block. When that is gone, nothing keeps the next
   * apply from destroying the resource.
   *
   * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy
   */
  readonly resources: readonly UnprotectedResource[];
}

type Body = Readonly<Record<string, unknown>>;

/** The protected resources of a stack's folder that its new Terraform JSON has no more. */
export function unprotectedResources(
  folder: string,
  stack: string,
  next: Readonly<Record<string, unknown>>,
): UnprotectedResource[] {
  const file = join(folder, stack, STACK_FILE);
  if (!existsSync(file)) return [];
  const kept = new Set(addressesOf(next, () => true));
  return addressesOf(readJson(file), isProtected)
    .filter((address) => !kept.has(address))
    .map((address) => ({ stack, address }));
}

/** What somebody else wrote or a full disk cut short protects nothing. */
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}

function addressesOf(terraform: unknown, wanted: (body: unknown) => boolean): string[] {
  return entriesOf(bodyOf(terraform)["resource"]).flatMap(([type, byName]) =>
    entriesOf(byName).flatMap(([name, body]) => (wanted(body) ? [`${type}.${name}`] : [])),
  );
}

function isProtected(body: unknown): boolean {
  return bodyOf(bodyOf(body)["lifecycle"])["prevent_destroy"] === true;
}

function bodyOf(value: unknown): Body {
  return typeof value === "object" && value !== null ? (value as Body) : {};
}

function entriesOf(value: unknown): [string, unknown][] {
  return Object.entries(bodyOf(value));
}
