import { createHash } from "node:crypto";
import { type SignerDifferences } from "../../support/signer-envelope";
import { type Asked, ME, run, type World } from "./aws";
import {
  FakeRegistry,
  image,
  ORGANIZATION,
  PROFILE,
  PUSHED,
  pushEvent,
  readableSignatures,
  roleIdentity,
} from "./registry";

readableSignatures();

const A = image("a");
const REASON = ["--reason", "signed before signing was on"];
const ROLE = "arn:aws:iam::333333333333:role/supply-chain/push/supply-chain-signing-backfill";
const SCANNED = PUSHED.toISOString().slice(0, 16);
const sha = (bytes: Uint8Array | string) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

/** Signs images of a registry by their digests. */
function sign(
  registry: FakeRegistry,
  images: readonly { readonly digest: string }[],
  others?: World,
  options: readonly string[] = [],
): Promise<Asked> {
  const names = images.map(({ digest }) => `shop/api@${digest}`);
  return run(["sign-images", ...names, ...REASON, ...options], registry.world(others), {
    "organization.yaml": ORGANIZATION,
  });
}

describe("an image that may be signed", () => {
  test("is signed, its signature stored as the Notary Project has it, and recorded before and after", async () => {
    const registry = new FakeRegistry(A);
    const { status, stdout, calls } = await sign(registry, [A], undefined, ["--json"]);
    const [signature] = registry.signaturesOf(A.digest);
    const { run: asked, images } = JSON.parse(stdout) as { run: { id: string }; images: unknown[] };
    const result = {
      repository: "shop/api",
      digest: A.digest,
      profileArn: PROFILE,
      pushedBy: "arn:aws:iam::333333333333:role/supply-chain/push/supply-chain-shop-api-build",
      scan: { worst: "none", findings: 0, completedAt: expect.stringContaining(SCANNED) as unknown },
    };
    expect(status).toBe(0);
    expect(images).toEqual([{ ...result, outcome: "signed", signatures: [signature], jobId: "job" }]);

    const manifest = registry.manifests.find(({ digest }) => digest === signature)?.text ?? "";
    const [envelope = Buffer.alloc(0)] = [...registry.blobs.values()].filter((blob) => blob.length > 2);
    const { header } = JSON.parse(envelope.toString()) as { header: { x5c: string[] } };
    const thumbprints = header.x5c.map((der) => sha(Buffer.from(der, "base64")).slice("sha256:".length));
    expect(manifest).toBe(
      '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","artifactType":"application/vnd.cncf.notary.signature",' +
        '"config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2},' +
        `"layers":[{"mediaType":"application/jose+json","digest":"${sha(envelope)}","size":${String(envelope.length)}}],` +
        `"subject":{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"${A.digest}","size":${String(A.text.length)}},` +
        `"annotations":{"io.cncf.notary.x509chain.thumbprint#S256":${JSON.stringify(JSON.stringify(thumbprints))}}}`,
    );
    expect(registry.blobs.get(sha("{}"))?.toString()).toBe("{}");
    expect(calls.ecr.find(({ operation }) => operation === "PutImage")?.input).toEqual({
      registryId: "333333333333",
      repositoryName: "shop/api",
      imageManifest: manifest,
      imageManifestMediaType: "application/vnd.oci.image.manifest.v1+json",
      imageDigest: signature,
    });

    const record = {
      version: 1,
      at: expect.any(String) as unknown,
      id: asked.id,
      requestedBy: ME,
      reason: "signed before signing was on",
      account: "333333333333",
      region: "eu-central-1",
      ...result,
    };
    expect(registry.records).toEqual([
      { ...record, outcome: "signing" },
      { ...record, outcome: "signed", signatures: [signature], jobId: "job" },
    ]);
    expect(calls.logs[0]?.input).toEqual({
      logGroupName: "/supply-chain/signing-backfill",
      logStreamName: asked.id,
    });
  });

  test("is signed by AWS Signer, which gets the descriptor of the image alone", async () => {
    const { calls } = await sign(new FakeRegistry(A), [A]);
    const input = calls.signer[0]?.input as { readonly payload: Uint8Array };
    expect({ ...input, payload: Buffer.from(input.payload).toString() }).toEqual({
      profileName: "api_b263a02b",
      profileOwner: "333333333333",
      payloadFormat: "application/vnd.cncf.notary.payload.v1+json",
      payload: `{"targetArtifact":{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"${A.digest}","size":${String(A.text.length)}}}`,
    });
  });

  test("is signed as the role of its own, narrowed to what the command does", async () => {
    const { stdout, calls } = await sign(new FakeRegistry(A), [A]);
    const assumed = calls.sts.filter(({ operation }) => operation === "AssumeRole").map(({ input }) => input);
    expect(assumed).toEqual([
      {
        RoleArn: ROLE,
        RoleSessionName: "supply-chain-sign-images",
        DurationSeconds: 900,
        Policy: expect.stringContaining('"signer:SignPayload"') as unknown,
      },
    ]);
    expect(stdout).toContain(`asked by ${ME}, signed as ${ROLE}\n`);
    expect(stdout).toMatch(/^1 image: 1 signed\n/);
    expect(stdout).toContain(`, scanned ${SCANNED.replace("T", " ")} UTC\n`);
  });

  test("is looked up in CloudTrail around the time it was pushed", async () => {
    const { calls } = await sign(new FakeRegistry(A), [A]);
    const pushed = Math.floor((A.detail.imagePushedAt?.getTime() ?? 0) / 1_000);
    const input = calls.cloudtrail[0]?.input as { readonly StartTime: Date; readonly EndTime: Date };
    expect(input).toMatchObject({
      LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "PutImage" }],
      MaxResults: 50,
    });
    expect(Math.floor(input.StartTime.getTime() / 1_000)).toBe(pushed - 300);
    expect(Math.floor(input.EndTime.getTime() / 1_000)).toBe(pushed + 300);
  });

  test("is found on a later page of CloudTrail and of its scan", async () => {
    const registry = new FakeRegistry(A);
    const { status } = await sign(registry, [A], {
      cloudtrail: {
        LookupEvents: (_, count) =>
          count === 0 ? { Events: [], NextToken: "2" } : { Events: [pushEvent(A)] },
      },
      ecr: {
        DescribeImageScanFindings: (_, count) =>
          count === 0
            ? {
                imageScanStatus: { status: "ACTIVE" },
                imageScanFindings: { enhancedFindings: [] },
                nextToken: "2",
              }
            : { imageScanFindings: { imageScanCompletedAt: new Date(), enhancedFindings: [] } },
      },
    });
    expect(status).toBe(0);
  });

  test("is signed again by nobody: the second run skips it and says so", async () => {
    const registry = new FakeRegistry(A);
    await sign(registry, [A]);
    const [signature = ""] = registry.signaturesOf(A.digest);
    const { status, stdout, calls } = await sign(registry, [A]);
    expect(status).toBe(0);
    expect(stdout).toContain(`is signed already: ${signature}\n`);
    expect(calls.signer).toEqual([]);
    expect(registry.records.at(-1)).toMatchObject({ outcome: "skipped", signatures: [signature] });
  });

  test.each<[string, string, SignerDifferences]>([
    ["of another generation", `${PROFILE}x`, {}],
    ["that has expired", PROFILE, { expiry: Date.parse("2026-03-04T05:01:00Z") }],
    ["whose certificates lead elsewhere", PROFILE, { isForeign: true }],
  ])("is signed although it has a signature %s", async (_, profileArn, differences) => {
    const registry = new FakeRegistry(A);
    registry.attach(A, profileArn, differences);
    const { status } = await sign(registry, [A]);
    expect(status).toBe(0);
    expect(registry.signaturesOf(A.digest)).toHaveLength(2);
    expect(registry.records.at(-1)).toMatchObject({ outcome: "signed" });
  });

  test("is signed already where one of its signatures holds, which is named", async () => {
    const registry = new FakeRegistry(A);
    registry.attach(A, PROFILE, { isForeign: true });
    const good = registry.attach(A);
    const { status, stdout } = await sign(registry, [A], undefined, ["--json"]);
    const { images } = JSON.parse(stdout) as { images: object[] };
    expect(status).toBe(0);
    expect(images).toEqual([expect.objectContaining({ outcome: "skipped", signatures: [good] })]);
  });

  test("is only checked in a dry run, of which nothing is kept", async () => {
    const registry = new FakeRegistry(A);
    const { status, stdout, calls } = await sign(registry, [A], undefined, ["--dry-run"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^1 image: 1 would be signed\n/);
    expect([calls.signer, calls.logs, registry.manifests]).toEqual([[], [], [A]]);
  });
});

