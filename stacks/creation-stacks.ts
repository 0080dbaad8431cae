/**
 * Runs work in which cdktf's tokens do not describe where they were created.
 *
 * Every token formats a complete stack trace for error messages that people never see here, because mistakes
 * are found by our own checks. An error that is thrown still has its trace: V8 formats it when it is first read,
 * after the work.
 *
 * Why, and until when: `docs/decisions/0009-tokens-without-creation-stacks.md`.
 *
 * @see https://v8.dev/docs/stack-trace-api
 */
export function withoutCreationStacks<T>(work: () => T): T {
  const before = Error.prepareStackTrace;
  Error.prepareStackTrace = String;
  try {
    return work();
  } finally {
    Error.prepareStackTrace = before;
  }
}
