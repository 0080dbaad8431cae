import * as ecr from "@aws-sdk/client-ecr";
import { GetFindingsCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { createLogger } from "../../../lambdas/shared/logger";
import { parentsIn } from "../../../lambdas/signing-watch/parents";
import { sha256Of } from "../../../lambdas/signing-watch/reconcile";
import { registryOf } from "../../../lambdas/signing-watch/registry";
import { type Emulator, startEmulator } from "../../../local/emulator";
import { clientSettings } from "../../../local/emulator-aws";
import { type Seed } from "../../../local/emulator-seed";
import { EMULATOR } from "../../../local/tools";
import { functionZip } from "../../../modules/function";
import { type AwsServer, awsService } from "../../support/aws-service";
import { runZip } from "../../support/lambda-runner";
import { sha256 } from "../../support/signer-envelope";
import { describeWith } from "../../support/tools";
import { INDEX, MANIFEST, PLACE, RELEASE, RULES } from "./support";

/** Of ECR the emulator has these; the rest, signing and referrers, is answered by a double that holds to the model. */
const EMULATED = ["BatchGetImage", "DescribeImages", "DescribeRepositories"];
const SEED: Seed = {
  organization: {
    id: "o-exampleorg1",
    rootId: "r-ex4m",
    partition: PLACE.partition,
    region: PLACE.region,
    managementAccountId: "111111111111",
    units: [],
    accounts: [],
  },
  networks: [],
  clusters: [],
  roles: [],
};
const REPOSITORY = "shop/api";
const IMAGE = JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST, layers: [] });
const CHILD = JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST, layers: [], child: true });
const LIST = JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests: [{ digest: sha256(CHILD) }] });

