import { type AnsweredKind, tooLong } from "../../aws";
import { type Path } from "../document";
import { type Finding } from "./check";

/**
 * Reports what ends later than anybody can answer for.
 *
 * @param still what has to hold for another day, in words
 */
export function answeredTooLong(
  kind: AnsweredKind,
  path: Path,
  expires: string,
  today: string | undefined,
  still: string,
): Finding[] {
  const found = today === undefined ? undefined : tooLong(kind, expires, today);
  if (found === undefined) return [];
  const change = `set an earlier day, and a new one when it comes and ${still}`;
  return [{ ...found, path: [...path, "expires"], change }];
}
