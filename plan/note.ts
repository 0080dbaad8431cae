import { type Organization } from "../config";
import { shown } from "../config/words";

/** Something that is valid, but that a person has to know. */
export interface Note {
  /** Stable, kebab-case identifier that scripts and tests may rely on. */
  readonly code: string;
  /** The key of the file that the note is about. */
  readonly path: string;
  /** What there is to know, as one sentence without a closing full stop. */
  readonly message: string;
  /** What would make the note go away. @default - nothing in the file does */
  readonly change?: string;
  /** Whether somebody has to act now, so that `supply-chain check --strict` fails. @default false */
  readonly due?: true;
}

/** What there is to know of one kind. */
export type Rule = (organization: Organization, today: string | undefined) => readonly Note[];

/** More names than this are cut. */
const NAMED = 10;

/** `a, b and c`, or the first ten and how many more. */
export function listed(names: readonly string[]): string {
  const told = names.slice(0, NAMED);
  const more = names.length - NAMED;
  const last = more > 0 ? `${more.toLocaleString("en-US")} more` : (told.pop() ?? "");
  return told.length === 0 ? last : `${told.join(", ")} and ${last}`;
}

/** Names of repositories, which may have 256 characters, each as short as in a problem. */
export function listedRepositories(names: readonly string[]): string {
  return listed(names.map((name) => shown(name)));
}