describeWith([EMULATOR], "the signing watch on the emulator's registry and Security Hub", () => {
  let emulator: Emulator;
  let double: AwsServer;
  let front: Server;
  let client: ecr.ECRClient;
  let hub: SecurityHubClient;
  let environment: Record<string, string>;
  let status: ecr.SigningStatus = "FAILED";

  beforeAll(async () => {
    emulator = await startEmulator(SEED);
    double = await awsService("ecr", ecr).serve({
      GetSigningConfiguration: () => ({
        signingConfiguration: {
          rules: RULES.map(({ profileArn, filters }) => ({
            signingProfileArn: profileArn,
            repositoryFilters: filters.map((filter) => ({ filter, filterType: "WILDCARD_MATCH" as const })),
          })),
        },
      }),
      DescribeImageSigningStatus: () => ({ signingStatuses: [{ signingProfileArn: RELEASE, status }] }),
      ListImageReferrers: () => ({ referrers: [] }),
    });
    front = await serveFront(emulator.endpoint, double.endpoint);
    const settings = clientSettings(emulator.endpoint, PLACE);
    client = new ecr.ECRClient(settings);
    hub = new SecurityHubClient(settings);
    await client.send(new ecr.CreateRepositoryCommand({ repositoryName: REPOSITORY }));
    const { accessKeyId, secretAccessKey, sessionToken } = await settings.credentials();
    environment = {
      ACCOUNT_ID: PLACE.accountId,
      AWS_LAMBDA_FUNCTION_NAME: "supply-chain-signing-watch",
      LATE_AFTER_MINUTES: "15",
      PARTITION: PLACE.partition,
      SIGNING_RULES_SHA256: sha256Of(RULES),
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
      AWS_ENDPOINT_URL_ECR: `http://127.0.0.1:${String((front.address() as AddressInfo).port)}`,
      AWS_ENDPOINT_URL_SECURITYHUB: emulator.endpoint,
    };
  }, 60_000);

  afterAll(async () => {
    client.destroy();
    hub.destroy();
    front.closeAllConnections();
    front.close();
    await double.close();
    await emulator.stop();
  });

  const put = (imageManifest: string, imageTag?: string) =>
    client.send(
      new ecr.PutImageCommand({
        repositoryName: REPOSITORY,
        imageManifest,
        imageDigest: sha256(imageManifest),
        ...(imageTag === undefined ? {} : { imageTag }),
      }),
    );

  const run = (event: unknown) =>
    runZip(functionZip("signing-watch"), event, environment, 30_000, {
      "settings.json": '{"otherProfileArns":{}}',
    });
  const schedule = () => run({ "detail-type": "Scheduled Event" });
  const pushed = (digest: string) =>
    run({
      Records: [
        {
          messageId: "push",
          body: JSON.stringify({ detail: { "repository-name": REPOSITORY, "image-digest": digest } }),
        },
      ],
    });

  async function findings() {
    const { Findings = [] } = await hub.send(new GetFindingsCommand({}));
    return Findings.map(({ Title, RecordState, Resources }) => ({
      Title,
      RecordState,
      id: Resources?.[0]?.Id,
    }));
  }

  const finding = {
    Title: "Image without signature: shop/api",
    id: `arn:aws:ecr:eu-central-1:333333333333:repository/shop/api/${sha256(IMAGE)}`,
  };

  test("the code in the zip finds the image that was pushed, and its finding is in Security Hub", async () => {
    await put(IMAGE, "1.0");
    expect(await pushed(sha256(IMAGE))).toMatchObject({ result: { batchItemFailures: [] } });
    expect(await findings()).toEqual([{ ...finding, RecordState: "ACTIVE" }]);
  });

  test("its schedule reads every repository and what is open, believes no word of ECR's, and closes what is gone", async () => {
    const repositories = { signed: 1, read: 1 };
    expect(await schedule()).toMatchObject({
      result: { rulesChanged: false, openProblems: 1, closed: 0, repositories, complete: true },
    });
    status = "COMPLETE";
    expect(await schedule()).toMatchObject({ result: { openProblems: 1, closed: 0, repositories } });
    const imageIds = [{ imageDigest: sha256(IMAGE) }];
    await client.send(new ecr.BatchDeleteImageCommand({ repositoryName: REPOSITORY, imageIds }));
    expect(await schedule()).toMatchObject({ result: { openProblems: 0, closed: 1, repositories } });
    expect(await findings()).toEqual([{ ...finding, RecordState: "ARCHIVED" }]);
  });

  test("an image that is not there, and a repository that is not, are nobody's business", async () => {
    expect(await pushed(sha256("gone"))).toMatchObject({ result: { batchItemFailures: [] } });
    const registry = registryOf(client, AbortSignal.timeout(10_000));
    expect(await registry.image("shop/gone", sha256(IMAGE))).toBeUndefined();
    expect(await registry.manifests("shop/gone", [sha256(IMAGE)])).toEqual([]);
  });

  test("an index is read out of the registry as its children's", async () => {
    await put(CHILD);
    await put(LIST, "2.0");
    const registry = registryOf(client, AbortSignal.timeout(10_000));
    const child = await registry.image(REPOSITORY, sha256(CHILD));
    expect(child).toMatchObject({
      repository: REPOSITORY,
      digest: sha256(CHILD),
      tags: [],
      mediaType: MANIFEST,
    });
    const parents = parentsIn(
      registry,
      createLogger(() => undefined),
    );
    expect(child && (await parents.of(child))).toBe(sha256(LIST));
  });
});

/** Passes what the emulator has to the emulator and the rest to the double. */
async function serveFront(emulator: string, double: string): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const [, operation = ""] = String(incoming.headers["x-amz-target"]).split(".");
      const { authorization = "", "content-type": type = "", "x-amz-target": target } = incoming.headers;
      const answer = await fetch(EMULATED.includes(operation) ? emulator : double, {
        method: "POST",
        headers: { authorization, "content-type": type, "x-amz-target": String(target) },
        body: Buffer.concat(chunks),
      });
      outgoing.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
      outgoing.end(Buffer.from(await answer.arrayBuffer()));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
