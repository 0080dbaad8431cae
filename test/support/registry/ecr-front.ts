import * as ecr from "@aws-sdk/client-ecr";
import * as signer from "@aws-sdk/client-signer";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { type Answers, type AwsServer, awsService, fault } from "../aws-service";
import { answersOf } from "./ecr-answers";
import { digestOf, INDEX, JWS, keyOf, MANIFEST, NOTARY, type Stored } from "./stored";
import { type Signed, signerEnvelope } from "./signer-chain";

const ECR = awsService("ecr", ecr);
const SIGNER = awsService("signer", signer);

/** How one signature is put into the registry. */
export interface Signing {
  /** @default - the trusted profile's */
  readonly profileVersionArn?: string;
  /** @default - a good one of the image */
  readonly envelope?: Uint8Array;
  /** Members of the signature's manifest that differ. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Where it is found. @default "referrers" */
  readonly listed?: "referrers" | "tag" | "nowhere";
}

/**
 * The registries of one region as ECR shows them, and AWS Signer's answer about revocation, over HTTP: requests and
 * answers are checked against the SDK's models, manifests and signatures are real. Tests change single answers.
 *
 * A repository is named by its whole address, `<registry>/<repository>`.
 */
export class EcrFront {
  /** Answers in the place of the usual ones, looked at with every call. */
  readonly ecr: { -readonly [Name in keyof Answers<typeof ecr>]: Answers<typeof ecr>[Name] };
  readonly signer: { -readonly [Name in keyof Answers<typeof signer>]: Answers<typeof signer>[Name] };
  /** What is answered for a blob in the place of its bytes. @default - the bytes */
  blob: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  /** What happened to each blob that was asked for, by path. */
  readonly downloads: string[] = [];
  readonly stored = new Map<string, Stored>();
  readonly blobs = new Map<string, Buffer>();
  /** ARNs that GetRevocationStatus calls revoked, of jobs or versions of profiles. */
  readonly revoked = new Set<string>();
  /** Milliseconds that its clients wait for one answer. */
  requestTimeout = 500;
  private servers: { readonly ecr: AwsServer; readonly signer: AwsServer } | undefined;
  private readonly clients: { destroy(): void }[] = [];
  private readonly files: Server;

  constructor() {
    this.ecr = answersOf(this, (digest) => `${this.filesAt}/blobs/${digest}`);
    this.signer = {
      GetRevocationStatus: ({ profileVersionArn = "", jobArn = "" }) => ({
        revokedEntities: [profileVersionArn, jobArn].filter((arn) => this.revoked.has(arn)),
      }),
    };
    this.files = createServer((request, response) => {
      this.answerBlob(request, response);
    });
  }

  /** Puts an image there, or any manifest; its digest. */
  push(
    repository: string,
    manifest: object = { schemaVersion: 2, mediaType: MANIFEST, layers: [] },
    mediaType = MANIFEST,
  ): string {
    const bytes = Buffer.from(JSON.stringify(manifest));
    const digest = digestOf(bytes);
    this.stored.set(`${keyOf(repository)}@${digest}`, {
      bytes,
      mediaType,
      tags: new Set(),
      referrers: [],
      states: [],
    });
    return digest;
  }

  /** Puts an image that is like no other there. */
  pushNew(repository: string, name: string): string {
    return this.push(repository, {
      schemaVersion: 2,
      mediaType: MANIFEST,
      layers: [],
      annotations: { name },
    });
  }

  /** Puts an index of these images there. */
  pushIndex(repository: string, children: readonly string[]): string {
    const manifests = children.map((digest) => this.descriptor(repository, digest));
    return this.push(repository, { schemaVersion: 2, mediaType: INDEX, manifests }, INDEX);
  }

  tag(repository: string, tag: string, digest: string): void {
    for (const [key, { tags }] of this.stored) if (key.startsWith(`${keyOf(repository)}@`)) tags.delete(tag);
    this.at(repository, digest).tags.add(tag);
  }

