import { fault, hang, raw } from "../../support/aws-service";
import { type Asked, run, type World } from "./aws";
import { signerEnvelope } from "../../support/signer-envelope";
import {
  FakeRegistry,
  image,
  OCI,
  ORGANIZATION,
  PROFILE,
  readableSignatures,
  signedPayload,
} from "./registry";

readableSignatures();

const A = image("a");
const B = image("b");

function sign(registry: FakeRegistry, others: World, options: readonly string[] = []): Promise<Asked> {
  return run(
    ["sign-images", `shop/api@${A.digest}`, "--reason", "signed before signing was on", ...options],
    registry.world(others),
    { "organization.yaml": ORGANIZATION },
  );
}

const MIDDLE: readonly [string, World][] = [
  ["SignPayload", { signer: { SignPayload: () => fault("AccessDeniedException", "no", {}) } }],
  [
    "InitiateLayerUpload",
    { ecr: { InitiateLayerUpload: () => fault("RepositoryNotFoundException", "no", {}) } },
  ],
  ["UploadLayerPart", { ecr: { UploadLayerPart: () => fault("LimitExceededException", "no", {}) } }],
  ["CompleteLayerUpload", { ecr: { CompleteLayerUpload: () => fault("InvalidLayerException", "no", {}) } }],
  ["PutImage", { ecr: { PutImage: () => fault("LimitExceededException", "no", {}) } }],
];

test.each(MIDDLE)(
  "what fails at %s leaves no signature, and the next run signs",
  async (operation, world) => {
    const registry = new FakeRegistry(A);
    const first = await sign(registry, world);
    expect(first.status).toBe(2);
    expect(first.stdout).toMatch(
      new RegExp(`failed +shop/api@\\S+ +(?:ecr|signer):${operation} eu-central-1: `),
    );
    expect(registry.signaturesOf(A.digest)).toEqual([]);
    expect(registry.records.map(({ outcome }) => outcome)).toEqual(["signing", "failed"]);

    expect((await sign(registry, {})).status).toBe(0);
    expect(registry.signaturesOf(A.digest)).toHaveLength(1);
  },
);

test("a signature that is there although nobody heard of it is found by the next run", async () => {
  const registry = new FakeRegistry(A);
  const answers = registry.world().ecr;
  const put: World = {
    ecr: {
      PutImage: async (...asked) => {
        await answers?.PutImage?.(...asked);
        return raw("", 400);
      },
    },
  };
  expect((await sign(registry, put)).status).toBe(2);
  const { status, stdout } = await sign(registry, {});
  expect(status).toBe(0);
  expect(stdout).toContain("is signed already");
  expect(registry.signaturesOf(A.digest)).toHaveLength(1);
});

test("a blob or manifest that is there already is no failure", async () => {
  const { status } = await sign(new FakeRegistry(A), {
    ecr: {
      CompleteLayerUpload: () => fault("LayerAlreadyExistsException", "there", {}),
      PutImage: () => fault("ImageAlreadyExistsException", "there", {}),
    },
  });
  expect(status).toBe(0);
});

describe("a record", () => {
  test.each<[string, World]>([
    ["that is refused", { logs: { PutLogEvents: () => fault("AccessDeniedException", "no", {}) } }],
    ["without a stream", { logs: { CreateLogStream: () => fault("ResourceNotFoundException", "no", {}) } }],
    [
      "that is dropped without a word",
      { logs: { PutLogEvents: () => ({ rejectedLogEventsInfo: { tooOldLogEventEndIndex: 0 } }) } },
    ],
  ])("%s: nothing is signed", async (_, world) => {
    const registry = new FakeRegistry(A);
    const { status, calls } = await sign(registry, world);
    expect(status).toBe(2);
    expect([calls.signer, registry.signaturesOf(A.digest)]).toEqual([[], []]);
  });
});

test("a signature whose record fails is named, for it is in the registry", async () => {
  const registry = new FakeRegistry(A);
  const refused: World = {
    logs: { PutLogEvents: (_, count) => (count === 0 ? {} : fault("AccessDeniedException", "no", {})) },
  };
  const args = ["sign-images", `shop/api@${A.digest}`, "--reason", "signed before signing was on", "--json"];
  const { status, stdout } = await run(args, registry.world(refused), { "organization.yaml": ORGANIZATION });
  expect(status).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    images: [{ outcome: "failed", signatures: registry.signaturesOf(A.digest) }],
  });
  expect(registry.signaturesOf(A.digest)).toHaveLength(1);
});

test("after what would fail the next image too, the rest is not reached and leaves no record", async () => {
  const registry = new FakeRegistry(A, B);
  const { status, stdout } = await run(
    [
      "sign-images",
      `shop/api@${A.digest}`,
      `shop/api@${B.digest}`,
      "--reason",
      "signed before signing was on",
    ],
    registry.world({ cloudtrail: { LookupEvents: () => fault("AccessDeniedException", "no", {}) } }),
    { "organization.yaml": ORGANIZATION },
  );
  expect(status).toBe(2);
  expect(stdout).toMatch(/^2 images: 1 failed, 1 not reached\n/);
  expect(registry.records.map(({ outcome }) => outcome)).toEqual(["failed"]);
});

