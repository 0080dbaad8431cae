import { type KeyObject, createPublicKey, verify } from "node:crypto";
import { buildSync } from "esbuild";
import { ROOT } from "../local/tools";
import { parseCertificate, TrustPolicy, TrustStore, Verifier } from "../notation";
import { jws, REFERENCE, SUBJECT } from "../test/notation/support/envelope";
import { notationGo } from "../test/notation/support/notation-go";
import {
  CA_EXTENSIONS,
  certify,
  createPublicKeyDer,
  named,
  privateKey,
  YEAR,
} from "../test/notation/support/pki";
import { policyText, statement } from "../test/notation/support/policy";
import { NOTATION_VERDICT } from "../test/support/tools";
import { table } from "../cli";
import { median, verdict } from "./measure";

const GOALS = { cold: 1.25, warm: 1.5, notationGo: 0.5, bundleKilobytes: 25 } as const;
const ROUNDS = 200;

/** Times of one thing, in milliseconds. */
export interface Times {
  readonly median: number;
  readonly p95: number;
}

/** What verification costs. */
export interface SignatureResult {
  /** From making the verifier on, so that each of the five signatures is verified in it. */
  readonly cold: Times;
  /** The same without making the verifier, as a function verifies that made it at its start. */
  readonly first: Times;
  readonly fiveVerifications: Times;
  readonly warm: Times;
  readonly twoVerifications: Times;
  /** @default - notation-go is not here */
  readonly notationGo?: Times;
  /** Bundle of the verifier, notation/index.ts, minified, in kB. */
  readonly bundleKilobytes: number;
  /** The same with what reads OCSP, CRLs and registries, in kB. */
  readonly wholeKilobytes: number;
}

const POLICY = policyText(statement({ trustStores: ["signingAuthority:release"] }));

/** An envelope in the shape of AWS Signer's: ES384, four P-384 certificates; without its plugin, for notation-go's sake. */
function awsShaped(number: number, now: number) {
  const valid = { hash: "sha384", notBefore: now - YEAR, notAfter: now + YEAR } as const;
  const key = (index: number) => privateKey("p384", 100 + 4 * number + index);
  const root = certify({ ...valid, name: named("root"), key: key(0), extensions: CA_EXTENSIONS });
  const middle = certify({
    ...valid,
    name: named("middle"),
    key: key(1),
    extensions: CA_EXTENSIONS,
    issuer: root,
  });
  const issuer = certify({
    ...valid,
    name: named("issuer"),
    key: key(2),
    extensions: CA_EXTENSIONS,
    issuer: middle,
  });
  const signer = certify({ ...valid, key: key(3), issuer });
  const signature = jws({ signer, scheme: "notary.x509.signingAuthority", signingTime: now - 1_000 });
  const keys = [signer, issuer, middle, root, root].map((identity) =>
    createPublicKey({ key: Buffer.from(createPublicKeyDer(identity.key)), format: "der", type: "spki" }),
  );
  return { root, signature, keys, chain: signer.chain.map(parseCertificate) };
}

type Shaped = ReturnType<typeof awsShaped>;

function verifierOf({ root }: Shaped): Verifier {
  return new Verifier({
    policy: TrustPolicy.parse(Buffer.from(POLICY)),
    trustStore: new TrustStore({ "signingAuthority:release": [root.certificate] }),
  });
}

async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function timesOf(values: readonly number[]): Times {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: median(sorted), p95: sorted[Math.floor(sorted.length * 0.95)] ?? NaN };
}

/** The bare operations: this many verifications of what certificates sign. */
function bare({ chain, keys }: Shaped, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const { tbs, signature } = chain[index % 4] as Shaped["chain"][number];
    const key = keys[(index % 4) + 1] as KeyObject;
    if (!verify("sha384", tbs, key, signature)) throw new Error("a certificate does not verify");
  }
}

