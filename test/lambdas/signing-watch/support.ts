import * as ecr from "@aws-sdk/client-ecr";
import * as securityhub from "@aws-sdk/client-securityhub";
import { type RegistrySigningRule } from "../../../aws";
import { type Surroundings } from "../../../lambdas/signing-watch/surroundings";
import { type QueueMessage } from "../../../lambdas/shared/queue";
import { GENERATOR } from "../../../lambdas/signing-watch/findings";
import { followPushes } from "../../../lambdas/signing-watch/follow";
import { findingStore } from "../../../lambdas/shared/security-hub";
import { reconcile, type Reconciled, sha256Of } from "../../../lambdas/signing-watch/reconcile";
import { registryOf, signatureRegistryOf } from "../../../lambdas/signing-watch/registry";
import { signaturesIn } from "../../../lambdas/signing-watch/signatures";
import { CLIENT_SETTINGS } from "../../../lambdas/shared/client-settings";
import { createLogger } from "../../../lambdas/shared/logger";
import { type Answers, type AwsServer, awsService } from "../../support/aws-service";
import {
  type BlobServer,
  manifestOfSignature,
  ROOT,
  serveBlobs,
  sha256,
  signerEnvelope,
  type SignerDifferences,
} from "../../support/signer-envelope";
import { StoppedClock } from "../clock";
import { hubAnswers } from "./hub-answers";
import { registryAnswers, type Stored } from "./registry-answers";

const ECR = awsService("ecr", ecr);
const SECURITY_HUB = awsService("securityhub", securityhub);

export const PLACE = { partition: "aws", region: "eu-central-1", accountId: "333333333333" } as const;
export const RELEASE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_1a2b3c4d";
export const RULES: readonly RegistrySigningRule[] = [{ profileArn: RELEASE, filters: ["shop/*"] }];
export const INDEX = "application/vnd.oci.image.index.v1+json";
export const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const MINUTE = 60_000;

/** A digest that one can tell from others. */
export function digestOf(name: string): string {
  return `sha256:${Buffer.from(name).toString("hex").padEnd(64, "0")}`;
}

const SIGNATURE = "application/vnd.cncf.notary.signature";

const same = <T>(value: T): T => value;

/** What may differ from a good signature of an image. */
export interface AttachedDifferences extends SignerDifferences {
  /** What is signed. @default - the image */
  readonly of?: ReturnType<World["descriptor"]>;
  /** Changes the manifest of the signature. */
  readonly rewrite?: (manifest: string) => string;
  /** Changes the envelope after it was signed. */
  readonly change?: (envelope: Buffer) => Buffer;
  readonly tags?: string[];
  /** @default shop/api */
  readonly repository?: string;
}

/** A registry and a Security Hub that keep what they are told, served over HTTP and checked against the SDK's models. */
export class World {
  readonly clock = new StoppedClock();
  readonly lines: Record<string, unknown>[] = [];
  readonly findings = new Map<string, securityhub.AwsSecurityFinding>();
  /** Blobs of signatures, once the world was started. */
  readonly blobs = new Map<string, Uint8Array>();
  rules: readonly RegistrySigningRule[] | undefined = RULES;
  private readonly images = new Map<string, Stored>();
  /** Digests of what has the digest of its own bytes. */
  private readonly digests = new Map<string, string>();
  private readonly clients: { destroy(): void }[] = [];
  private readonly started: Pick<AwsServer, "close">[] = [];
  private readonly log = createLogger((line) => this.lines.push(JSON.parse(line) as Record<string, unknown>));

  /** Pushes an image; `minutesAgo` by the clock. */
  push(
    repository: string,
    name: string,
    {
      minutesAgo = 1,
      tags = ["1.0"],
      children,
      manifest,
      ...more
    }: Partial<ecr.ImageDetail> & {
      readonly minutesAgo?: number;
      readonly tags?: string[];
      readonly children?: readonly string[];
      /** Its very bytes, of which its digest then is. */
      readonly manifest?: string;
    } = {},
  ): string {
    const manifests = children?.map((child) => ({ digest: this.digest(child) }));
    const bytes = manifest ?? JSON.stringify({ schemaVersion: 2, name, ...(manifests ? { manifests } : {}) });
    const digest = sha256(bytes);
    this.digests.set(name, digest);
    this.images.set(`${repository}@${digest}`, {
      detail: {
        repositoryName: repository,
        imageDigest: digest,
        ...(tags.length > 0 ? { imageTags: tags } : {}),
        imagePushedAt: new Date(this.clock.now() - minutesAgo * MINUTE),
        imageManifestMediaType: manifests ? INDEX : MANIFEST,
        ...(manifests ? {} : { artifactMediaType: "application/vnd.oci.image.config.v1+json" }),
        ...more,
      },
      manifest: bytes,
      states: [],
    });
    return digest;
  }

  /** The digest of an image by its name, also of one that was not pushed. */
  digest(name: string): string {
    return this.digests.get(name) ?? digestOf(name);
  }

  /**
   * Puts a signature beside an image, as `supply-chain sign-images` and managed signing do.
   *
   * @returns digest of the signature's manifest
   */
  attach(name: string, profileArn: string, differences: AttachedDifferences = {}): string {
    const { repository = "shop/api", rewrite = same, change = same, tags = [], ...more } = differences;
    const image = this.descriptor(name, repository);
    const { of = image, ...envelope } = more;
    const bytes = change(signerEnvelope(of, profileArn, envelope));
    this.blobs.set(sha256(bytes), bytes);
    const manifest = rewrite(manifestOfSignature(image, bytes));
    return this.push(repository, `signature ${String(this.images.size)} of ${name}`, {
      tags,
      manifest,
      artifactMediaType: SIGNATURE,
      subjectManifestDigest: this.digest(name),
    });
  }

