import * as sts from "@aws-sdk/client-sts";
import { type AwsServer, awsService, fault } from "../support/aws-service";

const CLIENT = {
  region: "eu-central-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  maxAttempts: 1,
};

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

test("speaks awsQuery", async () => {
  const expiration = new Date("2026-03-04T05:06:07Z");
  const credentials = {
    AccessKeyId: "key",
    SecretAccessKey: "a<b&c",
    SessionToken: "token",
    Expiration: expiration,
  };
  service = await awsService("sts", sts).serve({ AssumeRole: () => ({ Credentials: credentials }) });
  const client = new sts.STSClient({ ...CLIENT, endpoint: service.endpoint });
  const input = {
    RoleArn: "arn:aws:iam::444444444444:role/reader",
    RoleSessionName: "test",
    DurationSeconds: 900,
    PolicyArns: [{ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }],
  };
  const { Credentials } = await client.send(new sts.AssumeRoleCommand(input));
  expect(Credentials).toEqual(credentials);
  expect(service.calls).toEqual([{ operation: "AssumeRole", input }]);
});

test("answers with the service's errors in awsQuery", async () => {
  service = await awsService("sts", sts).serve({
    GetCallerIdentity: () => fault("ExpiredToken", "the token is old"),
  });
  const client = new sts.STSClient({ ...CLIENT, endpoint: service.endpoint });
  await expect(client.send(new sts.GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: "ExpiredToken",
    message: "the token is old",
  });
});

test("objects to a parameter that the model does not have", async () => {
  service = await awsService("sts", sts).serve({ GetCallerIdentity: () => ({}) });
  const body = "Action=GetCallerIdentity&Version=2011-06-15&Account=1";
  await fetch(service.endpoint, {
    method: "POST",
    body,
    headers: { authorization: "AWS4-HMAC-SHA256 Credential=test/20260304/us-east-1/sts/aws4_request" },
  });
  expect(await objections()).toEqual(["GetCallerIdentity.Account is not in the model"]);
});