  /** Signs an image as AWS Signer does; the digest of the signature's manifest. */
  sign(repository: string, digest: string, signing: Signing = {}): string {
    const subject = this.descriptor(repository, digest);
    const { profileVersionArn, listed = "referrers", manifest = {} } = signing;
    const envelope = Buffer.from(
      signing.envelope ??
        signerEnvelope(subject, profileVersionArn === undefined ? {} : { profileVersionArn }),
    );
    const blob = digestOf(envelope);
    this.blobs.set(blob, envelope);
    const signature = this.push(repository, {
      schemaVersion: 2,
      mediaType: MANIFEST,
      artifactType: NOTARY,
      config: {
        mediaType: "application/vnd.oci.empty.v1+json",
        digest: digestOf(Buffer.from("{}")),
        size: 2,
      },
      layers: [{ mediaType: JWS, digest: blob, size: envelope.length }],
      subject,
      ...manifest,
    });
    const referrer = { ...this.descriptor(repository, signature), artifactType: NOTARY };
    if (listed === "referrers") this.at(repository, digest).referrers.push(referrer);
    if (listed === "tag") {
      const index = this.push(
        repository,
        { schemaVersion: 2, mediaType: INDEX, manifests: [referrer] },
        INDEX,
      );
      this.tag(repository, digest.replace(":", "-"), index);
    }
    return signature;
  }

  /** What ECR says about the signing of an image. */
  signing(repository: string, digest: string, status: ecr.SigningStatus, signingProfileArn: string): void {
    this.at(repository, digest).states.push({ status, signingProfileArn });
  }

  descriptor(repository: string, digest: string): Signed {
    const { bytes, mediaType } = this.at(repository, digest);
    return { mediaType, digest, size: bytes.length };
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.files.listen(0, "127.0.0.1", resolve));
    this.servers = { ecr: await ECR.serve(this.ecr), signer: await SIGNER.serve(this.signer) };
    return this;
  }

  /** @throws Error for anything, asked or answered, that the models do not have */
  async stop(): Promise<void> {
    for (const client of this.clients) client.destroy();
    this.files.closeAllConnections();
    this.files.close();
    await this.servers?.ecr.close();
    await this.servers?.signer.close();
  }

  /** Operations that were called, each with its service. */
  operations(): string[] {
    const { ecr: one, signer: other } = this.running;
    return [...one.operations(), ...other.operations()];
  }

  get running(): { readonly ecr: AwsServer; readonly signer: AwsServer } {
    if (this.servers === undefined) throw new Error("the front was not started");
    return this.servers;
  }

  /** A client of ECR that asks this front, with few and short tries. */
  ecrClient(region = "eu-central-1"): ecr.ECRClient {
    const client = new ecr.ECRClient({ ...this.settings(region), endpoint: this.running.ecr.endpoint });
    this.clients.push(client);
    return client;
  }

  /** A client of AWS Signer that asks this front. */
  signerClient(region = "eu-central-1"): signer.SignerClient {
    const endpoint = this.running.signer.endpoint;
    // Asked at its data endpoint, which is a host name of its own that loopback does not have.
    const client = new signer.SignerClient({ ...this.settings(region), endpoint, disableHostPrefix: true });
    this.clients.push(client);
    return client;
  }

  private settings(region: string) {
    return {
      region,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts: 2,
      requestHandler: {
        connectionTimeout: this.requestTimeout,
        requestTimeout: this.requestTimeout,
        throwOnRequestTimeout: true,
      },
    };
  }

  private at(repository: string, digest: string): Stored {
    const found = this.stored.get(`${keyOf(repository)}@${digest}`);
    if (found === undefined) throw new Error(`${repository}@${digest} was not pushed`);
    return found;
  }

  private get filesAt(): string {
    return `http://127.0.0.1:${String((this.files.address() as AddressInfo).port)}`;
  }

  private answerBlob(request: IncomingMessage, response: ServerResponse): void {
    this.downloads.push(request.url ?? "");
    if (this.blob !== undefined) {
      this.blob(request, response);
      return;
    }
    const bytes = this.blobs.get((request.url ?? "").replace("/blobs/", ""));
    if (bytes === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": "application/octet-stream" }).end(bytes);
  }
}

/** An answer of ECR that is a throttle. */
export function throttled() {
  return fault("ThrottlingException", "Rate exceeded");
}

/** An answer of ECR that is an error of the server. */
export function broken() {
  return fault("ServerException", "try again");
}
