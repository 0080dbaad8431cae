import { type z } from "zod";
import { allowedBy } from "./allowed";
import { isObject, type Path } from "./document";
import { type Organization, organizationSchema } from "./schema/organization";
import { nearest } from "./words";

type Issue = z.core.$ZodIssue;

/** What is left of a file once its wrong parts are taken out, so that the rest can be checked too. */
export interface Salvage {
  /** Undefined when too little is sound. */
  readonly organization: Organization | undefined;
  /** What was taken out, or is likely to be meant by an unknown key. */
  readonly damaged: readonly Path[];
}

/**
 * Takes what the issues are about out of a copy of the value.
 *
 * Taking out a required part makes its parent wrong, which is then taken out too: each round takes out something,
 * up to the root.
 */
export function salvage(value: unknown, issues: readonly Issue[]): Salvage {
  const rest = structuredClone(value);
  const damaged: Path[] = [];
  let found = issues;
  for (;;) {
    for (const issue of found) {
      for (const { path, what } of damagedBy(issue, rest)) {
        if (path.length === 0) return { organization: undefined, damaged };
        if (what !== "unknown") damaged.push(path);
        if (what !== "meant") takeOut(rest, path);
      }
    }
    const result = organizationSchema.safeParse(rest, { error: allowedBy });
    if (result.success) return { organization: result.data, damaged };
    found = result.error.issues;
  }
}

/** A part that is wrong, a key that nobody reads, or the key that was probably meant by it. */
interface Part {
  readonly path: Path;
  readonly what: "wrong" | "unknown" | "meant";
}

function damagedBy(issue: Issue, value: unknown): Part[] {
  const path = issue.path as (string | number)[];
  // Without one entry of a list all that follow would move, so the whole list goes.
  const list = path.findIndex((part) => typeof part === "number");
  if (list >= 0) return [{ path: path.slice(0, list), what: "wrong" }];
  if (issue.code === "unrecognized_keys") {
    const known = issue.message.split(", ");
    return issue.keys.flatMap((key) => {
      const meant = nearest(key, known);
      return [
        { path: [...path, key], what: "unknown" as const },
        ...(meant === undefined ? [] : [{ path: [...path, meant], what: "meant" as const }]),
      ];
    });
  }
  const missing = at(value, path) === undefined;
  return [{ path: missing ? path.slice(0, -1) : path, what: "wrong" }];
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((part, key) => (isObject(part) ? part[String(key)] : undefined), value);
}

function takeOut(value: unknown, path: Path): void {
  const parent = at(value, path.slice(0, -1));
  const key = path.at(-1);
  if (isObject(parent) && key !== undefined) Reflect.deleteProperty(parent, key);
}