/** Measures one verification in process against the OpenSSL operations that it cannot do without. */
export async function benchSignature(say: (line: string) => void): Promise<SignatureResult> {
  const now = Math.floor(Date.now() / 1_000) * 1_000;
  const samples: Record<"cold" | "first" | "five" | "warm" | "two", number[]> = {
    cold: [],
    first: [],
    five: [],
    warm: [],
    two: [],
  };
  const request = { subject: SUBJECT, reference: REFERENCE };
  const steady = awsShaped(0, now);
  const verifier = verifierOf(steady);
  // A process that has verified before, as notation-go is measured too.
  for (let round = 0; round < ROUNDS; round += 1)
    await verifier.verify({ ...request, signature: steady.signature });
  let cold = verifier;
  for (let round = 1; round <= ROUNDS; round += 1) {
    // Keys that nobody has seen, so that no cache knows them.
    const fresh = awsShaped(round, now);
    const made = await timed(() => (cold = verifierOf(fresh)));
    const first = await timed(() => cold.verify({ ...request, signature: fresh.signature }));
    samples.cold.push(made + first);
    samples.first.push(first);
    samples.five.push(
      await timed(() => {
        bare(fresh, 5);
      }),
    );
    samples.warm.push(await timed(() => verifier.verify({ ...request, signature: steady.signature })));
    samples.two.push(
      await timed(() => {
        bare(steady, 2);
      }),
    );
  }
  say(`signature: ${String(ROUNDS)} verifications`);
  return {
    cold: timesOf(samples.cold),
    first: timesOf(samples.first),
    fiveVerifications: timesOf(samples.five),
    warm: timesOf(samples.warm),
    twoVerifications: timesOf(samples.two),
    ...(NOTATION_VERDICT.isHere() && { notationGo: notationGoTimes(steady) }),
    bundleKilobytes: bundleSize(["index"]) / 1_000,
    wholeKilobytes: bundleSize(WHOLE) / 1_000,
  };
}

function notationGoTimes({ root, signature }: Shaped): Times {
  const [answer] = notationGo([
    {
      signature,
      mediaType: "application/jose+json",
      subject: SUBJECT,
      reference: REFERENCE,
      policy: POLICY,
      trustStore: { "signingAuthority:release": [root.certificate] },
      repeat: ROUNDS,
    },
  ]);
  if (answer?.accepted !== true)
    throw new Error(`notation-go does not accept the envelope: ${answer?.error ?? ""}`);
  return timesOf((answer.nanoseconds ?? []).map((value) => value / 1e6));
}

/** Everything of notation/ that a function or the command may import. */
const WHOLE = [
  "index",
  "revocation/certificates",
  "http/http-fetch",
  "signer/revocation",
  "signer/trust-stores",
  "storage/signature-manifest",
];

function bundleSize(modules: readonly string[]): number {
  const { outputFiles } = buildSync({
    stdin: {
      contents: modules.map((name) => `export * from "./notation/${name}";`).join("\n"),
      resolveDir: ROOT,
    },
    bundle: true,
    minify: true,
    write: false,
    platform: "node",
    target: "node24",
    format: "esm",
    legalComments: "none",
    tsconfigRaw: {},
  });
  return outputFiles[0]?.contents.length ?? NaN;
}

/** The measurements as a table with what is met and what is missed. */
export function signatureReport(result: SignatureResult): string {
  const { cold, first, fiveVerifications, warm, twoVerifications, notationGo: go } = result;
  const row = (name: string, { median: middle, p95 }: Times) => [
    name,
    `${middle.toFixed(2)} ms`,
    `${p95.toFixed(2)} ms`,
  ];
  return [
    "Verification of one signature: ES384, chain of four P-384 certificates",
    table(
      ["what", "median", "p95"],
      [
        row("cold, from making the verifier on", cold),
        row("cold, the verifier made before", first),
        row("5 verifications by OpenSSL", fiveVerifications),
        row("warm", warm),
        row("2 verifications by OpenSSL", twoVerifications),
        ...(go ? [row("notation-go in process", go)] : []),
      ],
    ),
    "",
    verdict("cold", cold.median / fiveVerifications.median, GOALS.cold, "x the bare operations"),
    verdict("warm", warm.median / twoVerifications.median, GOALS.warm, "x the bare operations"),
    go
      ? verdict("warm against notation-go", warm.median / go.median, GOALS.notationGo, "x its time")
      : "skipped  notation-go: run `node scripts/setup-go-tools.mjs` (needs Go 1.25)",
    ...(go
      ? [
          verdict("cold against notation-go", cold.median / go.median, GOALS.notationGo, "x its time"),
          `        the 5 verifications by OpenSSL alone: ${(fiveVerifications.median / go.median).toFixed(2)}x its time`,
        ]
      : []),
    verdict("bundle of notation/", result.bundleKilobytes, GOALS.bundleKilobytes, " kB"),
    `        with what reads OCSP, CRLs and registries: ${result.wholeKilobytes.toFixed(2)} kB`,
  ].join("\n");
}