describe("an image that a role of another account pushed", () => {
  const pushers = ORGANIZATION.replace(
    "      signedBy: api\n",
    "      signedBy: api\n      push: [{ account: shop-prod, role: ci/release }]\n",
  );
  const release = "arn:aws:iam::444444444444:role/ci/release";
  /** The registry's history is asked first, then that of the pusher's account. */
  const histories = (sharedEventID: string): World => ({
    cloudtrail: {
      LookupEvents: (_, count) => ({
        Events: [
          count === 0
            ? pushEvent(A, { type: "AWSAccount", accountId: "444444444444" }, { sharedEventID: "1" })
            : pushEvent(A, roleIdentity(release), { sharedEventID }),
        ],
      }),
    },
  });
  const check = (sharedEventID: string) =>
    run(
      ["sign-images", `shop/api@${A.digest}`, "--dry-run", "--json", ...REASON],
      new FakeRegistry(A).world(histories(sharedEventID)),
      { "organization.yaml": pushers },
    );

  test("is good when the history of that account has the other half of the event", async () => {
    const { status, stdout, calls } = await check("1");
    expect(pushers).not.toBe(ORGANIZATION);
    expect(status).toBe(0);
    expect(stdout).toContain(`"pushedBy": "${release}"`);
    expect(calls.sts.at(-1)?.input).toMatchObject({
      RoleArn: "arn:aws:iam::444444444444:role/supply-chain-deployment",
      Policy:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudtrail:LookupEvents"],"Resource":"*"}]}',
    });
  });

  test("is refused when it has another event only", async () => {
    const { status, stdout } = await check("2");
    expect(status).toBe(1);
    expect(stdout).toContain('"code": "unknown-pusher"');
  });
});

