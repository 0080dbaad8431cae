import { createHash, verify, X509Certificate } from "node:crypto";
import { fields } from "../asking/fields";
import { type Descriptor } from "../notation";
import { ProblemError } from "../problem";
import { PAYLOAD_TYPE } from "./manifest";

/** Most bytes of an envelope; those of AWS Signer have 4 to 12 kB. */
const LARGEST = 64 * 1_024;
/** Names the version of the profile that signed. */
const PROFILE_VERSION = "com.amazonaws.signer.signingProfileVersion";
const BASE64URL = /^[\w-]+$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * Checks what AWS Signer answered before it is pushed: an envelope in JWS that signs this very image with this very
 * profile, by the first of its certificates. Whether the certificates are to be trusted is for whoever verifies.
 *
 * @returns SHA-256 of its certificates in lower-case hexadecimal digits, the signing one first
 * @throws ProblemError `unexpected-signature`
 * @see https://github.com/notaryproject/specifications/blob/main/specs/signature-envelope-jws.md
 */
export function checkedThumbprints(
  envelope: Uint8Array,
  image: Descriptor,
  profileArn: string,
): readonly string[] {
  if (envelope.length > LARGEST) throw unexpected(`it has ${String(envelope.length)} bytes`);
  const { payload, protected: head, header, signature } = fields(parse(Buffer.from(envelope)));
  if (![payload, head, signature].every((part) => typeof part === "string" && BASE64URL.test(part))) {
    throw unexpected("it is no envelope in JWS");
  }
  const signed = fields(decoded(head));
  if (signed["cty"] !== PAYLOAD_TYPE) throw unexpected("its payload is none of the Notary Project");
  const version = signed[PROFILE_VERSION];
  if (typeof version !== "string" || version.slice(0, version.lastIndexOf("/")) !== profileArn) {
    throw unexpected(`it is not made with ${profileArn}`);
  }
  const target = fields(fields(decoded(payload))["targetArtifact"]);
  if (
    target["mediaType"] !== image.mediaType ||
    target["digest"] !== image.digest ||
    target["size"] !== image.size
  ) {
    throw unexpected(`it does not sign ${image.digest}`);
  }
  const certificates = certificatesOf(header);
  const [leaf = Buffer.alloc(0)] = certificates;
  if (!holds(leaf, `${String(head)}.${String(payload)}`, String(signature))) {
    throw unexpected("its signature does not hold");
  }
  return certificates.map((der) => createHash("sha256").update(der).digest("hex"));
}

function certificatesOf(header: unknown): Buffer[] {
  const { x5c } = fields(header);
  const certificates: unknown[] = Array.isArray(x5c) ? x5c : [];
  if (
    certificates.length === 0 ||
    !certificates.every((one) => typeof one === "string" && BASE64.test(one))
  ) {
    throw unexpected("it has no certificates");
  }
  return certificates.map((one) => Buffer.from(String(one), "base64"));
}

/** AWS Signer signs images with ECDSA on P-384 and SHA-384, the signature as two numbers of fixed length. */
function holds(leaf: Buffer, text: string, signature: string): boolean {
  try {
    const { publicKey } = new X509Certificate(leaf);
    const bytes = Buffer.from(signature, "base64url");
    return verify("sha384", Buffer.from(text), { key: publicKey, dsaEncoding: "ieee-p1363" }, bytes);
  } catch {
    return false;
  }
}

function decoded(part: unknown): unknown {
  return parse(Buffer.from(String(part), "base64url"));
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    throw unexpected("it is no JSON");
  }
}

function unexpected(what: string): ProblemError {
  return new ProblemError([
    {
      code: "unexpected-signature",
      path: "signer:SignPayload",
      message: `the signature cannot be used: ${what}`,
      change: "nothing was pushed; ask again later, and tell AWS Support if it stays so",
    },
  ]);
}
