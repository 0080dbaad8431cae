import { type Path } from "../document";
import { type FindEvidence } from "../evidence";
import { type Organization } from "../schema/organization";

/** Words of a message; where finding them takes long, how to find them once they are told. */
export type Words = string | (() => string);

/** A mistake that only several keys together show; the loader adds its place in the file. */
export interface Finding {
  readonly code: string;
  readonly path: Path;
  /** Whether the key or what it holds is pointed at. @default "value" */
  readonly at?: "key" | "value";
  readonly message: string;
  /** What would be accepted. @default - the message already says it */
  readonly allowed?: Words;
  /** What to do about it. */
  readonly change: Words;
  /**
   * The entry of a drop that it stands against only while the trust has not ended yet, which an earlier synth knows.
   * @default - it is a mistake whatever was before
   */
  readonly drop?: object;
}

/** Whether a key stands in the file, as against having been filled in. */
export type Written = (path: Path) => boolean;

/** One rule over several keys. */
export interface Check {
  /**
   * The keys it reads; `*` is any one key. A check is left out while one of them is known to be wrong, so that
   * it reports nothing that mending the other mistake would mend.
   */
  readonly reads: readonly string[];
  /**
   * @param today the day it is, as `2026-03-31`; `undefined` when nobody said
   * @param findEvidence finds the evidence of drills that the file names
   */
  readonly find: (
    organization: Organization,
    written: Written,
    today: string | undefined,
    findEvidence: FindEvidence,
  ) => readonly Finding[];
}