describe("a lying AWS Signer", () => {
  test.each<[string, World["signer"], string]>([
    [
      "that signs another image",
      {
        SignPayload: () => ({
          jobId: "job",
          signature: signerEnvelope({ mediaType: OCI, digest: B.digest, size: 1 }, PROFILE),
        }),
      },
      `${B.digest}" was signed, not "${A.digest}" [unexpected-signature]`,
    ],
    [
      "that signs with another profile",
      {
        SignPayload: ({ payload = new Uint8Array() }) => ({
          jobId: "job",
          signature: signedPayload(payload, `${PROFILE}x`),
        }),
      },
      `${PROFILE}x/AbCdEf0123 is not among the trusted identities [unexpected-signature]`,
    ],
    ["that gives no signature", { SignPayload: () => ({ jobId: "job" }) }, "it has no signature or no job"],
  ])("%s is noticed before anything is pushed", async (_, signer, why) => {
    const registry = new FakeRegistry(A);
    const { status, stdout, calls } = await sign(registry, signer ? { signer } : {});
    expect(status).toBe(2);
    expect(stdout).toContain(why);
    expect(calls.ecr.map(({ operation }) => operation)).not.toContain("InitiateLayerUpload");
  });
});

describe("a lying ECR", () => {
  test.each<[string, World["ecr"], string]>([
    [
      "that gives another manifest",
      {
        BatchGetImage: () => ({
          images: [{ imageId: { imageDigest: A.digest }, imageManifest: B.text }],
        }),
      },
      "the answer cannot be read: it has a manifest of another digest",
    ],
    [
      "that stores another blob",
      { CompleteLayerUpload: () => ({ layerDigest: B.digest }) },
      "the answer cannot be read: it names another blob",
    ],
    [
      "that stores another manifest",
      { PutImage: () => ({ image: { imageId: { imageDigest: B.digest } } }) },
      "the answer cannot be read: it names another manifest",
    ],
    [
      "that names no upload",
      { InitiateLayerUpload: () => ({}) },
      "the answer cannot be read: it names no upload",
    ],
    [
      "without a list of images",
      { DescribeImages: () => raw("{}") },
      `failed   shop/api@${A.digest}  ecr:DescribeImages eu-central-1: the answer cannot be read: it has no list of images [unreadable-answer]`,
    ],
    [
      "without a list of signing statuses",
      { DescribeImageSigningStatus: () => raw("{}") },
      "the answer cannot be read: it has no list of signing statuses",
    ],
    [
      "without a list of referrers",
      { ListImageReferrers: () => raw("{}") },
      "the answer cannot be read: it has no list of referrers",
    ],
    [
      "whose pages lead in a circle",
      { ListImageReferrers: () => ({ referrers: [], nextToken: "again" }) },
      "led back to a page it had given before",
    ],
  ])("%s is noticed", async (_, ecr, why) => {
    const { status, stdout } = await sign(new FakeRegistry(A), ecr ? { ecr } : {});
    expect(status).toBe(2);
    expect(stdout).toContain(why);
  });

  test("that lists other referrers than were asked for is not believed", async () => {
    const others = [
      { digest: B.digest, mediaType: "x", size: 1, artifactType: "application/spdx+json" },
      {
        digest: B.digest,
        mediaType: "x",
        size: 1,
        artifactType: "application/vnd.cncf.notary.signature",
        artifactStatus: "ARCHIVED" as const,
      },
    ];
    const { stdout } = await sign(
      new FakeRegistry(A),
      { ecr: { ListImageReferrers: () => ({ referrers: others }) } },
      ["--dry-run"],
    );
    expect(stdout).toMatch(/^1 image: 1 would be signed\n/);
  });
});

test("an image with more signatures than are read gets no other one", async () => {
  const registry = new FakeRegistry(A);
  for (let count = 0; count < 101; count += 1) registry.attach(A, `${PROFILE}${String(count)}`);
  const { status, stdout, calls } = await sign(registry, {});
  expect(status).toBe(1);
  expect(stdout).toContain(
    "it has more signatures than are read, and none of these is of its profile and holds: delete those that nobody needs [too-many-signatures]",
  );
  expect(calls.signer).toEqual([]);
});

test("signatures that cannot be read are no reason to sign again", async () => {
  const registry = new FakeRegistry(A);
  registry.attach(A);
  const ecr = { GetDownloadUrlForLayer: () => fault("AccessDeniedException", "no", {}) };
  const { status, stdout, calls } = await sign(registry, { ecr });
  expect(status).toBe(2);
  expect(stdout).toContain("ecr:GetDownloadUrlForLayer eu-central-1: account 333333333333 may not call it");
  expect(calls.signer).toEqual([]);
});

test("a throttled request is made again, and the image signed", async () => {
  const { status, calls, waits } = await sign(new FakeRegistry(A), {
    signer: {
      SignPayload: ({ payload = new Uint8Array() }, count) =>
        count === 0
          ? fault("ThrottlingException", "slow down", {})
          : { jobId: "job", signature: signedPayload(payload) },
    },
  });
  expect({ status, asked: calls.signer.length }).toEqual({ status: 0, asked: 2 });
  // Every request but the first waited for its turn, also the one that was made again.
  const requests = [calls.ecr, calls.cloudtrail, calls.signer, calls.logs].flat().length;
  expect(waits).toBeGreaterThanOrEqual(requests - 2);
});

test("a server that says nothing is left at the time limit", async () => {
  const { status, stdout } = await sign(new FakeRegistry(A), { cloudtrail: { LookupEvents: () => hang() } }, [
    "--time-limit",
    "3",
  ]);
  expect(status).toBe(2);
  expect(stdout).toContain("--time-limit: was reached before everything was asked [time-limit]");
});
