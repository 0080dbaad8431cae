import { SIGNER_ROOTS } from "../../../notation";
import { fault } from "../../support/aws-service";
import {
  type BlobServer,
  manifestOfSignature,
  ROOT,
  serveBlobs,
  sha256,
  signerEnvelope,
  type SignerDifferences,
} from "../../support/signer-envelope";
import { drill, type World } from "../where/aws";
import { NEW, OLD, Rotating, running } from "./support";

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const SIGNATURE = "application/vnd.cncf.notary.signature";
const IMAGE = JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST });
const SUBJECT = { mediaType: MANIFEST, digest: sha256(IMAGE), size: IMAGE.length };

const rotating = new Rotating();
const ARGS = ["api", "--generation", "1", "--organization", rotating.file];
let blobs: BlobServer;

beforeEach(async () => {
  blobs = await serveBlobs();
  const certificate = Buffer.from(ROOT).toString("base64");
  jest.replaceProperty(SIGNER_ROOTS, "aws", { ...SIGNER_ROOTS.aws, certificate } as never);
});

afterEach(async () => {
  jest.restoreAllMocks();
  await blobs.close();
});

afterAll(() => {
  rotating.remove();
});

/** An image that runs, carries these signatures, and of which ECR says that it signed it with those profiles. */
function carrying(
  signatures: readonly (readonly [string, SignerDifferences?])[],
  said: readonly string[] = [],
  members: World["ecr"] = {},
): World {
  const world = running({ [SUBJECT.digest]: said });
  const texts = signatures.map(([profileArn, differences]) => {
    const bytes = signerEnvelope(SUBJECT, profileArn, differences);
    blobs.blobs.set(sha256(bytes), bytes);
    return manifestOfSignature(SUBJECT, bytes);
  });
  const manifests = new Map([IMAGE, ...texts].map((text) => [sha256(text), text]));
  return {
    ...world,
    ecr: {
      ...world.ecr,
      ListImageReferrers: () => ({
        referrers: texts.map((text) => ({
          digest: sha256(text),
          mediaType: MANIFEST,
          artifactType: SIGNATURE,
          size: text.length,
        })),
      }),
      BatchGetImage: ({ imageIds = [] }) => ({
        images: imageIds.flatMap((imageId) => {
          const imageManifest = manifests.get(imageId.imageDigest ?? "");
          return imageManifest === undefined
            ? []
            : [{ imageId, imageManifest, imageManifestMediaType: MANIFEST }];
        }),
      }),
      GetDownloadUrlForLayer: ({ layerDigest = "" }) => ({ downloadUrl: blobs.urlOf(layerDigest) }),
      ...members,
    },
  };
}

test.each<[string, World | (() => World), number, string]>([
  ["another generation is not refused", () => carrying([[NEW]]), 0, "generation 2 signed it"],
  [
    "both is not refused, whatever ECR says",
    () => carrying([[OLD], [NEW]], [OLD]),
    0,
    "generation 2 signed it",
  ],
  ["this generation alone is refused", () => carrying([[OLD]]), 1, "only generation 1 signed it"],
  [
    "somebody else's root is unknown",
    () => carrying([[NEW, { isForeign: true }]]),
    2,
    "no trusted generation is known to have signed it",
  ],
  [
    "another profile is unknown",
    () => carrying([[NEW.replace("333333333333", "444444444444")]]),
    2,
    "no trusted generation is known to have signed it",
  ],
])("an image that carries a signature of %s", async (_, world, expected, why) => {
  const { status, stdout } = await drill(ARGS, typeof world === "function" ? world() : world);
  expect({ status, told: stdout.includes(why) }).toEqual({ status: expected, told: true });
});

test("signatures are read where ECR names no other generation, and only there", async () => {
  const asked = await drill(ARGS, carrying([[NEW]], [OLD]));
  expect(asked.calls.ecr.map(({ operation }) => operation)).toEqual([
    "DescribeImages",
    "DescribeImageSigningStatus",
    "ListImageReferrers",
    "BatchGetImage",
    "GetDownloadUrlForLayer",
  ]);
  expect(asked.calls.ecr.at(-1)?.input).toEqual({
    registryId: "333333333333",
    repositoryName: "shop/api",
    layerDigest: blobs.asked[0],
  });
  const told = await drill(ARGS, carrying([[OLD]], [NEW]));
  expect(told.calls.ecr.map(({ operation }) => operation)).not.toContain("ListImageReferrers");
  expect(told.calls.ecr.map(({ operation }) => operation)).toEqual([
    "DescribeImages",
    "DescribeImageSigningStatus",
  ]);
});

test.each<[string, World["ecr"], string]>([
  [
    "listed",
    { ListImageReferrers: () => fault("AccessDeniedException", "no", {}) },
    "ecr:ListImageReferrers eu-central-1: account 333333333333 may not call it: AccessDeniedException: no",
  ],
  [
    "read",
    { GetDownloadUrlForLayer: () => ({ downloadUrl: "http://127.0.0.1:9/" }) },
    "ecr:GetDownloadUrlForLayer eu-central-1: ",
  ],
])("signatures that cannot be %s leave the answer unknown", async (_, members, problem) => {
  const { status, stdout } = await drill(ARGS, carrying([[NEW]], [OLD], members));
  expect(status).toBe(2);
  expect(stdout).toContain(`Not complete\n  ${problem}`);
  expect(stdout).toContain("ECR does not say what signed it");
});

test("more signatures than are read leave the answer incomplete", async () => {
  const referrers = Array.from({ length: 51 }, (_, index) => ({
    digest: sha256(String(index)),
    mediaType: MANIFEST,
    artifactType: SIGNATURE,
    size: 1,
  }));
  const { status, stdout } = await drill(
    ARGS,
    carrying([], [OLD], { ListImageReferrers: () => ({ referrers }) }),
  );
  expect(status).toBe(1);
  expect(stdout).toContain("has more than 50 signatures, of which the rest was not read");
  expect(stdout).toContain("[too-many-signatures]");
});
