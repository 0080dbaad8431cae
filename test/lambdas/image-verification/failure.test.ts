import { Undecided, undecidedBy } from "../../../lambdas/image-verification/failure";
import { awsServices } from "../../../lambdas/image-verification/services";

const named = (name: string, more: object = {}) => Object.assign(new Error("said"), { name, ...more });

test.each<[string, unknown, string]>([
  ["a throttle by its name", named("ThrottlingException"), "throttled transient"],
  ["a throttle by its status", named("Odd", { $metadata: { httpStatusCode: 429 } }), "throttled transient"],
  [
    "a throttle as the SDK marks it",
    named("Odd", { $retryable: { throttling: true } }),
    "throttled transient",
  ],
  ["an error of the server", named("Odd", { $fault: "server" }), "aws-error transient"],
  ["an error of a proxy", named("Unknown", { $metadata: { httpStatusCode: 503 } }), "aws-error transient"],
  ["a 500 of the service", named("Unknown", { $metadata: { httpStatusCode: 500 } }), "aws-error transient"],
  ["a status that nobody knows", named("Odd", { $metadata: { httpStatusCode: 599 } }), "aws-error transient"],
  ["a mistake in the request", named("Odd", { $metadata: { httpStatusCode: 499 } }), "unexpected"],
  ["a time limit", named("TimeoutError"), "too-slow transient"],
  ["the end of the call", named("AbortError"), "too-slow transient"],
  ["a broken connection", named("Error", { code: "ECONNRESET" }), "unreachable transient"],
  ["a name that does not resolve", new Error("getaddrinfo EAI_AGAIN api.ecr"), "unreachable transient"],
  ["half an answer", named("SyntaxError", { $metadata: {} }), "answer-unreadable transient"],
  ["a mistake of ours in JSON", named("SyntaxError"), "unexpected"],
  ["a denial", named("AccessDeniedException"), "access-denied"],
  ["a session that ended", named("ExpiredTokenException"), "access-denied"],
  ["an image that is gone", named("ImageNotFoundException"), "image-missing"],
  ["a bug", new TypeError("x is not a function"), "unexpected"],
  ["nothing", undefined, "unexpected"],
  ["a text", "x", "unexpected"],
  ["what was said already", new Undecided("so", "x", true), "so transient"],
])("%s is told from others", (_, error, expected) => {
  const { code, transient } = undecidedBy(error);
  expect(`${code}${transient ? " transient" : ""}`).toBe(expected);
});

test("a long message is cut", () => {
  expect(undecidedBy(new Error("x".repeat(1_000))).message).toHaveLength(
    "something unexpected happened: ".length + 300,
  );
});

test("each region has one client, with an end to its tries", async () => {
  const services = awsServices();
  for (const make of [services.ecr, services.signer]) {
    expect(make("eu-west-1")).toBe(make("eu-west-1"));
    expect(make("eu-west-1")).not.toBe(make("eu-central-1"));
    expect(await make("eu-west-1").config.region()).toBe("eu-west-1");
    expect(await make("eu-west-1").config.maxAttempts()).toBe(5);
  }
});

test("envelopes are got over HTTPS from public addresses only", async () => {
  const { download } = awsServices();
  for (const [url, message] of [
    ["http://93.184.215.14/", "the address is not one of HTTPS"],
    ["https://127.0.0.1/", "the address is not public"],
    ["https://169.254.169.254/", "the address is not public"],
  ] as const) {
    // An answer that never comes has the code, too.
    await expect(download({ url, timeout: 100, maxBytes: 1 })).rejects.toMatchObject({
      code: "fetch-refused",
      message,
    });
  }
});
