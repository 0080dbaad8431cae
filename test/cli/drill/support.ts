import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SIGNER_ROOTS } from "../../../notation/signer/roots";
import {
  type BlobServer,
  manifestOfSignature,
  ROOT,
  serveBlobs,
  sha256,
  signerEnvelope,
  type SignerDifferences,
} from "../../support/signer-envelope";
import { type World } from "../where/aws";
import { arnOf, covered, onEcs, ROLE } from "../where/sample";
import { batchOf } from "../../support/registry/batch";

export const OLD = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/api_b263a02b";
export const NEW = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/api_f119fbac";
export const HOME = "eu-central-1";
export const REPLICA = "eu-west-1";
const API = "    api: { validity: 135 months }\n";

/** The sample between the second and the third step of a rotation, as a file in a folder of its own. */
export class Rotating {
  readonly folder = mkdtempSync(join(tmpdir(), "drill-"));
  readonly file = join(this.folder, "organization.yaml");

  constructor() {
    const rotating = "    api: { generation: 2, trustedGenerations: [1] }\n";
    writeFileSync(this.file, readFileSync("organization.yaml", "utf8").replace(API, rotating));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

export const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
export const INDEX = "application/vnd.oci.image.index.v1+json";
export const SIGNATURE = "application/vnd.cncf.notary.signature";
const CONFIG = "application/vnd.oci.image.config.v1+json";

/** Manifests of images and indexes by their digests. */
const texts = new Map<string, string>();

function held(text: string): string {
  texts.set(sha256(text), text);
  return sha256(text);
}

/** Digest of the manifest of an image, which one can tell from others. */
export function imageNamed(name: string): string {
  return held(JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST, name }));
}

/** Digest of an index that lists these. */
export function indexOf(...children: readonly (string | { readonly attestation: string })[]): string {
  const manifests = children.map((child) =>
    typeof child === "string"
      ? { digest: child }
      : {
          digest: child.attestation,
          platform: { os: "unknown", architecture: "unknown" },
          annotations: { "vnd.docker.reference.type": "attestation-manifest" },
        },
  );
  return held(JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests }));
}

export const DIGEST = imageNamed("first");
export const OTHER = imageNamed("second");
export const ON_STAGING = { ...onEcs(), clusterArn: "arn:aws:ecs:eu-central-1:555555555555:cluster/shop" };

/** A signature by a profile, good unless it differs. */
type Signature = string | readonly [string, SignerDifferences];
/** What a repository holds: digests of manifests, each with its signatures. */
export type Held = Readonly<Record<string, readonly Signature[]>>;

/** The repository `shop/api` at home and in its replica, with signatures of the test's own root. */
export class Registry {
  private server: BlobServer | undefined;

  /** One for each test. */
  static forEachTest(): Registry {
    const registry = new Registry();
    beforeEach(async () => {
      registry.server = await serveBlobs();
      const certificate = Buffer.from(ROOT).toString("base64");
      jest.replaceProperty(SIGNER_ROOTS, "aws", { ...SIGNER_ROOTS.aws, certificate } as never);
    });
    afterEach(async () => {
      jest.restoreAllMocks();
      await registry.server?.close();
    });
    return registry;
  }

  get blobs(): BlobServer {
    if (!this.server) throw new Error("there is no test");
    return this.server;
  }

  /**
   * Images of the home region, each running in one cluster, with what signed them. The replica is empty.
   *
   * @param members what Inspector answers otherwise
   */
  running(signed: Held, members: World["inspector2"] = {}): World {
    return this.holding({ [HOME]: signed }, members);
  }

  /** The same by region: Inspector covers every image, and no index. */
  holding(signed: Readonly<Record<string, Held>>, members: World["inspector2"] = {}): World {
    const { blobs } = this;
    const referrers = new Map<string, string[]>();
    for (const [region, images] of Object.entries(signed)) {
      for (const [digest, signatures] of Object.entries(images)) {
        const key = `${region} ${digest}`;
        referrers.set(
          key,
          signatures.map((one) => this.sign(digest, one)),
        );
      }
    }
    const digestsIn = (region: string) => Object.keys(signed[region] ?? {});
    return {
      inspector2: {
        ListCoverage: (_, __, region = HOME) => ({
          coveredResources: digestsIn(region)
            .filter((digest) => !isIndex(digest))
            .map((digest) => ({ ...covered(digest, { inUseCount: 3 }), resourceId: arnOf(digest, region) })),
        }),
        GetClustersForImage: () => ({ cluster: [onEcs()] }),
        ...members,
      },
      ecr: {
        DescribeImages: (_, __, region = HOME) => ({ imageDetails: digestsIn(region).map(detailOf) }),
        ListImageReferrers: ({ subjectId }, _, region = HOME) => ({
          referrers: (referrers.get(`${region} ${subjectId?.imageDigest ?? ""}`) ?? []).map((digest) => ({
            digest,
            mediaType: MANIFEST,
            artifactType: SIGNATURE,
            size: 1,
          })),
        }),
        BatchGetImage: ({ imageIds = [] }) =>
          batchOf(imageIds, ({ imageDigest = "" }) => {
            const imageManifest = texts.get(imageDigest);
            if (imageManifest === undefined) return undefined;
            const { mediaType } = JSON.parse(imageManifest) as { readonly mediaType: string };
            return { imageManifest, imageManifestMediaType: mediaType };
          }),
        GetDownloadUrlForLayer: ({ layerDigest = "" }) => ({ downloadUrl: blobs.urlOf(layerDigest) }),
      },
      sts: ROLE,
    };
  }

  private sign(digest: string, signature: Signature): string {
    const [profileArn, differences] = typeof signature === "string" ? [signature, {}] : signature;
    const size = Buffer.byteLength(texts.get(digest) ?? "");
    const subject = { mediaType: isIndex(digest) ? INDEX : MANIFEST, digest, size };
    const bytes = signerEnvelope(subject, profileArn, differences);
    this.blobs.blobs.set(sha256(bytes), bytes);
    return held(manifestOfSignature(subject, bytes));
  }
}

/** An image or index as ECR describes it. */
export function detailOf(imageDigest: string) {
  return isIndex(imageDigest)
    ? { imageDigest, imageManifestMediaType: INDEX }
    : { imageDigest, imageManifestMediaType: MANIFEST, artifactMediaType: CONFIG };
}

function isIndex(digest: string): boolean {
  return texts.get(digest)?.includes(INDEX) ?? false;
}
