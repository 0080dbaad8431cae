/**
 * What every SDK client of a function is made with, so that no call can outlast the function.
 *
 * Throttling, errors of the server and broken connections are tried again by the SDK, with growing pauses of random
 * length; a call that takes its full time at every try ends after less than a minute.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export const CLIENT_SETTINGS = {
  maxAttempts: 5,
  retryMode: "standard",
  requestHandler: {
    connectionTimeout: 2_000,
    requestTimeout: 8_000,
    // An answer that begins and does not go on.
    socketTimeout: 8_000,
    // Without it a call that is too slow is only warned of.
    throwOnRequestTimeout: true,
  },
} as const;
