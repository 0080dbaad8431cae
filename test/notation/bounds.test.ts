import { MAX_ENVELOPE_BYTES, parseEnvelope, TrustPolicy } from "../../notation";
import { workOf } from "../support/work";
import { cbor, Tagged } from "./support/cbor";
import * as der from "./support/der";
import { cose, jws, signJws } from "./support/envelope";
import {
  CA_EXTENSIONS,
  certify,
  extension,
  type Identity,
  LEAF_EXTENSIONS,
  named,
  pki,
  privateKey,
} from "./support/pki";
import { policyText, statement } from "./support/policy";
import { timestampToken, timestampingAuthority } from "./support/tsa";
import { problems, verify } from "./support/verify";

/** What one verification may take, in milliseconds of work. */
const TIME_BOUND = 1_000;

const { root, leaf } = pki();
const LARGE = MAX_ENVELOPE_BYTES - 1_000;
const names = Array.from({ length: 10_000 }, (_, index) => index.toString(36));

const withChain = (chain: readonly Uint8Array[]) => jws({ signer: leaf, chain });
const big = certify({
  issuer: root,
  extensions: [
    ...LEAF_EXTENSIONS,
    ...Array.from({ length: 60 }, (_, index) =>
      extension(`1.2.${String(index)}`, der.octets(Buffer.alloc(200))),
    ),
  ],
});

/** A chain as long and about as large as one may be; each link is verified, and whether each signed itself. */
function tenLarge(): Identity {
  const more = Array.from({ length: 50 }, (_, index) =>
    extension(`1.2.${String(index)}`, der.octets(Buffer.alloc(200))),
  );
  const authority = { name: named("all"), extensions: [...CA_EXTENSIONS, ...more] };
  let issuer = certify({ ...authority, key: privateKey("p384", 40) });
  for (let index = 1; index < 9; index += 1)
    issuer = certify({ ...authority, key: privateKey("p384", 40 + index), issuer });
  return certify({ issuer, extensions: [...LEAF_EXTENSIONS, ...more] });
}

const HOSTILE: readonly (readonly [string, () => Buffer, string])[] = [
  [
    "arrays in each other",
    () => Buffer.from(`{"a":${"[".repeat(LARGE)}`),
    "envelope failed json-malformed: is nested deeper than 32",
  ],
  [
    "objects in each other",
    () => Buffer.from('{"a":'.repeat(LARGE / 5)),
    "envelope failed json-malformed: is nested deeper than 32",
  ],
  [
    "a text of escapes",
    () => Buffer.from(`{"payload":"${"\\u0061".repeat(LARGE / 6)}`),
    "envelope failed json-malformed: ends too early",
  ],
  [
    "empty texts",
    () => Buffer.from(`{"a":[${'"",'.repeat(LARGE / 3)}`),
    "envelope failed json-malformed: ends too early",
  ],
  ["spaces", () => Buffer.from(`{${" ".repeat(LARGE)}`), "envelope failed json-malformed: ends too early"],
  [
    "many members",
    () => Buffer.from(`{${names.map((name) => `"${name}":0`).join(",")}}`),
    'envelope failed envelope-malformed: the envelope has the unknown member "0"',
  ],
  [
    "many critical attributes",
    () =>
      jws({
        signer: leaf,
        attributes: Object.fromEntries(names.map((name) => [name, 0])),
        critical: names,
      }),
    'criticalAttributes failed critical-attribute-unknown: the critical attribute "0" is not understood',
  ],
  [
    "many certificates",
    () =>
      Buffer.from(
        JSON.stringify({
          ...signJws({ signer: leaf }),
          header: { x5c: Array.from({ length: 20_000 }, () => "AAAA") },
        }),
      ),
    "certificateChain failed chain-too-long: there are more than 10 certificates",
  ],
  [
    "ten large certificates",
    () => withChain(Array.from({ length: 10 }, () => big.certificate)),
    "certificateChain failed basic-constraints: certificate 2 of the chain: its basic constraints are not critical with cA true",
  ],
  [
    "ten large certificates of one name, each by the next",
    () => jws({ signer: tenLarge() }),
    "trustStore failed chain-untrusted: no certificate of the chain is in a trust store ca: of the policy",
  ],
  [
    "a broken base64 text",
    () =>
      Buffer.from(JSON.stringify({ ...signJws({ signer: leaf }), payload: `${"A".repeat(LARGE - 5_000)}=` })),
    "envelope failed base64-malformed: payload: is not canonical base64url",
  ],
  [
    "a name of many parts",
    () =>
      withChain([
        certify({ issuer: root, name: Array.from({ length: 400 }, () => ["CN", "x"] as const) }).certificate,
        root.certificate,
      ]),
    "certificateChain failed der-malformed: certificate 1 of the chain: has a name with too many attributes",
  ],
  [
    "arrays in each other in CBOR",
    () => Buffer.concat([Buffer.of(0xd2), Buffer.alloc(LARGE, 0x81)]),
    "envelope failed cbor-malformed: is nested deeper than 16",
  ],
  [
    "tags in each other in CBOR",
    () => Buffer.alloc(LARGE, 0xd2),
    "envelope failed cbor-malformed: is nested deeper than 16",
  ],
  [
    "a count of everything in CBOR",
    () => Buffer.from("d29bffffffffffffffff", "hex"),
    "envelope failed cbor-malformed: ends too early",
  ],
  [
    "many small values in CBOR",
    () =>
      cbor(
        new Tagged(
          18,
          Array.from({ length: 2 }, () => new Array(Math.floor(LARGE / 2)).fill(0)),
        ),
      ),
    "envelope failed envelope-malformed: the envelope is not an array of 4",
  ],
  [
    "many labels in CBOR",
    () =>
      cose({
        signer: leaf,
        attributes: Object.fromEntries(names.map((name) => [name, 0])),
        critical: names,
      }),
    'criticalAttributes failed critical-attribute-unknown: the critical attribute "0" is not understood',
  ],
  [
    "a large payload",
    () => cose({ signer: leaf, payload: Buffer.alloc(LARGE - 4_000, 0x5b) }),
    "subject failed json-malformed: is nested deeper than 32",
  ],
];

