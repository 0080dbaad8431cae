import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";

export const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
export const INDEX = "application/vnd.oci.image.index.v1+json";
export const NOTARY = "application/vnd.cncf.notary.signature";
const REPOSITORY = "shop/api";

export const digestOf = (bytes: Uint8Array) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
const json = (value: unknown) => Buffer.from(JSON.stringify(value));

type Answerer = (request: IncomingMessage, response: ServerResponse) => void;

/** A registry on loopback with one image; tests change its answers. */
export class RegistryServer {
  /** What there is, by path below the repository. */
  readonly content = new Map<string, { type: string; bytes: Buffer }>();
  /** Answers that are not content, by path and query below the repository or the whole path. */
  readonly answers = new Map<string, Answerer>();
  /** What was asked, with what was said of who asks. */
  readonly asked: string[] = [];
  /** What has to be said of who asks. @default - nothing */
  authorization?: string;
  challenge = 'Basic realm="registry"';
  hasReferrers = true;
  readonly image = json({ schemaVersion: 2, mediaType: MANIFEST, layers: [] });
  private readonly referrers: object[] = [];
  private readonly server: Server;

  constructor() {
    this.put("manifests", MANIFEST, this.image);
    this.content.set("manifests/1.4.2", { type: MANIFEST, bytes: this.image });
    this.server = createServer((request, response) => {
      this.answer(request, response);
    });
  }

  get subject() {
    return { mediaType: MANIFEST, digest: digestOf(this.image), size: this.image.length };
  }

  get host(): string {
    return `127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  get reference(): string {
    return `${this.host}/${REPOSITORY}@${this.subject.digest}`;
  }

  get repository(): string {
    return `${this.host}/${REPOSITORY}`;
  }

  start(): Promise<void> {
    return new Promise((done) => this.server.listen(0, "127.0.0.1", done));
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  put(kind: "manifests" | "blobs", type: string, bytes: Buffer): string {
    const digest = digestOf(bytes);
    this.content.set(`${kind}/${digest}`, { type, bytes });
    return digest;
  }

  /** Puts a signature of the image, or a manifest with these changes, and lists it. */
  sign(envelope: Buffer, change: object = {}): string {
    const type = envelope[0] === 0xd2 ? "application/cose" : "application/jose+json";
    const blob = this.put("blobs", "application/octet-stream", envelope);
    const manifest = json({
      schemaVersion: 2,
      mediaType: MANIFEST,
      artifactType: NOTARY,
      subject: this.subject,
      layers: [{ mediaType: type, digest: blob, size: envelope.length }],
      ...change,
    });
    const digest = this.put("manifests", MANIFEST, manifest);
    this.list({ mediaType: MANIFEST, digest, size: manifest.length, artifactType: NOTARY });
    return digest;
  }

  list(...referrers: readonly object[]): void {
    this.referrers.push(...referrers);
    const tag = this.subject.digest.replace(":", "-");
    this.content.set(`manifests/${tag}`, { type: INDEX, bytes: this.index });
  }

  get index(): Buffer {
    return json({ schemaVersion: 2, mediaType: INDEX, manifests: this.referrers });
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = request.url ?? "";
    const { authorization = "nobody" } = request.headers;
    this.asked.push(`${authorization} ${url}`);
    const path = url.replace(`/v2/${REPOSITORY}/`, "");
    const [bare = ""] = path.split("?");
    const special = this.answers.get(path) ?? this.answers.get(bare);
    if (special !== undefined) {
      special(request, response);
      return;
    }
    if (this.authorization !== undefined && authorization !== this.authorization) {
      response.writeHead(401, { "www-authenticate": this.challenge }).end();
      return;
    }
    if (this.hasReferrers && bare === `referrers/${this.subject.digest}`) {
      response.writeHead(200, { "content-type": INDEX }).end(this.index);
      return;
    }
    const found = this.content.get(bare);
    if (found === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": found.type }).end(found.bytes);
  }
}
