import { type ImageDetail } from "@aws-sdk/client-ecr";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { SIGNER_ROOTS } from "../../../notation/signer/roots";
import {
  type BlobServer,
  manifestOfSignature,
  ROOT,
  serveBlobs,
  signerEnvelope,
  type SignerDifferences,
} from "../../support/signer-envelope";
import { fault } from "../../support/aws-service";
import { type World } from "./aws";
import { batchOf } from "../../support/registry/batch";

export const OCI = "application/vnd.oci.image.manifest.v1+json";
const INDEX = "application/vnd.oci.image.index.v1+json";
const SIGNATURE = "application/vnd.cncf.notary.signature";
const CONFIG = "application/vnd.oci.image.config.v1+json";

export const BUILD = "arn:aws:iam::333333333333:role/supply-chain/push/supply-chain-shop-api-build";
export const PROFILE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/api_b263a02b";
export const PUSHED = new Date(Date.now() - 20 * 86_400_000);

/** The sample, in which somebody may sign after the fact. */
export const ORGANIZATION = readFileSync("organization.yaml", "utf8").replace(
  "signing:\n",
  "signing:\n  backfill: { assumedBy: [{ account: security, role: platform/signing }] }\n",
);

const sha = (bytes: Uint8Array | string) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

/** A manifest in a registry of the test. */
export interface Stored {
  readonly digest: string;
  readonly text: string;
  readonly detail: ImageDetail;
}

/** An image, or an index of images, with tags. */
export function image(
  seed: string,
  tags: readonly string[] = [seed],
  children: readonly Stored[] = [],
): Stored {
  const mediaType = children.length > 0 ? INDEX : OCI;
  const manifests = children.map(({ digest, text }) => ({ mediaType: OCI, digest, size: text.length }));
  const text = JSON.stringify({
    schemaVersion: 2,
    mediaType,
    seed,
    ...(children.length > 0 ? { manifests } : {}),
  });
  return {
    digest: sha(text),
    text,
    detail: {
      imageDigest: sha(text),
      imageTags: [...tags],
      imagePushedAt: PUSHED,
      imageManifestMediaType: mediaType,
      artifactMediaType: CONFIG,
    },
  };
}

/** The same with another text, which has another digest. */
export function withText({ text, detail }: Stored, edit: (text: string) => string): Stored {
  const edited = edit(text);
  return { digest: sha(edited), text: edited, detail: { ...detail, imageDigest: sha(edited) } };
}

/** A signature of an image, as the registry lists it. */
export function signatureOf(subject: Stored): Stored {
  const stored = image(`signature of ${subject.digest}`, []);
  const detail = { ...stored.detail, artifactMediaType: SIGNATURE, subjectManifestDigest: subject.digest };
  return { ...stored, detail };
}

/** What AWS Signer answers, by the descriptor of the image that it gets. */
export function signedPayload(payload: Uint8Array, profileArn = PROFILE): Uint8Array {
  const { targetArtifact } = JSON.parse(Buffer.from(payload).toString()) as {
    targetArtifact: { mediaType: string; digest: string; size: number };
  };
  return signerEnvelope(targetArtifact, profileArn);
}

/** `PutImage` as CloudTrail keeps it. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/logging-using-cloudtrail.html */
export function pushEvent(
  { digest }: Stored,
  userIdentity: object = roleIdentity(BUILD),
  members: object = {},
) {
  return {
    EventName: "PutImage",
    CloudTrailEvent: JSON.stringify({
      eventSource: "ecr.amazonaws.com",
      eventName: "PutImage",
      userIdentity,
      responseElements: {
        image: { registryId: "333333333333", repositoryName: "shop/api", imageId: { imageDigest: digest } },
      },
      ...members,
    }),
  };
}

/** Somebody who has assumed a role. */
export function roleIdentity(arn: string): object {
  return {
    type: "AssumedRole",
    arn: "arn:aws:sts::…",
    sessionContext: { sessionIssuer: { type: "Role", arn } },
  };
}

let server: BlobServer | undefined;

/** Lets signatures be read in every test of the file, and believes those of the test's own root. */
export function readableSignatures(): void {
  beforeEach(async () => {
    server = await serveBlobs();
    const certificate = Buffer.from(ROOT).toString("base64");
    jest.replaceProperty(SIGNER_ROOTS, "aws", { ...SIGNER_ROOTS.aws, certificate } as never);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await server?.close();
    server = undefined;
  });
}

/** A registry that keeps what is pushed to it, and the services around it; all of it pushed by the pipeline. */
export class FakeRegistry {
  readonly manifests: Stored[];
  readonly blobs = new Map<string, Buffer>();
  /** Blobs of uploads that are not complete. */
  private readonly uploads = new Map<string, Buffer>();
  readonly records: Record<string, unknown>[] = [];

  constructor(...manifests: Stored[]) {
    this.manifests = [...manifests];
  }

