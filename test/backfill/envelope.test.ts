import { checkedThumbprints, payloadOf } from "../../backfill";
import { envelopeOf } from "../support/notary-envelope";
import { rejectionOf } from "../support/rejection";
import { digest, PROFILE } from "./support";

const IMAGE = { mediaType: "application/vnd.oci.image.manifest.v1+json", digest: digest("a"), size: 7 };
const good = () => envelopeOf(payloadOf(IMAGE), PROFILE);

test("a good envelope gives the SHA-256 of its certificates, the signing one first", () => {
  const { bytes, thumbprints } = good();
  expect(thumbprints).toHaveLength(2);
  expect(checkedThumbprints(bytes, IMAGE, PROFILE)).toEqual(thumbprints);
});

const changed = (change: (envelope: Record<string, unknown>) => void): Buffer => {
  const envelope = JSON.parse(good().bytes.toString()) as Record<string, unknown>;
  change(envelope);
  return Buffer.from(JSON.stringify(envelope));
};

test.each<[string, () => Uint8Array, string]>([
  ["no JSON", () => Buffer.from("{"), "it is no JSON"],
  ["null", () => Buffer.from("null"), "it is no envelope in JWS"],
  ["without a signature", () => changed((one) => delete one["signature"]), "it is no envelope in JWS"],
  ["in COSE", () => Buffer.from('"d28443a1"'), "it is no envelope in JWS"],
  ["too large", () => Buffer.alloc(65_537), "it has 65537 bytes"],
  [
    "of another payload",
    () => envelopeOf(payloadOf(IMAGE), PROFILE, { cty: "text/plain" }).bytes,
    "its payload is none of the Notary Project",
  ],
  [
    "of another profile",
    () => envelopeOf(payloadOf(IMAGE), `${PROFILE}x`).bytes,
    `it is not made with ${PROFILE}`,
  ],
  [
    "of the profile itself, without a version",
    () => envelopeOf(payloadOf(IMAGE), PROFILE, { profileVersionArn: PROFILE }).bytes,
    `it is not made with ${PROFILE}`,
  ],
  ...(["mediaType", "digest", "size"] as const).map((member): [string, () => Uint8Array, string] => [
    `of another ${member}`,
    () => envelopeOf("", PROFILE, { target: { ...IMAGE, [member]: "other" } }).bytes,
    `it does not sign ${digest("a")}`,
  ]),
  [
    "without certificates",
    () => envelopeOf(payloadOf(IMAGE), PROFILE, { x5c: [] }).bytes,
    "it has no certificates",
  ],
  [
    "with certificates of another kind",
    () => envelopeOf(payloadOf(IMAGE), PROFILE, { x5c: [7] }).bytes,
    "it has no certificates",
  ],
  [
    "with a certificate that is none",
    () => envelopeOf(payloadOf(IMAGE), PROFILE, { x5c: ["AAAA"] }).bytes,
    "its signature does not hold",
  ],
  [
    "whose signature is another's",
    () => changed((one) => (one["signature"] = Buffer.alloc(96, 1).toString("base64url"))),
    "its signature does not hold",
  ],
])("an envelope %s is refused", (_, bytes, what) => {
  expect(rejectionOf(() => checkedThumbprints(bytes(), IMAGE, PROFILE))).toEqual([
    `signer:SignPayload: the signature cannot be used: ${what}; nothing was pushed; ask again later, and tell AWS Support if it stays so [unexpected-signature]`,
  ]);
});
