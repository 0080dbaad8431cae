import { type Envelope, parseEnvelope, TrustStore, Verifier } from "../../notation";
import { parseToken } from "../../notation/timestamp";
import { say } from "../../local/tools-process";
import { workOf } from "../support/work";
import { encodeCose, type EnvelopeOptions, REFERENCE, signCose, signJws, SUBJECT } from "./support/envelope";
import { type Base, ENVELOPE_OPERATORS, mutateEnvelope, secondForm } from "./support/mutate-envelope";
import { NOW, pki, YEAR } from "./support/pki";
import { policyOf, statement } from "./support/policy";
import { MUTATIONS, Random, SEED } from "./support/random";
import { timestampingAuthority, timestampToken } from "./support/tsa";
import { GOOD } from "./support/verify";

/** Four fifths of all cases are envelopes and the certificates in them. */
const COUNT = Math.floor((MUTATIONS * 4) / 5);
/** What one case may take, in milliseconds of work. */
const TIME_BOUND = 1_000;

const ec = pki();
const rsa = pki({}, "rsa2048");
const { root: tsaRoot, tsa } = timestampingAuthority();
const AUTHORITY = "notary.x509.signingAuthority";
const SIGNER = {
  "io.cncf.notary.verificationPlugin": "com.amazonaws.signer.notation.plugin",
  "com.amazonaws.signer.signingProfileVersion":
    "arn:aws:signer:eu-central-1:111111111111:/signing-profiles/release/0123456789",
  "com.amazonaws.signer.signingJob": "arn:aws:signer:eu-central-1:111111111111:/signing-jobs/1",
};

const jwsBase = (name: string, options: EnvelopeOptions): Base => {
  const envelope = signJws(options);
  return { name, jws: envelope, bytes: Buffer.from(JSON.stringify(envelope)) };
};
const coseBase = (name: string, options: EnvelopeOptions): Base => {
  const message = signCose(options);
  return { name, cose: message, bytes: encodeCose(message) };
};

const timestamp = (signature: Buffer) => timestampToken(signature, { tsa });
const BASES: readonly Base[] = [
  jwsBase("JWS, RSA", { signer: rsa.leaf, expiry: NOW + YEAR }),
  jwsBase("JWS, EC, signing authority", {
    signer: ec.leaf,
    scheme: AUTHORITY,
    expiry: NOW + YEAR,
    attributes: { more: [1] },
  }),
  jwsBase("JWS, AWS Signer", {
    signer: ec.leaf,
    scheme: AUTHORITY,
    attributes: SIGNER,
    critical: ["io.cncf.notary.verificationPlugin"],
  }),
  jwsBase("JWS, EC, timestamp", { signer: ec.leaf, timestamp }),
  coseBase("COSE, RSA, signing authority", { signer: rsa.leaf, scheme: AUTHORITY, expiry: NOW + YEAR }),
  coseBase("COSE, EC", { signer: ec.leaf, attributes: { more: "x" } }),
  coseBase("COSE, EC, timestamp", { signer: ec.leaf, timestamp }),
];

const roots = [ec.root.certificate, rsa.root.certificate];
const trustStore = new TrustStore({
  "ca:release": roots,
  "signingAuthority:release": roots,
  "tsa:time": [tsaRoot.certificate],
});
const verifierWith = (...more: readonly string[]) =>
  new Verifier({
    policy: policyOf(
      statement({
        trustStores: ["ca:release", "signingAuthority:release", ...more],
        trustedIdentities: [
          "x509.subject:C=US,ST=WA,O=Example",
          "arn:aws:signer:eu-central-1:111111111111:/signing-profiles/release",
        ],
      }),
    ),
    trustStore,
    revocation: GOOD,
  });
const verifier = verifierWith();
const timeVerifier = verifierWith("tsa:time");

const isSame = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

