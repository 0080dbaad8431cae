import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** An envelope as AWS Signer answers it, with keys of the test, and the SHA-256 of its certificates. */
export interface Envelope {
  readonly bytes: Buffer;
  readonly thumbprints: readonly string[];
}

/** What may differ from a good envelope. */
export interface Differences {
  readonly cty?: string;
  readonly profileVersionArn?: string;
  readonly x5c?: unknown;
  readonly target?: object;
}

const PAYLOAD = "application/vnd.cncf.notary.payload.v1+json";
const keys = { leaf: pair(), root: pair() };
const chain = [certificate("AWS Signer", keys.leaf.publicKey), certificate("Root", keys.root.publicKey)];

function pair() {
  return generateKeyPairSync("ec", { namedCurve: "P-384" });
}

/** Signs a payload as AWS Signer does. @see https://github.com/notaryproject/specifications/blob/main/specs/signature-envelope-jws.md */
export function envelopeOf(
  payload: Uint8Array | string,
  profileArn: string,
  { cty = PAYLOAD, profileVersionArn = `${profileArn}/AbCdEf0123`, x5c, target }: Differences = {},
): Envelope {
  const head = base64url(
    JSON.stringify({
      alg: "ES384",
      crit: ["io.cncf.notary.signingScheme"],
      cty,
      "io.cncf.notary.signingScheme": "notary.x509.signingAuthority",
      "io.cncf.notary.authenticSigningTime": "2026-03-31T10:00:00Z",
      "com.amazonaws.signer.signingProfileVersion": profileVersionArn,
    }),
  );
  const body = base64url(target ? JSON.stringify({ targetArtifact: target }) : payload);
  const signature = sign("sha384", Buffer.from(`${head}.${body}`), {
    key: keys.leaf.privateKey,
    dsaEncoding: "ieee-p1363",
  });
  const certificates = x5c ?? chain.map((der) => der.toString("base64"));
  return {
    bytes: Buffer.from(
      JSON.stringify({
        payload: body,
        protected: head,
        header: { x5c: certificates },
        signature: signature.toString("base64url"),
      }),
    ),
    thumbprints: chain.map((der) => createHash("sha256").update(der).digest("hex")),
  };
}

function base64url(bytes: Uint8Array | string): string {
  return Buffer.from(bytes).toString("base64url");
}

/** A certificate of little use but to carry a key. @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1 */
function certificate(name: string, key: KeyObject): Buffer {
  const algorithm = der(0x30, Buffer.from("06082a8648ce3d040303", "hex"));
  const commonName = der(
    0x30,
    der(0x31, der(0x30, Buffer.from("0603550403", "hex"), der(0x0c, Buffer.from(name)))),
  );
  const time = (text: string) => der(0x17, Buffer.from(text));
  const body = der(
    0x30,
    der(0xa0, Buffer.from("020102", "hex")),
    Buffer.from("020101", "hex"),
    algorithm,
    commonName,
    der(0x30, time("260101000000Z"), time("360101000000Z")),
    commonName,
    key.export({ type: "spki", format: "der" }),
  );
  const signature = sign("sha384", body, keys.root.privateKey);
  return der(0x30, body, algorithm, der(0x03, Buffer.from([0]), signature));
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
