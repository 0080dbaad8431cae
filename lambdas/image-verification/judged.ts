import { type Conclusion, type Refusal } from "./conclusion";
import { firstToPass } from "./failure";
import { type Manifest } from "./registry";
import { type Admission } from "./rules";

/** What was verified, and what came of it. */
export interface Judged {
  readonly manifest?: Manifest;
  readonly conclusion: Conclusion | Admission;
}

/** What was verified, and must not run by itself. */
export interface Refused {
  readonly manifest: Manifest;
  readonly conclusion: Refusal;
}

/** What runs; the index that it is part of, where nobody can say of either and that may be said of the index sooner. */
export function sooner(own: Judged, whole: Judged | undefined): Judged {
  const doubt = whole?.conclusion;
  if (own.conclusion.outcome !== "undecided" || doubt?.outcome !== "undecided") return own;
  return whole !== undefined && firstToPass([own.conclusion, doubt]) === doubt ? whole : own;
}