/** Why an accepted envelope may differ from its original; nothing for one that must not have been accepted. */
function causeOf(original: Envelope, accepted: Envelope, hasTimestamp: boolean): string | undefined {
  const isSigned =
    isSame(original.protectedHeader, accepted.protectedHeader) &&
    isSame(original.payload, accepted.payload) &&
    original.certificates.length === accepted.certificates.length &&
    original.certificates.every((certificate, index) =>
      isSame(certificate, accepted.certificates[index] ?? Buffer.of()),
    );
  if (!isSigned) return undefined;
  if (!isSame(original.signature, accepted.signature)) {
    const isSecond = isSame(secondForm(Buffer.from(original.signature)), accepted.signature);
    return isSecond ? "second form of ECDSA" : undefined;
  }
  if (!hasTimestamp) return "unsigned header or writing";
  if (accepted.timestamp === undefined || original.timestamp === undefined) return undefined;
  if (isSame(accepted.timestamp, original.timestamp)) return "unsigned header or writing";
  const [before, after] = [original.timestamp, accepted.timestamp].map(parseToken);
  const isSameToken =
    before && after && isSame(before.content, after.content) && isSame(before.signed, after.signed);
  return isSameToken ? "unsigned part of the timestamp" : undefined;
}

test(`mutated envelopes: ${String(COUNT)} of them, seed ${String(SEED)}`, async () => {
  const random = new Random(SEED);
  const originals = BASES.map(({ bytes }) => parseEnvelope(bytes));
  const operators = new Set<string>();
  const causes = new Map<string, number>();
  const wrong: string[] = [];
  let slowest = 0;
  const started = performance.now();
  for (let index = 0; index < COUNT; index += 1) {
    const base = BASES[index % BASES.length];
    const original = originals[index % BASES.length];
    if (base === undefined || original === undefined) break;
    const { operator, bytes } = mutateEnvelope(base, random);
    const format = "jws" in base ? "JWS" : "COSE";
    operators.add(`${format}: ${operator}`);
    const hasTimestamp = base.name.includes("timestamp");
    const request = { signature: bytes, subject: SUBJECT, reference: REFERENCE, at: new Date(NOW) };
    // An error of a foreign type ends the test here, with the operator to blame.
    const { value: verdict, milliseconds } = await workOf(TIME_BOUND, () =>
      (hasTimestamp ? timeVerifier : verifier).verify(request),
    ).catch((error: unknown) => {
      throw new Error(
        `${base.name}, ${operator}, case ${String(index)}: ${String(error)}\n${bytes.toString("base64")}`,
      );
    });
    slowest = Math.max(slowest, milliseconds);
    if (verdict.trusted === false) continue;
    const cause =
      verdict.trusted === true ? causeOf(original, parseEnvelope(bytes), hasTimestamp) : undefined;
    if (cause === undefined) {
      wrong.push(`${base.name}, ${operator}, case ${String(index)}: ${bytes.toString("base64")}`);
      continue;
    }
    const accepted = `${format}: ${cause}`;
    causes.set(accepted, (causes.get(accepted) ?? 0) + 1);
  }
  const seconds = (performance.now() - started) / 1_000;
  say(
    `envelopes: seed ${String(SEED)}, ${String(COUNT)} cases by ${String(operators.size)} operators in ${seconds.toFixed(1)} s, slowest ${slowest.toFixed(0)} ms; accepted: ${JSON.stringify(Object.fromEntries(causes))}`,
  );
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(slowest).toBeLessThan(TIME_BOUND);
  if (COUNT >= 10_000) expect([...operators].sort()).toEqual([...ENVELOPE_OPERATORS].sort());
  // What is not signed of a timestamp is changed by one in eight thousand cases, in each format.
  if (COUNT >= 100_000) {
    expect([...causes.keys()].sort()).toEqual(
      ["COSE", "JWS"].flatMap((format) => [
        `${format}: second form of ECDSA`,
        `${format}: unsigned header or writing`,
        `${format}: unsigned part of the timestamp`,
      ]),
    );
  }
}, 600_000);

test("every base is trusted as it is", async () => {
  for (const { name, bytes } of BASES) {
    const use = name.includes("timestamp") ? timeVerifier : verifier;
    const verdict = await use.verify({
      signature: bytes,
      subject: SUBJECT,
      reference: REFERENCE,
      at: new Date(NOW),
    });
    expect([name, verdict.trusted]).toEqual([name, true]);
  }
});
