import { readFileSync, statSync } from "node:fs";
import { functionZip } from "../../../modules/function";
import { runZip, storedFile } from "../../support/lambda-runner";
import { decision, DIGEST, Hub } from "./support";

const ZIP = functionZip("decision-recorder");

let hub: Hub;
beforeEach(() => {
  hub = new Hub();
});
afterEach(async () => {
  await hub.stop();
});

async function environment(changed: Readonly<Record<string, string>> = {}): Promise<Record<string, string>> {
  const { endpoint } = await hub.start();
  return {
    ACCOUNT_ID: "444444444444",
    AWS_LAMBDA_FUNCTION_NAME: "supply-chain-decision-recorder",
    PARTITION: "aws",
    AWS_ENDPOINT_URL_SECURITYHUB: endpoint,
    ...changed,
  };
}

const batch = (...bodies: readonly string[]) => ({
  Records: bodies.map((body, index) => ({ messageId: String(index), body })),
});

test("the code in the zip records decisions, and what it cannot read comes again", async () => {
  const event = batch(JSON.stringify(decision()), "{");
  const { log, ...outcome } = await runZip(ZIP, event, await environment());
  expect(outcome).toEqual({ result: { batchItemFailures: [{ itemIdentifier: "1" }] } });
  expect(hub.states()).toEqual({ [`shop/${DIGEST}`]: "ACTIVE" });
  expect(log).toContainEqual(
    expect.objectContaining({ Recorder: "supply-chain-decision-recorder", Cluster: "shop", Refused: 1 }),
  );
});

test("an event that is no batch is an error", async () => {
  expect(await runZip(ZIP, {}, await environment())).toMatchObject({
    error: { errorMessage: "event: is no batch of the queue [invalid-event]" },
  });
});

test("a configuration that is wrong is told at the start", async () => {
  expect(await runZip(ZIP, batch(), await environment({ ACCOUNT_ID: "4" }))).toMatchObject({
    error: {
      errorMessage:
        'ACCOUNT_ID: the environment variable is "4"; allowed: the 12 digits of the account; deploy the function with the construct that belongs to it [invalid-variable]',
    },
  });
});

test("the zip holds what the function needs and no other source of credentials", () => {
  const code = storedFile(readFileSync(ZIP)).toString("ascii");
  expect(statSync(ZIP).size).toBeLessThan(500_000);
  for (const word of ["AWS_WEB_IDENTITY_TOKEN_FILE", "credential_process", "AWS_CONTAINER_CREDENTIALS"]) {
    expect({ word, found: code.includes(word) }).toEqual({ word, found: false });
  }
});
