import { type Verdict, type Verifier } from "../../../notation";
import { digestOf } from "../../../notation/storage/digest";
import { NOTARY_TYPE } from "../../../notation/storage/signature-manifest";
import { Undecided } from "../../../lambdas/image-verification/failure";
import { ImageDecision } from "../../../lambdas/image-verification/image-decision";
import { type ImageRegistry } from "../../../lambdas/image-verification/registry";
import { NOW } from "../../notation/support/pki";
import { JWS } from "../../notation/support/memory-store";
import { API, SETTINGS, settingsWith, WEB } from "./support";

/** Whose signatures a manifest has, or what becomes of the question. */
export const SIGNED = [
  "nobody",
  "trusted",
  "stranger",
  "revoked",
  "buried",
  "undecided",
  "throttled",
] as const;
export type Signed = (typeof SIGNED)[number];

/** What becomes of the question for a manifest. */
export const FAULTS = {
  archived: new Undecided("image-archived", "archived", false),
  missing: new Undecided("image-missing", "missing", false),
  denied: new Undecided("access-denied", "denied", false),
  mismatch: new Undecided("digest-mismatch", "mismatch", true),
  throttled: new Undecided("throttled", "throttled", true),
} as const;
export const READ = ["read", ...(Object.keys(FAULTS) as (keyof typeof FAULTS)[])] as const;
export type Read = (typeof READ)[number];

/** What becomes of the question for the signatures of a manifest. */
export const LISTED = ["read", "denied", "missing", "throttled"] as const;
export type Listed = (typeof LISTED)[number];

/** A manifest, or an index of some. */
export interface Entry {
  readonly digest: string;
  readonly signed: Signed;
  readonly listed: Listed;
  /** The same in the repository that is replicated. @default - it is no replica */
  readonly source?: { readonly signed: Signed; readonly listed: Listed };
  readonly read: Read;
  readonly children: readonly Entry[];
  readonly indexes: readonly Entry[];
  readonly isAmbiguous: boolean;
}

export function entry(name: string, more: Partial<Entry> = {}): Entry {
  const usual = { signed: "nobody", listed: "read", read: "read", isAmbiguous: false } as const;
  return { digest: digestOf(name), ...usual, children: [], indexes: [], ...more };
}

const MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";
const SIZE = 5;

/** Manifests of signatures and envelopes by digest: an envelope is a word, which the verifier takes for its verdict. */
const content = new Map<string, Buffer>();

function signature(subject: string, word: string) {
  const layers = [{ mediaType: JWS, digest: digestOf(word), size: word.length }];
  const manifest = {
    artifactType: NOTARY_TYPE,
    subject: { mediaType: MEDIA_TYPE, digest: subject, size: SIZE },
    layers,
  };
  const bytes = Buffer.from(JSON.stringify(manifest));
  content.set(digestOf(bytes), bytes).set(digestOf(word), Buffer.from(word));
  return { digest: digestOf(bytes), size: bytes.length };
}

const known = new Map<string, { digest: string; size: number }[]>();

function signaturesOf(digest: string, signed: Signed) {
  const key = `${digest} ${signed}`;
  const words =
    signed === "nobody"
      ? []
      : signed === "buried"
        ? Array.from({ length: 101 }, (_, number) => `stranger ${String(number)}`)
        : [signed];
  const found = known.get(key) ?? words.map((word) => signature(digest, word));
  known.set(key, found);
  return found;
}

const failed = (name: "trustedIdentity" | "revocation", code: string): Verdict => ({
  trusted: false,
  checks: [{ name, action: "enforce", outcome: "failed", code, message: code }],
});
const unknown = (name: "trustStore" | "revocation"): Verdict => ({
  trusted: null,
  checks: [{ name, action: "enforce", outcome: "undecided", code: "unknown", message: "unknown" }],
});
const VERDICTS: Readonly<Record<string, Verdict>> = {
  trusted: { trusted: true, checks: [] },
  stranger: failed("trustedIdentity", "identity-untrusted"),
  revoked: failed("revocation", "revoked"),
  undecided: unknown("trustStore"),
  throttled: unknown("revocation"),
};

/** The judge of one call, in a registry that holds these; its tag `v1` leads somewhere, or the question fails. */
export function judgeIn(entries: readonly Entry[], tag: Entry | Exclude<Read, "read">): ImageDecision {
  const find = (digest: string | undefined) => entries.find((each) => each.digest === digest);
  const manifest: ImageRegistry["manifest"] = (_, { imageTag, imageDigest }) => {
    const found = imageTag === undefined ? (find(imageDigest) ?? "missing") : tag;
    if (typeof found === "string") return Promise.reject(FAULTS[found]);
    const { digest, read, children, indexes, isAmbiguous } = found;
    if (read !== "read") return Promise.reject(FAULTS[read]);
    const digestsOf = (some: readonly Entry[]) => some.map((each) => each.digest);
    return Promise.resolve({
      digest,
      mediaType: MEDIA_TYPE,
      size: SIZE,
      // Nobody knows what such an index lists.
      children: isAmbiguous ? [] : digestsOf([...children, ...indexes]),
      indexes: isAmbiguous ? [] : digestsOf(indexes),
      isAmbiguous,
    });
  };
  const store = (repository: string) => ({
    referrers: (digest: string) => {
      const found = find(digest);
      const { signed, listed } = (repository === API ? found : found?.source) ?? entry("");
      if (listed !== "read") return Promise.reject(FAULTS[listed]);
      return Promise.resolve({ signatures: signaturesOf(digest, signed) });
    },
    tagged: () => Promise.resolve(undefined),
    manifests: (digests: readonly string[]) =>
      Promise.resolve(digests.flatMap((digest) => content.get(digest) ?? [])),
    blob: (digest: string) => Promise.resolve(content.get(digest) ?? ("missing" as const)),
  });
  const verify: Verifier["verify"] = (request) =>
    Promise.resolve(
      VERDICTS[
        Buffer.from(request.signature ?? [])
          .toString()
          .split(" ")[0] ?? ""
      ] ?? failed("revocation", "odd"),
    );
  const registry: Pick<ImageRegistry, "manifest" | "signatures" | "signing"> = {
    manifest,
    signatures: ({ repository }) => store(repository),
    signing: () => Promise.resolve([]),
  };
  return new ImageDecision({
    settings: settingsWith({
      clusters: { shop: { ...SETTINGS.clusters.shop, tags: "detect", repositories: [API] } },
      replicas: entries.some(({ source }) => source !== undefined) ? { [API]: WEB } : {},
    }),
    registry: registry as ImageRegistry,
    signal: new AbortController().signal,
    trust: { verifier: { verify } as Verifier, profilesFor: () => [] },
    now: () => NOW,
    weaknesses: () => [],
  });
}
