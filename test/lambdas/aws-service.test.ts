import * as ecr from "@aws-sdk/client-ecr";
import * as inspector2 from "@aws-sdk/client-inspector2";
import * as lambda from "@aws-sdk/client-lambda";
import * as s3 from "@aws-sdk/client-s3";
import * as signer from "@aws-sdk/client-signer";
import { type AwsServer, awsService, fault, hang, raw } from "../support/aws-service";

const CLIENT = {
  region: "eu-central-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  maxAttempts: 1,
};
const DIGEST = `sha256:${"a".repeat(64)}`;

let service: AwsServer | undefined;

/** What the double objected to, one line each. */
async function objections(): Promise<string[]> {
  const closing = service;
  service = undefined;
  return (closing?.close() ?? Promise.resolve()).then(
    () => [],
    (error: unknown) => (error as Error).message.split("\n"),
  );
}

afterEach(async () => {
  expect(await objections()).toEqual([]);
});

test("speaks restJson1: body, enums and times", async () => {
  const updatedAt = new Date("2026-03-04T05:06:07Z");
  service = await awsService("inspector2", inspector2).serve({
    GetConfiguration: () => ({
      ecrConfiguration: { rescanDurationState: { rescanDuration: "DAYS_14", status: "SUCCESS", updatedAt } },
    }),
  });
  const client = new inspector2.Inspector2Client({ ...CLIENT, endpoint: service.endpoint });
  const { ecrConfiguration } = await client.send(new inspector2.GetConfigurationCommand({}));
  expect(ecrConfiguration).toEqual({
    rescanDurationState: { rescanDuration: "DAYS_14", status: "SUCCESS", updatedAt },
  });
  expect(service.calls).toEqual([{ operation: "GetConfiguration", input: {} }]);
});

test("speaks restJson1: labels in the path and members in the query", async () => {
  service = await awsService("signer", signer).serve({
    GetSigningProfile: () => ({ profileName: "release", status: "Active" }),
    ListSigningProfiles: () => ({ profiles: [{ profileName: "release" }] }),
  });
  const client = new signer.SignerClient({ ...CLIENT, endpoint: service.endpoint });
  await client.send(new signer.GetSigningProfileCommand({ profileName: "release" }));
  await client.send(new signer.ListSigningProfilesCommand({ maxResults: 5, nextToken: "t" }));
  expect(service.calls).toEqual([
    { operation: "GetSigningProfile", input: { profileName: "release" } },
    { operation: "ListSigningProfiles", input: { maxResults: 5, nextToken: "t" } },
  ]);
});

test("speaks restJson1: a payload of bytes and members in headers", async () => {
  service = await awsService("lambda", lambda).serve({
    Invoke: ({ Payload }) => ({
      StatusCode: 200,
      FunctionError: "Unhandled",
      Payload: blob(`got ${Buffer.from(Payload as Uint8Array).toString()}`),
    }),
  });
  const client = new lambda.LambdaClient({ ...CLIENT, endpoint: service.endpoint });
  const { FunctionError, Payload } = await client.send(
    new lambda.InvokeCommand({ FunctionName: "watch", Payload: Buffer.from("{}") }),
  );
  expect({ FunctionError, Payload: Payload?.transformToString() }).toEqual({
    FunctionError: "Unhandled",
    Payload: "got {}",
  });
});

function blob(text: string): lambda.InvokeCommandOutput["Payload"] {
  return Buffer.from(text) as unknown as lambda.InvokeCommandOutput["Payload"];
}

test("speaks awsJson1.1", async () => {
  const imageIds = [{ imageDigest: DIGEST }];
  service = await awsService("ecr", ecr).serve({
    BatchGetImage: ({ repositoryName }) => ({
      images: [{ repositoryName, imageId: { imageDigest: DIGEST }, imageManifest: "{}" }],
      failures: [{ imageId: { imageTag: "none" }, failureCode: "ImageNotFound" }],
    }),
  });
  const client = new ecr.ECRClient({ ...CLIENT, endpoint: service.endpoint });
  const { images } = await client.send(
    new ecr.BatchGetImageCommand({ repositoryName: "shop/api", imageIds }),
  );
  expect(images).toEqual([
    { repositoryName: "shop/api", imageId: { imageDigest: DIGEST }, imageManifest: "{}" },
  ]);
  expect(service.calls).toEqual([
    { operation: "BatchGetImage", input: { repositoryName: "shop/api", imageIds } },
  ]);
});

test.each([
  ["restJson1", "inspector2", () => throttledInspector()],
  ["awsJson1.1", "ecr", () => missingRepository()],
])("answers with the service's errors in %s", async (_, __, ask) => {
  await expect(ask()).resolves.toEqual(expect.any(Number));
});

async function throttledInspector(): Promise<number> {
  service = await awsService("inspector2", inspector2).serve({
    GetConfiguration: () => fault("ThrottlingException", "slow down", { retryAfterSeconds: 2 }),
  });
  const client = new inspector2.Inspector2Client({ ...CLIENT, endpoint: service.endpoint });
  const error: unknown = await client
    .send(new inspector2.GetConfigurationCommand({}))
    .catch((e: unknown) => e);
  expect(error).toBeInstanceOf(inspector2.ThrottlingException);
  expect(error).toMatchObject({ message: "slow down", retryAfterSeconds: 2 });
  return (error as inspector2.ThrottlingException).$metadata.httpStatusCode ?? 0;
}

