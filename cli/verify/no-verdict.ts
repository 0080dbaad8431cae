import { NotationError } from "../../notation";
import { UnknownAnswer } from "../command";

/** How much of a path or text a problem repeats, in characters: every reference of an image as a whole. */
export const SHOWN = 700;

/** There is no verdict, because of this file, option or member of a case. */
export function noVerdict(path: string, code: string, message: string, change?: string): UnknownAnswer {
  return new UnknownAnswer([
    { code, path: path.slice(0, SHOWN), message, ...(change === undefined ? {} : { change }) },
  ]);
}

/** Does something that the verification may refuse, and says what it was. */
export function refusing<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof NotationError)) throw error;
    throw noVerdict(path, error.code, error.message);
  }
}
