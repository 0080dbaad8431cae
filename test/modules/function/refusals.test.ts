import { LambdaFunction, type LambdaFunctionProps } from "../../../modules/function";
import { violationsOf } from "../../baseline/support";
import { stackRejectionOf } from "../../support/rejection";
import { PROPS, synthFunction } from "./support";

describe("rejects", () => {
  test.each<[string, Partial<LambdaFunctionProps>, string[]]>([
    [
      "a name",
      { name: "a b" },
      [
        '"a b" is not the name of a function; allowed: 1 to 64 letters, digits, - and _ [invalid-function-name]',
      ],
    ],
    [
      "a name that is too long",
      { name: "a".repeat(65) },
      [
        `"${"a".repeat(65)}" is not the name of a function; allowed: 1 to 64 letters, digits, - and _ [invalid-function-name]`,
      ],
    ],
    [
      "an account",
      { accountId: "33" },
      ['"33" is not an account id; allowed: 12 digits [invalid-account-id]'],
    ],
    [
      "a zip that is not there",
      { zip: "/nowhere/code.zip" },
      [
        'the zip with the code, "/nowhere/code.zip", does not exist; build it first and give its absolute path [zip-not-found]',
      ],
    ],
    [
      "a zip by a relative path",
      { zip: "code.zip" },
      [
        'the zip with the code, "code.zip", is not an absolute path; build it first and give its absolute path [zip-not-found]',
      ],
    ],
    [
      "numbers that Lambda does not take, all at once",
      {
        timeoutSeconds: 901,
        memoryMegabytes: 127,
        reservedConcurrency: 0,
        maximumEventAgeSeconds: 59.5,
        maximumRetryAttempts: 3,
      },
      [
        "timeoutSeconds is 901; allowed: 1 to 900 [out-of-range]",
        "memoryMegabytes is 127; allowed: 128 to 10240 [out-of-range]",
        "reservedConcurrency is 0; allowed: 1 or more [out-of-range]",
        "maximumEventAgeSeconds is 59.5; allowed: 60 to 21600 [out-of-range]",
        "maximumRetryAttempts is 3; allowed: 0 to 2 [out-of-range]",
      ],
    ],
    [
      "variables that Lambda or Node.js read",
      { environment: { AWS_REGION: "x", NODE_OPTIONS: "--require=x", _X: "", "a-b": "", "1A": "" } },
      ["1A", "AWS_REGION", "NODE_OPTIONS", "_X", "a-b"].map(
        (name) =>
          `"${name}" cannot be an environment variable of a function; allowed: a letter, then letters, digits and _; none that Lambda or Node.js give a meaning [invalid-variable]`,
      ),
    ],
    [
      "an environment that is too large",
      { environment: { TEXT: "ä".repeat(2_100) } },
      [
        "the environment has 4204 bytes; allowed: 4096 bytes of names and values together; ship long configuration inside the zip [environment-too-large]",
      ],
    ],
  ])("%s", (_, props, lines) => {
    const rejected = stackRejectionOf((stack) => new LambdaFunction(stack, "watch", { ...PROPS, ...props }));
    expect(rejected.sort()).toEqual(lines.map((line) => `test/watch: ${line}`).sort());
  });

  test("a secret in the environment, by the baseline", () => {
    const stack = synthFunction({ environment: { API_TOKEN: "hunter2hunter2" } });
    expect(
      violationsOf({ name: "own", account: "333333333333", region: "eu-central-1", terraform: stack }),
    ).toEqual([expect.stringContaining("API_TOKEN")]);
  });
});
