import { readFileSync, statSync } from "node:fs";
import { functionZip } from "../../../modules/function";
import { runZip, storedFile } from "../../support/lambda-runner";
import { sha256Of } from "../../../lambdas/signing-watch/reconcile";
import { RULES, World } from "./support";

const ZIP = functionZip("signing-watch");

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

/** What Lambda and the construct set, with the doubles. */
async function environment(changed: Readonly<Record<string, string>> = {}): Promise<Record<string, string>> {
  const { registry, hub } = await world.start();
  return {
    ACCOUNT_ID: "333333333333",
    AWS_LAMBDA_FUNCTION_NAME: "supply-chain-signing-watch",
    LATE_AFTER_MINUTES: "15",
    PARTITION: "aws",
    SIGNING_RULES_SHA256: sha256Of(RULES),
    AWS_ENDPOINT_URL_ECR: registry.endpoint,
    AWS_ENDPOINT_URL_SECURITYHUB: hub.endpoint,
    ...changed,
  };
}

const FILES = { "settings.json": '{"otherProfileArns":{}}' };

/** Runs the zip with what the construct ships beside the code. */
function run(
  event: unknown,
  variables: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = FILES,
) {
  return runZip(ZIP, event, variables, 30_000, files);
}

function batch(...messages: readonly { readonly id: string; readonly body: string }[]) {
  return { Records: messages.map(({ id, body }) => ({ messageId: id, body })) };
}

test("the code in the zip follows pushes: done, to come again, and told of", async () => {
  world.push("tools/lint", "unsigned");
  world.push("shop/api", "failed");
  world.sign("shop/api", "failed", "FAILED", "no");
  // The zip has the real time, by which everything here was pushed long ago.
  const now = (Date.now() - world.clock.now()) / 60_000;
  world.push("shop/api", "running", { minutesAgo: -now + 1 });
  world.sign("shop/api", "running", "IN_PROGRESS");
  const followed = ["failed", "running"].map((name) => world.message("shop/api", name));
  const event = batch(world.message("tools/lint", "unsigned"), ...followed);
  const { log, ...outcome } = await run(event, await environment());
  expect(outcome).toEqual({ result: { batchItemFailures: [{ itemIdentifier: "running" }] } });
  expect(world.open()).toHaveLength(1);
  expect(log).toContainEqual(
    expect.objectContaining({
      _aws: {
        Timestamp: expect.any(Number) as number,
        CloudWatchMetrics: [
          {
            Namespace: "SupplyChain/Signing",
            Dimensions: [["Watch"]],
            Metrics: [{ Name: "OpenProblems", Unit: "Count" }],
          },
        ],
      },
      Watch: "supply-chain-signing-watch",
      OpenProblems: 1,
    }),
  );
});

test("a signature that does not lead to AWS's root counts for nothing in the zip", async () => {
  world.push("shop/api", "image", { manifest: "{}" });
  world.attach("image", RULES[0]?.profileArn ?? "");
  const event = batch(world.message("shop/api", "image"));
  const { log, ...outcome } = await run(event, await environment());
  expect(outcome).toEqual({ result: { batchItemFailures: [] } });
  expect(world.open()).toHaveLength(1);
  const why = "no certificate of the chain is in a trust store signingAuthority: of the policy";
  expect(log).toContainEqual(
    expect.objectContaining({
      message: "signatures",
      profileArns: [],
      refused: [{ digest: expect.any(String) as string, why }],
    }),
  );
});

test("the schedule runs in the zip", async () => {
  world.rules = [];
  const outcome = await run({ "detail-type": "Scheduled Event" }, await environment());
  expect(outcome).toMatchObject({ result: { rulesChanged: true, openProblems: 1 } });
});

test.each([
  { remaining: 30_000, repositories: { signed: 1, read: 1 }, complete: true },
  { remaining: 14_000, repositories: { signed: 1, read: 0 }, complete: false },
])(
  "with $remaining ms left a look begins $repositories.read repository: some are kept for the call under way",
  async ({ remaining, ...expected }) => {
    world.push("shop/api", "image", { minutesAgo: 60 });
    world.sign("shop/api", "image", "COMPLETE");
    const event = { "detail-type": "Scheduled Event" };
    const outcome = await runZip(ZIP, event, await environment(), remaining, FILES);
    expect(outcome).toMatchObject({ result: expected });
  },
);

test("a configuration that is wrong is told at the start, all of it", async () => {
  const outcome = await run(batch(), await environment({ ACCOUNT_ID: "3", LATE_AFTER_MINUTES: "4" }));
  const deploy = "deploy the function with the construct that belongs to it [invalid-variable]";
  const errorMessage = [
    `ACCOUNT_ID: the environment variable is "3"; allowed: the 12 digits of the registry's account; ${deploy}`,
    `LATE_AFTER_MINUTES: the environment variable is "4"; allowed: a whole number from 5 to 360; ${deploy}`,
  ].join("\n");
  expect(outcome).toMatchObject({ error: { errorType: "ProblemError", errorMessage } });
});

test.each([
  ["no JSON", "{", "it is no JSON"],
  ["a list", "[]", "it has another form"],
  ["more than it knows", '{"otherProfileArns":{},"mode":"off"}', "it has another form"],
  ["what is no repository", '{"otherProfileArns":{"Shop":[]}}', '"Shop" is no repository'],
  [
    "what is no profile",
    '{"otherProfileArns":{"shop/api":["x"]}}',
    "shop/api has something else than ARNs of signing profiles",
  ],
])("settings that are or hold %s are told at the start", async (_, text, message) => {
  const outcome = await run(batch(), await environment(), { "settings.json": text });
  const errorMessage = `settings.json: ${message}; allowed: {"otherProfileArns": {REPOSITORY: [ARN of a signing profile, …], …}}; deploy the function with the construct that belongs to it [invalid-settings]`;
  expect(outcome).toMatchObject({ error: { errorType: "ProblemError", errorMessage } });
});

test("without settings it does not start", async () => {
  const outcome = await run(batch(), await environment(), {});
  expect(outcome).toMatchObject({ error: { errorMessage: expect.stringContaining("ENOENT") as string } });
});

test("the zip holds what the function needs and no other source of credentials", () => {
  const code = storedFile(readFileSync(ZIP)).toString("ascii");
  expect(statSync(ZIP).size).toBeLessThan(700_000);
  for (const word of ["AWS_WEB_IDENTITY_TOKEN_FILE", "credential_process", "AWS_CONTAINER_CREDENTIALS"]) {
    expect({ word, found: code.includes(word) }).toEqual({ word, found: false });
  }
});
