import { readFileSync, statSync } from "node:fs";
import { functionZip } from "../../../modules/function";
import { runZip, storedFile } from "../../support/lambda-runner";
import { closeServers, DIGEST, Hub, idOf, scanned, start, vulnerability } from "./servers";

const ZIP = functionZip("basic-scan-findings");
const EVENT = {
  "detail-type": "ECR Image Scan",
  detail: { "repository-name": "shop/api", "image-digest": DIGEST, "scan-status": "COMPLETE" },
};

afterEach(closeServers);

async function environment(hub: Hub): Promise<Record<string, string>> {
  const answers = {
    ...scanned(vulnerability("CVE-2024-0002", "LOW")),
    DescribeRepositories: () => ({ repositories: [] }),
  };
  const { registry, hub: server } = await start(answers, hub.answers);
  return {
    ACCOUNT_ID: "333333333333",
    AWS_LAMBDA_FUNCTION_NAME: "import",
    PARTITION: "aws",
    AWS_ENDPOINT_URL_ECR: registry.endpoint,
    AWS_ENDPOINT_URL_SECURITYHUB: server.endpoint,
  };
}

test("the code in the zip writes findings and says so", async () => {
  const hub = new Hub();
  expect(await runZip(ZIP, EVENT, await environment(hub))).toMatchObject({
    result: { written: 1, closed: 0 },
  });
  expect([...hub.findings.keys()]).toEqual([idOf("LOW")]);
});

test("the code in the zip looks at all on schedule", async () => {
  const hub = new Hub();
  const settings = await environment(hub);
  await runZip(ZIP, EVENT, settings);
  expect(await runZip(ZIP, { "detail-type": "Scheduled Event" }, settings)).toMatchObject({
    result: { images: 1, written: 0, closed: 0, complete: true },
  });
});

test("a configuration that is wrong is told at the start", async () => {
  const outcome = await runZip(ZIP, EVENT, { ACCOUNT_ID: "3" });
  expect(outcome).toMatchObject({
    error: {
      errorType: "ProblemError",
      errorMessage: [
        'ACCOUNT_ID: the environment variable is "3"; allowed: the 12 digits of the registry\'s account; deploy the function with the construct that belongs to it [invalid-variable]',
        "PARTITION: the environment variable is not set; allowed: the partition of the registry, such as aws; deploy the function with the construct that belongs to it [missing-variable]",
        "AWS_LAMBDA_FUNCTION_NAME: the environment variable is not set; allowed: the name that Lambda sets; deploy the function with the construct that belongs to it [missing-variable]",
      ].join("\n"),
    },
    log: [{ level: "ERROR", message: "cannot start" }],
  });
});

test("the zip holds no other source of credentials than the function's role", () => {
  const code = storedFile(readFileSync(ZIP)).toString("ascii");
  expect(statSync(ZIP).size).toBeLessThan(700_000);
  for (const word of ["AWS_WEB_IDENTITY_TOKEN_FILE", "credential_process", "AWS_CONTAINER_CREDENTIALS"]) {
    expect({ word, found: code.includes(word) }).toEqual({ word, found: false });
  }
});
