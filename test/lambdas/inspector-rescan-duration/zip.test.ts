import * as inspector2 from "@aws-sdk/client-inspector2";
import { readFileSync, statSync } from "node:fs";
import { functionZip } from "../../../modules/function";
import { type AwsServer, awsService, fault } from "../../support/aws-service";
import { runZip, storedFile } from "../../support/lambda-runner";

const INSPECTOR = awsService("inspector2", inspector2);
const ZIP = functionZip("inspector-rescan-duration");
const EVENT = { rescanDuration: "DAYS_30", tf: { action: "create", prev_input: null } };

let server: AwsServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

function environment(waitSeconds = "20"): Record<string, string> {
  return { WAIT_SECONDS: waitSeconds, AWS_ENDPOINT_URL_INSPECTOR2: server?.endpoint ?? "http://127.0.0.1:9" };
}

test("the code in the zip sets the duration and says so", async () => {
  server = await INSPECTOR.serve({
    UpdateConfiguration: () => ({}),
    GetConfiguration: (_, count) => ({
      ecrConfiguration: {
        rescanDurationState: { rescanDuration: count === 0 ? "DAYS_14" : "DAYS_30", status: "SUCCESS" },
      },
    }),
  });
  const { log, ...outcome } = await runZip(ZIP, EVENT, environment());
  expect(outcome).toEqual({ result: { status: "SUCCESS", rescanDuration: "DAYS_30" } });
  expect(server.operations()).toEqual(["GetConfiguration", "UpdateConfiguration", "GetConfiguration"]);
  expect(log).toMatchObject([
    { level: "INFO", message: "sets", requestId: "request-1", setting: { rescanDuration: "DAYS_30" } },
    { level: "INFO", message: "done", requestId: "request-1" },
  ]);
});

test("a destroy calls nothing and leaves the setting as it is", async () => {
  server = await INSPECTOR.serve({});
  const event = {
    rescanDuration: "DAYS_30",
    tf: { action: "delete", prev_input: { rescanDuration: "DAYS_30" } },
  };
  const { log, ...outcome } = await runZip(ZIP, event, environment());
  expect(outcome).toEqual({ result: { kept: true } });
  expect(server.calls).toEqual([]);
  expect(log).toMatchObject([{ message: "leaves the setting as it is" }, { message: "done" }]);
});

test("an error is one sentence without a trace", async () => {
  server = await INSPECTOR.serve({
    GetConfiguration: () => ({}),
    UpdateConfiguration: () => fault("ValidationException", "not here", { reason: "OTHER" }),
  });
  const errorMessage =
    "inspector2:UpdateConfiguration: ValidationException: not here; apply again [inspector-call-failed]";
  expect(await runZip(ZIP, EVENT, environment())).toMatchObject({
    error: { errorType: "ProblemError", errorMessage, trace: [`ProblemError: ${errorMessage}`] },
  });
});

test("it ends before Lambda would end it", async () => {
  server = await INSPECTOR.serve({
    UpdateConfiguration: () => ({}),
    GetConfiguration: () => ({ ecrConfiguration: { rescanDurationState: { status: "PENDING" } } }),
  });
  const started = Date.now();
  const outcome = await runZip(ZIP, EVENT, environment("800"), 7_000);
  expect(Date.now() - started).toBeLessThan(6_000);
  expect(outcome).toMatchObject({
    error: { errorMessage: expect.stringContaining("after 2 seconds") as string },
  });
});

test("a configuration that is wrong is told at the start", async () => {
  const errorMessage =
    'WAIT_SECONDS: the environment variable is "soon"; allowed: a whole number from 1 to 890; deploy the function with the construct that belongs to it [invalid-variable]';
  expect(await runZip(ZIP, EVENT, environment("soon"))).toMatchObject({
    error: { errorType: "ProblemError", errorMessage, trace: [`ProblemError: ${errorMessage}`] },
    log: [{ level: "ERROR", message: "cannot start" }],
  });
});

test("the zip holds what the function needs and no other source of credentials", () => {
  const code = storedFile(readFileSync(ZIP)).toString("ascii");
  expect(statSync(ZIP).size).toBeLessThan(300_000);
  for (const word of ["AWS_WEB_IDENTITY_TOKEN_FILE", "credential_process", "AWS_CONTAINER_CREDENTIALS"]) {
    expect({ word, found: code.includes(word) }).toEqual({ word, found: false });
  }
});
