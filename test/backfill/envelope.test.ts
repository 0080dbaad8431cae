import { createHash } from "node:crypto";
import { checkedThumbprints } from "../../backfill";
import { SIGNER_ROOTS } from "../../notation/signer/roots";
import { cose } from "../notation/support/envelope";
import { pki } from "../notation/support/pki";
import { ROOT, signerEnvelope } from "../support/signer-envelope";
import { digest, PROFILE } from "./support";

const IMAGE = { mediaType: "application/vnd.oci.image.manifest.v1+json", digest: digest("a"), size: 7 };
const WANTED = {
  image: IMAGE,
  profileArn: PROFILE,
  partition: "aws",
  at: new Date("2026-03-31T10:00:00Z"),
} as const;

beforeEach(() => {
  const certificate = Buffer.from(ROOT).toString("base64");
  jest.replaceProperty(SIGNER_ROOTS, "aws", { ...SIGNER_ROOTS.aws, certificate } as never);
});
afterEach(() => {
  jest.restoreAllMocks();
});

type Jws = Record<"payload" | "protected" | "signature", string> & { header: { x5c: string[] } };

const good = () => signerEnvelope(IMAGE, PROFILE);
const changed = (change: (envelope: Jws) => void): Buffer => {
  const envelope = JSON.parse(good().toString()) as Jws;
  change(envelope);
  return Buffer.from(JSON.stringify(envelope));
};

test("a good envelope gives the SHA-256 of its certificates, the signing one first", async () => {
  const { header } = JSON.parse(good().toString()) as Jws;
  const hashes = header.x5c.map((one) =>
    createHash("sha256").update(Buffer.from(one, "base64")).digest("hex"),
  );
  expect(hashes.length).toBeGreaterThan(1);
  expect(await checkedThumbprints(good(), WANTED)).toEqual(hashes);
});

test.each<[string, () => Uint8Array, string]>([
  ["no JSON", () => Buffer.from("{"), "ends too early"],
  [
    "without a signature",
    () => changed((one) => delete (one as Partial<Jws>).signature),
    "signature is not a string",
  ],
  ["too large", () => Buffer.alloc(1_048_577, " "), "the envelope has more than 262144 bytes"],
  [
    "in COSE",
    () => cose({ signer: pki({}, "p256").leaf }),
    "the envelope is application/cose, not what it is called",
  ],
  [
    "of another profile",
    () => signerEnvelope(IMAGE, `${PROFILE}x`),
    "the signing profile arn:aws:signer:eu-central-1:333333333333:/signing-profiles/api_b263a02bx/AbCdEf0123 is not among the trusted identities",
  ],
  [
    "of the profile itself, without a version",
    () =>
      signerEnvelope(IMAGE, PROFILE, {
        attributes: { "com.amazonaws.signer.signingProfileVersion": PROFILE },
      }),
    "com.amazonaws.signer.signingProfileVersion is not the ARN of a version of a signing profile",
  ],
  ...Object.entries({ mediaType: "application/x", digest: digest("b"), size: 8 }).map(
    ([member, value]): [string, () => Uint8Array, string] => [
      `of another ${member}`,
      () => signerEnvelope({ ...IMAGE, [member]: value }, PROFILE),
      `${member} "${String(value)}" was signed, not "${String(IMAGE[member as keyof typeof IMAGE])}"`,
    ],
  ),
  ["without certificates", () => changed(({ header }) => header.x5c.splice(0)), "there is no certificate"],
  [
    "with a certificate that is none",
    () => changed(({ header }) => (header.x5c[0] = "AAAA")),
    "certificate 1 of the chain: has tag 0x0 where 0x30 must be",
  ],
  [
    "of certificates that lead to another root",
    () => signerEnvelope(IMAGE, PROFILE, { isForeign: true }),
    "no certificate of the chain is in a trust store signingAuthority: of the policy",
  ],
  [
    "that expired",
    () => signerEnvelope(IMAGE, PROFILE, { expiry: Date.parse("2026-03-31T10:00:00Z") }),
    "the signature expired at 2026-03-31T10:00:00.000Z",
  ],
  [
    "whose signature is another's",
    () => changed((one) => (one.signature = Buffer.alloc(96, 1).toString("base64url"))),
    "the signature does not fit what was signed",
  ],
])("an envelope %s is refused", async (_, bytes, what) => {
  await expect(checkedThumbprints(bytes(), WANTED)).rejects.toMatchObject({
    message: `signer:SignPayload: the signature cannot be used: ${what}; nothing was pushed; ask again later, and tell AWS Support if it stays so [unexpected-signature]`,
  });
});