test.each(HOSTILE)("an envelope of %s is refused in time, for what it is", async (_, make, reason) => {
  const signature = make();
  expect(signature.length).toBeLessThanOrEqual(MAX_ENVELOPE_BYTES);
  const policy = { trustedIdentities: ["x509.subject:C=US,ST=WA,O=Example"] };
  const { value: verdict, milliseconds } = await workOf(TIME_BOUND, () =>
    verify({ root, policy }, signature),
  );
  expect(milliseconds).toBeLessThan(TIME_BOUND);
  expect(verdict.trusted).toBe(false);
  expect(problems(verdict)[0]).toBe(reason);
});

/** As many texts as a policy of the largest size holds. */
function filled(text: (number: number) => string): string[] {
  const texts: string[] = [];
  for (let size = 1_000; size < 1024 * 1024; size += (texts.at(-1)?.length ?? 0) + '"",'.length) {
    texts.push(text(texts.length));
  }
  return texts.slice(0, -1);
}
const NAME = "x509.subject:C=a,ST=b,O=c";

test.each<[string, () => Readonly<Record<string, unknown>>]>([
  [
    "organizations",
    () => ({ trustedIdentities: filled((n) => `x509.subject:C=a,ST=b,O=${n.toString(36)}`) }),
  ],
  ["units", () => ({ trustedIdentities: filled((n) => `${NAME},OU=${n.toString(36)}`) })],
  ["types of attributes", () => ({ trustedIdentities: filled((n) => `${NAME},T${n.toString(36)}=x`) })],
  [
    "names of nine attributes",
    () => ({
      trustedIdentities: filled((n) => `${NAME},D=a,E=a,F=a,G=a,H=${n % 2 ? "y" : "x"},Z=${n.toString(36)}`),
    }),
  ],
  ["letters", () => ({ trustedIdentities: [`${NAME}${"x".repeat(1024 * 1024 - 1_000)}`] })],
  [
    "profiles",
    () => ({ trustedIdentities: filled((n) => `arn:aws:signer:::/signing-profiles/${n.toString(36)}`) }),
  ],
  ["scopes", () => ({ registryScopes: filled((n) => `a/${n.toString(36)}`) })],
  ["trust stores", () => ({ trustStores: filled((n) => `ca:${n.toString(36)}`) })],
])("a policy full of %s is read in time", async (_, change) => {
  const bytes = Buffer.from(policyText(statement(change())));
  expect(bytes.length).toBeGreaterThan(1_000_000);
  const { value, milliseconds } = await workOf(TIME_BOUND, () => TrustPolicy.parse(bytes));
  expect(value.statements).toHaveLength(1);
  expect(milliseconds).toBeLessThan(TIME_BOUND);
});

test("a timestamp whose certificates lead everywhere is given up in time", async () => {
  const authority = (level: number) => ({
    name: named(`level ${String(level)}`),
    key: privateKey("p521", 30 + level),
    extensions: CA_EXTENSIONS,
  });
  const crossed = Array.from({ length: 14 }, (_, index) =>
    certify({ ...authority(index >> 1), issuer: certify(authority((index >> 1) + 1)) }),
  );
  const { tsa } = timestampingAuthority({ issuer: certify(authority(0)) });
  const { root: stranger } = timestampingAuthority();
  const signature = jws({
    signer: leaf,
    timestamp: (bytes) =>
      timestampToken(bytes, {
        tsa,
        certificates: [tsa.certificate, ...crossed.map(({ certificate }) => certificate)],
      }),
  });
  const setting = { root, policy: { trustStores: ["ca:release", "tsa:time"] }, tsa: [stranger.certificate] };
  const { value: verdict, milliseconds } = await workOf(TIME_BOUND, () => verify(setting, signature));
  expect(milliseconds).toBeLessThan(TIME_BOUND);
  expect(verdict.trusted).toBe(false);
});

test("what is read is a view on the input, not a copy of it, where the format allows", () => {
  const signature = cose({ signer: leaf });
  const { payload, certificates, protectedHeader } = parseEnvelope(signature);
  expect(new Set([payload, protectedHeader, ...certificates].map(({ buffer }) => buffer))).toEqual(
    new Set([signature.buffer]),
  );
});
