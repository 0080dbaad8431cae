import { type Descriptor } from "../../../notation";
import { digestOf } from "../../../notation/storage/digest";
import { type ListedSignature } from "../../../notation/storage/referrers";
import { NOTARY_TYPE } from "../../../notation/storage/signature-manifest";
import { type SignatureStore } from "../../../notation/storage/signatures";

export const SUBJECT: Descriptor = {
  mediaType: "application/vnd.oci.image.manifest.v1+json",
  digest: digestOf("image"),
  size: 5,
};
export const JWS = "application/jose+json";

/** A registry in memory; it counts what it is asked. */
export class Memory implements SignatureStore {
  readonly pages: ListedSignature[][] = [[]];
  index: string | undefined;
  readonly content = new Map<string, Buffer>();
  readonly asked: string[] = [];

  referrers(_: string, from = "0") {
    this.asked.push("referrers");
    const signatures = this.pages[Number(from)] ?? [];
    const next = Number(from) + 1;
    return Promise.resolve({ signatures, ...(next < this.pages.length ? { next: String(next) } : {}) });
  }
  tagged(tag: string) {
    this.asked.push(`tag ${tag}`);
    return Promise.resolve(this.index === undefined ? undefined : Buffer.from(this.index));
  }
  manifests(digests: readonly string[]) {
    this.asked.push(`${String(digests.length)} manifests`);
    return Promise.resolve(digests.flatMap((digest) => this.content.get(digest) ?? []));
  }
  blob(digest: string) {
    return Promise.resolve(this.content.get(digest) ?? ("missing" as const));
  }

  /** Puts a signature there, or something like it. */
  sign(envelope: string, change: object = {}): ListedSignature {
    const bytes = Buffer.from(
      JSON.stringify({
        artifactType: NOTARY_TYPE,
        subject: SUBJECT,
        layers: [{ mediaType: JWS, digest: digestOf(envelope), size: envelope.length }],
        ...change,
      }),
    );
    this.content.set(digestOf(bytes), bytes);
    this.content.set(digestOf(envelope), Buffer.from(envelope));
    return { digest: digestOf(bytes), size: bytes.length };
  }
}