  /** Puts a signature beside an image, good unless it differs. */
  attach(
    { digest, text, detail }: Stored,
    profileArn = PROFILE,
    differences: SignerDifferences = {},
  ): string {
    const mediaType = detail.imageManifestMediaType ?? OCI;
    const subject = { mediaType, digest, size: Buffer.byteLength(text) };
    const bytes = signerEnvelope(subject, profileArn, differences);
    this.blobs.set(sha(bytes), bytes);
    return this.put(manifestOfSignature(subject, bytes));
  }

  private put(text: string): string {
    const { artifactType, subject } = JSON.parse(text) as {
      artifactType: string;
      subject: { digest: string };
    };
    this.manifests.push({
      digest: sha(text),
      text,
      detail: {
        imageDigest: sha(text),
        imagePushedAt: new Date(),
        imageManifestMediaType: OCI,
        artifactMediaType: artifactType,
        subjectManifestDigest: subject.digest,
      },
    });
    return sha(text);
  }

  signaturesOf(digest: string): string[] {
    return this.manifests
      .filter(
        ({ detail }) => detail.subjectManifestDigest === digest && detail.artifactMediaType === SIGNATURE,
      )
      .map((stored) => stored.digest);
  }

  /** Answers of all services, with others in their place. */
  world(others: World = {}): World {
    return {
      ecr: { ...this.ecr(), ...others.ecr },
      cloudtrail: {
        LookupEvents: () => ({ Events: this.manifests.map((stored) => pushEvent(stored)) }),
        ...others.cloudtrail,
      },
      signer: {
        SignPayload: ({ payload = new Uint8Array() }) => ({
          jobId: "job",
          signature: signedPayload(payload),
        }),
        ...others.signer,
      },
      logs: {
        CreateLogStream: () => ({}),
        PutLogEvents: ({ logEvents = [] }) => {
          for (const { message = "" } of logEvents) {
            this.records.push(JSON.parse(message) as Record<string, unknown>);
          }
          return {};
        },
        ...others.logs,
      },
      inspector2: { ListFindings: () => ({ findings: [] }), ...others.inspector2 },
      ...(others.sts ? { sts: others.sts } : {}),
    };
  }

  private ecr(): NonNullable<World["ecr"]> {
    return {
      DescribeImages: ({ repositoryName, imageIds }) => ({
        imageDetails: (repositoryName === "shop/api" ? this.manifests : [])
          .filter(({ digest }) => imageIds === undefined || imageIds.some((id) => id.imageDigest === digest))
          .map(({ detail }) => detail),
      }),
      ListImageReferrers: ({ subjectId }) => ({
        referrers: this.signaturesOf(subjectId?.imageDigest ?? "").map((digest) => ({
          digest,
          mediaType: OCI,
          artifactType: SIGNATURE,
          size: 1,
          artifactStatus: "ACTIVE" as const,
        })),
      }),
      DescribeImageSigningStatus: () => ({ signingStatuses: [] }),
      DescribeImageScanFindings: () => ({
        imageScanStatus: { status: "ACTIVE" as const },
        imageScanFindings: { imageScanCompletedAt: PUSHED, enhancedFindings: [] },
      }),
      BatchGetImage: ({ imageIds = [] }) =>
        batchOf(imageIds, ({ imageDigest }) => {
          const found = this.manifests.find(({ digest }) => digest === imageDigest);
          if (!found) return undefined;
          const { imageManifestMediaType } = found.detail;
          return { imageManifest: found.text, imageManifestMediaType };
        }),
      GetDownloadUrlForLayer: ({ layerDigest = "" }) => {
        const bytes = this.blobs.get(layerDigest);
        if (!server || !bytes) return fault("LayersNotFoundException", "no", {});
        server.blobs.set(layerDigest, bytes);
        return { downloadUrl: server.urlOf(layerDigest) };
      },
      BatchCheckLayerAvailability: ({ layerDigests = [] }) => ({
        layers: layerDigests.map((layerDigest) => ({
          layerDigest,
          layerAvailability: this.blobs.has(layerDigest) ? ("AVAILABLE" as const) : ("UNAVAILABLE" as const),
        })),
      }),
      InitiateLayerUpload: (_, count) => ({ uploadId: String(count), partSize: 5_242_880 }),
      UploadLayerPart: ({ uploadId = "", layerPartBlob = new Uint8Array() }) => {
        this.uploads.set(uploadId, Buffer.from(layerPartBlob));
        return {};
      },
      CompleteLayerUpload: ({ uploadId = "" }) => {
        const bytes = this.uploads.get(uploadId) ?? Buffer.alloc(0);
        this.blobs.set(sha(bytes), bytes);
        return { layerDigest: sha(bytes) };
      },
      PutImage: ({ imageManifest = "" }) => ({
        image: { imageId: { imageDigest: this.put(imageManifest) } },
      }),
    };
  }
}
