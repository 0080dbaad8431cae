import { ProblemError } from "../problem";

/**
 * Runs work in which cdktf's tokens do not describe where they were created.
 *
 * Every token captures a complete stack trace for error messages that people never see here, because mistakes are
 * found by our own checks. While `Error.stackTraceLimit` is no number, V8 captures none at all.
 *
 * An error that is not a mistake in the input needs its stack trace: then the work runs a second time, with traces.
 *
 * Why, and until when: `docs/decisions/0009-tokens-without-creation-stacks.md`.
 *
 * @param work can be done twice, and has the same outcome both times
 * @see https://v8.dev/docs/stack-trace-api
 */
export function withoutCreationStacks<T>(work: () => T): T {
  const before = Object.getOwnPropertyDescriptor(Error, "stackTraceLimit");
  // An accessor, because cdktf sets the limit around each capture.
  Object.defineProperty(Error, "stackTraceLimit", {
    get: () => undefined,
    set: () => {},
    configurable: true,
  });
  const restore = () => Object.defineProperty(Error, "stackTraceLimit", before ?? {});
  try {
    return work();
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    restore();
    work();
    throw error;
  } finally {
    restore();
  }
}