async function missingRepository(): Promise<number> {
  service = await awsService("ecr", ecr).serve({
    DescribeRepositories: () => fault("RepositoryNotFoundException", "no such repository"),
  });
  const client = new ecr.ECRClient({ ...CLIENT, endpoint: service.endpoint });
  const error: unknown = await client.send(new ecr.DescribeRepositoriesCommand({})).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ecr.RepositoryNotFoundException);
  expect(error).toMatchObject({ message: "no such repository" });
  return (error as ecr.RepositoryNotFoundException).$metadata.httpStatusCode ?? 0;
}

test("sends raw bytes as they are and can stay silent", async () => {
  service = await awsService("inspector2", inspector2).serve({
    GetConfiguration: (_, count) => (count === 0 ? raw("{") : hang()),
  });
  const client = new inspector2.Inspector2Client({ ...CLIENT, endpoint: service.endpoint });
  await expect(client.send(new inspector2.GetConfigurationCommand({}))).rejects.toThrow(SyntaxError);
  const abortSignal = AbortSignal.timeout(200);
  await expect(client.send(new inspector2.GetConfigurationCommand({}), { abortSignal })).rejects.toThrow(
    "abort",
  );
});

describe("objects to what the model does not have", () => {
  /** Answers of a shape that the compiler refuses, as a careless test might cast them. */
  async function answering(output: unknown): Promise<string[]> {
    service = await awsService("inspector2", inspector2).serve({ GetConfiguration: () => output as object });
    const client = new inspector2.Inspector2Client({ ...CLIENT, endpoint: service.endpoint });
    await client.send(new inspector2.GetConfigurationCommand({})).catch(() => undefined);
    return objections();
  }

  const state = (rescanDurationState: unknown) => ({ ecrConfiguration: { rescanDurationState } });

  test.each<[string, unknown, string]>([
    ["a member", { ecrSetting: {} }, "GetConfiguration.ecrSetting is not in the model"],
    [
      "a value",
      state({ status: "DONE" }),
      'GetConfiguration.ecrConfiguration.rescanDurationState.status is "DONE", not one of FAILED, PENDING, SUCCESS',
    ],
    [
      "a type",
      state({ rescanDuration: 14 }),
      "GetConfiguration.ecrConfiguration.rescanDurationState.rescanDuration is number, not a text",
    ],
    [
      "a time that is a text",
      state({ updatedAt: "today" }),
      "GetConfiguration.ecrConfiguration.rescanDurationState.updatedAt is string, not a time",
    ],
    [
      "a structure that is a list",
      { ecrConfiguration: [] },
      "GetConfiguration.ecrConfiguration is a list, not an object",
    ],
    [
      "an error",
      fault("EcrOnFireException", "hot"),
      "EcrOnFireException is no error of GetConfiguration's service",
    ],
    [
      "a member of an error",
      fault("ThrottlingException", "slow", { patience: 1 }),
      "ThrottlingException.patience is not in the model",
    ],
  ])("%s", async (_, output, objection) => {
    expect(await answering(output)).toEqual([objection]);
  });

  test("an answer without a member that it needs", async () => {
    service = await awsService("inspector2", inspector2).serve({
      GetEncryptionKey: () => ({}) as { kmsKeyId: string },
    });
    const client = new inspector2.Inspector2Client({ ...CLIENT, endpoint: service.endpoint });
    await client.send(
      new inspector2.GetEncryptionKeyCommand({ scanType: "CODE", resourceType: "AWS_ECR_CONTAINER_IMAGE" }),
    );
    expect(await objections()).toEqual(["GetEncryptionKey.kmsKeyId is missing"]);
  });

  async function asking(
    path: string,
    body: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<string[]> {
    service = await awsService("inspector2", inspector2).serve({ UpdateConfiguration: () => ({}) });
    const signed = {
      authorization: "AWS4-HMAC-SHA256 Credential=test/20260304/us-east-1/inspector2/aws4_request",
      ...headers,
    };
    await fetch(`${service.endpoint}${path}`, { method: "POST", body, headers: signed });
    return objections();
  }

  test.each<[string, string, string, string]>([
    [
      "an operation",
      "/configuration/destroy",
      "{}",
      "POST /configuration/destroy is no operation of inspector2",
    ],
    ["a request that is not JSON", "/configuration/update", "{", "UpdateConfiguration is not JSON"],
    [
      "a member of a request",
      "/configuration/update",
      '{"ecrConfiguration":{"rescanDuration":"DAYS_14","days":14}}',
      "UpdateConfiguration.ecrConfiguration.days is not in the model",
    ],
    [
      "a value in a request",
      "/configuration/update",
      '{"ecrConfiguration":{"rescanDuration":"DAYS_15"}}',
      'UpdateConfiguration.ecrConfiguration.rescanDuration is "DAYS_15", not one of DAYS_14, DAYS_180, DAYS_3, DAYS_30, DAYS_60, DAYS_7, DAYS_90, LIFETIME',
    ],
    [
      "a request without a member that it needs",
      "/configuration/update",
      '{"ecrConfiguration":{"pullDateRescanMode":"LAST_PULL_DATE"}}',
      "UpdateConfiguration.ecrConfiguration.rescanDuration is missing",
    ],
    [
      "an operation that no answer is given for",
      "/configuration/get",
      "{}",
      "GetConfiguration was called and is not expected",
    ],
  ])("%s", async (_, path, body, objection) => {
    expect(await asking(path, body)).toEqual([objection]);
  });

  test("a request without a signature", async () => {
    expect(await asking("/configuration/update", "{}", { authorization: "none" })).toEqual([
      "POST /configuration/update is not signed",
    ]);
  });

  test("a service whose protocol it does not speak", () => {
    expect(() => awsService("s3", s3)).toThrow("s3 speaks restXml, which the double does not");
  });
});