  /** The descriptor of an image. */
  descriptor(name: string, repository = "shop/api"): { mediaType: string; digest: string; size: number } {
    const stored = this.images.get(`${repository}@${this.digest(name)}`);
    if (!stored) throw new Error(`${name} was not pushed`);
    const { manifest, detail } = stored;
    const { imageManifestMediaType: mediaType = "" } = detail;
    return { mediaType, digest: this.digest(name), size: Buffer.byteLength(manifest) };
  }

  /** What managed signing came to; where it is complete, the signature lies beside the image. */
  sign(repository: string, name: string, status: ecr.SigningStatus, failureReason?: string): void {
    const stored = this.images.get(`${repository}@${this.digest(name)}`);
    if (!stored) throw new Error(`${name} was not pushed`);
    stored.states = [
      {
        signingProfileArn: RELEASE,
        status,
        ...(failureReason === undefined ? {} : { failureCode: "AccessDenied", failureReason }),
      },
    ];
    if (status === "COMPLETE") this.attach(name, RELEASE, { repository });
  }

  remove(repository: string, name: string): void {
    this.images.delete(`${repository}@${this.digest(name)}`);
  }

  /** Takes away every signature of an image of the repository `shop/api`. */
  removeSignatures(name: string): void {
    for (const [key, { detail }] of this.images) {
      if (detail.repositoryName === "shop/api" && detail.subjectManifestDigest === this.digest(name)) {
        this.images.delete(key);
      }
    }
  }

  /** The event of a push as it lies in the queue. */
  message(
    repository: string,
    name: string,
    { id = name, minutesAgo }: { readonly id?: string; readonly minutesAgo?: number } = {},
  ): { id: string; body: string } {
    const detail = {
      result: "SUCCESS",
      "repository-name": repository,
      "image-digest": this.digest(name),
      "action-type": "PUSH",
      "image-tag": "1.0",
    };
    const time =
      minutesAgo === undefined
        ? {}
        : { time: new Date(this.clock.now() - minutesAgo * MINUTE).toISOString().replace(".000", "") };
    const event = { source: "aws.ecr", "detail-type": "ECR Image Action", ...time, detail };
    return { id, body: JSON.stringify(event) };
  }

  /** Findings that are open, by the image's name at their end. */
  open(): securityhub.AwsSecurityFinding[] {
    return [...this.findings.values()].filter(({ RecordState }) => RecordState === "ACTIVE");
  }

  /** Values of a metric in the order of writing. */
  metrics(name: "OpenProblems" | "CompleteLooks" = "OpenProblems"): unknown[] {
    return this.lines.filter(({ message }) => message === "metric").flatMap((line) => line[name] ?? []);
  }

  async start(
    answers: {
      readonly ecr?: Answers<typeof ecr>;
      readonly hub?: Answers<typeof securityhub>;
      readonly blobs?: Parameters<typeof serveBlobs>[0];
    } = {},
    { requestTimeout = 5_000 } = {},
  ): Promise<{
    readonly surroundings: Surroundings;
    readonly registry: AwsServer;
    readonly hub: AwsServer;
    readonly blobs: BlobServer;
  }> {
    const blobs = await serveBlobs(answers.blobs);
    for (const [digest, bytes] of this.blobs) blobs.blobs.set(digest, bytes);
    const registry = await ECR.serve({ ...registryAnswers(this.images, this.rules, blobs), ...answers.ecr });
    const hub = await SECURITY_HUB.serve({ ...hubAnswers(this.findings), ...answers.hub });
    this.started.push(registry, hub, blobs);
    const settings = (endpoint: string) => ({
      ...CLIENT_SETTINGS,
      requestHandler: { ...CLIENT_SETTINGS.requestHandler, requestTimeout },
      region: PLACE.region,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      endpoint,
    });
    const client = new ecr.ECRClient(settings(registry.endpoint));
    const hubClient = new securityhub.SecurityHubClient(settings(hub.endpoint));
    this.clients.push(client, hubClient);
    // Only so that nothing hangs: thousands of calls of a busy machine take their time.
    const signal = AbortSignal.timeout(240_000);
    return {
      registry,
      hub,
      blobs,
      surroundings: {
        registry: registryOf(client, signal),
        signatures: signaturesIn(
          signatureRegistryOf(client, signal),
          { partition: PLACE.partition, clock: this.clock, log: this.log },
          [ROOT],
        ),
        hub: findingStore(hubClient, { generator: GENERATOR, ...PLACE }, signal),
        clock: this.clock,
        log: this.log,
        place: PLACE,
        watch: "watch",
        otherProfileArns: new Map<string, readonly string[]>(),
        lateAfterMilliseconds: 15 * MINUTE,
      },
    };
  }

  /** Handles messages and returns the ids of those that stay in the queue. */
  async follow(messages: readonly QueueMessage[], ...options: Parameters<World["start"]>) {
    const { surroundings, ...servers } = await this.start(...options);
    const { batchItemFailures } = await followPushes(messages, surroundings);
    return { stay: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), ...servers };
  }

  /** One run of the schedule. */
  async reconcile({
    milliseconds = 40_000,
    ...answers
  }: Parameters<World["start"]>[0] & { readonly milliseconds?: number } = {}): Promise<
    Reconciled & Pick<Awaited<ReturnType<World["start"]>>, "registry" | "hub" | "blobs">
  > {
    const { surroundings, ...servers } = await this.start(answers);
    const result = await reconcile({ ...surroundings, rulesSha256: sha256Of(RULES), milliseconds });
    return { ...result, ...servers };
  }

  async stop(): Promise<void> {
    for (const client of this.clients) client.destroy();
    for (const server of this.started) await server.close();
  }
}
