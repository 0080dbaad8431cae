import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { payloadOf, signatureManifest } from "../../backfill";
import { type Descriptor } from "../../notation";
import { type EnvelopeOptions, jws } from "../notation/support/envelope";
import { pki } from "../notation/support/pki";

const { root, leaf } = pki({}, "p384");
const stranger = pki({}, "p256");
const PLUGIN = "io.cncf.notary.verificationPlugin";

/** The root that {@link signerEnvelope}'s certificates lead to. */
export const ROOT: Uint8Array = root.certificate;

/** What may differ from a good signature. */
export interface SignerDifferences extends Partial<EnvelopeOptions> {
  /** Whether somebody signs whose certificates lead to another root. @default false */
  readonly isForeign?: boolean;
}

/** An envelope as AWS Signer makes it, in all that a verifier looks at, with keys of the test. */
export function signerEnvelope(
  image: Descriptor,
  profileArn: string,
  { isForeign = false, attributes, ...options }: SignerDifferences = {},
): Buffer {
  const [, region = ""] = /signer:([^:]*):/.exec(profileArn) ?? [];
  return jws({
    signer: isForeign ? stranger.leaf : leaf,
    scheme: "notary.x509.signingAuthority",
    signingTime: Date.parse("2026-03-04T05:00:00Z"),
    attributes: {
      [PLUGIN]: "com.amazonaws.signer.notation.plugin",
      "com.amazonaws.signer.signingProfileVersion": `${profileArn}/AbCdEf0123`,
      "com.amazonaws.signer.signingJob": `arn:aws:signer:${region}:333333333333:/signing-jobs/11111111-2222-3333-4444-555555555555`,
      ...attributes,
    },
    critical: [PLUGIN],
    payload: Buffer.from(payloadOf(image)),
    ...options,
  });
}

export function sha256(bytes: Uint8Array | string): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** The manifest of a signature as `supply-chain sign-images` puts it. */
export function manifestOfSignature(image: Descriptor, envelope: Uint8Array): string {
  return signatureManifest(image, envelope, ["ab".repeat(32)]);
}

/** Where the blobs of a registry of the test lie. */
export interface BlobServer {
  readonly blobs: Map<string, Uint8Array>;
  /** Digests that were asked for. */
  readonly asked: string[];
  urlOf(digest: string): string;
  close(): Promise<void>;
}

/** An answer that is not the blob; `hang` is none at all. */
export type BlobAnswer = "hang" | { readonly status: number; readonly headers?: Record<string, string> };

/** Serves blobs as S3 does, by their digests. */
export async function serveBlobs(answer?: (digest: string) => BlobAnswer | undefined): Promise<BlobServer> {
  const blobs = new Map<string, Uint8Array>();
  const asked: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    const digest = url.slice(1);
    asked.push(digest);
    const answered = answer?.(digest) ?? { status: blobs.has(digest) ? 200 : 404 };
    if (answered === "hang") return;
    const { status, headers = {} } = answered;
    response.writeHead(status, { ...headers, connection: "close" });
    response.end(blobs.get(digest));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    blobs,
    asked,
    urlOf: (digest) => `http://127.0.0.1:${String(port)}/${digest}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