describe("an index", () => {
  const children = [image("amd64", []), image("arm64", [])];
  const index = image("index", ["1.0"], children);

  test("is signed when every image that it lists is good", async () => {
    const registry = new FakeRegistry(...children, index);
    const { status, calls } = await sign(registry, [index]);
    const scanned = calls.ecr
      .filter(({ operation }) => operation === "DescribeImageScanFindings")
      .map(({ input }) => (input as { imageId: { imageDigest: string } }).imageId.imageDigest);
    expect(status).toBe(0);
    expect(scanned).toEqual(children.map(({ digest }) => digest));
    expect(registry.signaturesOf(index.digest)).toHaveLength(1);
  });
});

describe("a file", () => {
  test("names images, one a line", async () => {
    const registry = new FakeRegistry(A);
    const { status, stdout } = await run(["sign-images", "--file", "list", ...REASON], registry.world(), {
      "organization.yaml": ORGANIZATION,
      list: `# unsigned\n\nshop/api@${A.digest}\r\n`,
    });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^1 image: 1 signed\n/);
    expect(stdout).toContain(`, scanned ${SCANNED.replace("T", " ")} UTC\n`);
  });

  test("that is not there is a mistake", async () => {
    const { status, stderr } = await run(
      ["sign-images", "--file", "list", ...REASON],
      {},
      {
        "organization.yaml": ORGANIZATION,
      },
    );
    expect(status).toBe(1);
    expect(stderr).toBe(
      "list: there is no such file; check the name and the folder [file-not-found]\n\n1 problem\n",
    );
  });
});

test("several images are signed one after the other, whatever became of those before", async () => {
  const [b, c] = [image("b"), image("c")];
  const registry = new FakeRegistry(A, b, c);
  registry.attach(b);
  const missing = image("missing");
  const { status, stdout } = await sign(registry, [A, b, c, missing], undefined, ["--json"]);
  const { images } = JSON.parse(stdout) as { images: { digest: string; outcome: string }[] };
  const outcomes = new Map(images.map(({ digest, outcome }) => [digest, outcome]));
  expect(status).toBe(1);
  expect([A, b, c, missing].map(({ digest }) => outcomes.get(digest))).toEqual([
    "signed",
    "skipped",
    "signed",
    "refused",
  ]);
  expect(registry.records).toHaveLength(6);
});
