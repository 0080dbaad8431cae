import { NotationError } from "../../../notation/error";

/** The code and message of the refusal of something, or what came instead. */
export function refusal(run: () => unknown): string {
  try {
    return `accepted: ${String(run())}`;
  } catch (error) {
    if (!(error instanceof NotationError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

/** Whether something is refused with the library's own error; any other error is thrown on. */
export function isRefused(run: () => unknown): boolean {
  return !refusal(run).startsWith("accepted: ");
}
