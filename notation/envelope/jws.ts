import { decodeBase64, decodeBase64Url } from "../base64";
import { NotationError, quoted, within } from "../error";
import {
  type JsonObject,
  type JsonValue,
  objectOf,
  onlyMembers,
  parseJson,
  refuseOtherCase,
  stringOf,
  stringsOf,
} from "../json";
import { type Envelope, type ExtendedAttribute, JWS_MEDIA_TYPE } from "./envelope";
import { algorithmOf, ATTRIBUTE, headerError, readHeader } from "./header";
import { parseRfc3339 } from "./time";

const CODE = "envelope-malformed";
/** Header parameters that RFC 7515 registers. */
const REGISTERED = new Set<string>([
  ...["alg", "cty", "crit", "typ", "kid", "jku", "jwk"],
  ...["x5c", "x5u", "x5t", "x5t#S256"],
]);

/**
 * Reads a JWS in the flattened JSON form.
 *
 * @throws NotationError `envelope-malformed`, `json-malformed`, `base64-malformed`, `header-invalid`
 * @see https://github.com/notaryproject/specifications/blob/main/specs/signature-envelope-jws.md
 */
export function parseJws(bytes: Uint8Array): Envelope {
  const outer = objectOf(parseJson(bytes), CODE, "the envelope");
  onlyMembers(outer, ["payload", "protected", "header", "signature"], CODE, "the envelope");
  const text = (name: string) => stringOf(outer.get(name), CODE, name);
  const protectedText = text("protected");
  const payloadText = text("payload");
  const decode = (name: string, value: string) => within(name, () => decodeBase64Url(value));
  const protectedHeader = decode("protected", protectedText);
  const attributes = within("protected", () => objectOf(parseJson(protectedHeader), CODE, "the header"));
  const unprotected = objectOf(outer.get("header"), CODE, "header");
  for (const name of unprotected.keys()) {
    if (!attributes.has(name)) continue;
    throw new NotationError(CODE, `the name ${quoted(name)} is in both headers`);
  }
  return {
    mediaType: JWS_MEDIA_TYPE,
    ...within("protected", () => readProtected(attributes)),
    ...readUnprotected(unprotected),
    protectedHeader,
    payload: decode("payload", payloadText),
    signed: Buffer.from(`${protectedText}.${payloadText}`, "latin1"),
    signature: decode("signature", text("signature")),
  };
}

function readProtected(attributes: JsonObject) {
  refuseOtherCase(attributes, ["alg", "cty", "crit", ...Object.values(ATTRIBUTE)], "header-invalid");
  const name = attributes.get("alg");
  return {
    algorithm: algorithmOf((known) => known.name === name),
    ...readHeader({
      attributes,
      contentType: attributes.get("cty") ?? null,
      critical: stringsOf(attributes.get("crit"), "header-invalid", "crit"),
      registered: REGISTERED,
      timeOf,
    }),
  };
}

function timeOf(value: ExtendedAttribute["value"], name: string): number {
  const time = typeof value === "string" ? parseRfc3339(value) : undefined;
  if (time === undefined) throw headerError(`${name} is not a time as RFC 3339 writes it`);
  return time;
}

function readUnprotected(header: JsonObject): Pick<Envelope, "certificates" | "timestamp"> {
  // The rest is ignored: the name of the signing agent is written in two cases.
  refuseOtherCase(header, ["x5c", ATTRIBUTE.timestampSignature], CODE);
  const decode = (name: string, value: JsonValue | undefined) =>
    within(name, () => decodeBase64(stringOf(value, CODE, "the value")));
  const certificates = stringsOf(header.get("x5c"), CODE, "x5c").map((item, index) =>
    decode(`x5c[${String(index)}]`, item),
  );
  const timestamp = header.get(ATTRIBUTE.timestampSignature);
  return timestamp === undefined
    ? { certificates }
    : { certificates, timestamp: decode(ATTRIBUTE.timestampSignature, timestamp) };
}
