import { NotationError, quoted } from "../error";
import { SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from "../x509";
import { type Envelope, type ExtendedAttribute } from "./envelope";

/** Names of the attributes that the specification defines, in both formats. */
export const ATTRIBUTE = {
  signingScheme: "io.cncf.notary.signingScheme",
  signingTime: "io.cncf.notary.signingTime",
  authenticSigningTime: "io.cncf.notary.authenticSigningTime",
  expiry: "io.cncf.notary.expiry",
  timestampSignature: "io.cncf.notary.timestampSignature",
  verificationPlugin: "io.cncf.notary.verificationPlugin",
  verificationPluginMinVersion: "io.cncf.notary.verificationPluginMinVersion",
} as const;

/** The first second of the year 1, which other readers take for no time at all. */
const NO_TIME = -62_135_596_800_000;

/** What every signature of the Notary Project signs; the only payload that AWS Signer takes. */
export const PAYLOAD_TYPE = "application/vnd.cncf.notary.payload.v1+json";

type Label = string | number | bigint;

/** A protected header as its format gives it. */
export interface ProtectedHeader {
  /** Every label with its value. */
  readonly attributes: ReadonlyMap<Label, ExtendedAttribute["value"]>;
  readonly contentType: ExtendedAttribute["value"];
  readonly critical: readonly Label[];
  /** Labels that the format itself registers; they are never extended attributes and never critical. */
  readonly registered: ReadonlySet<Label>;
  /** Reads a time as the format writes it. */
  readonly timeOf: (value: ExtendedAttribute["value"], name: string) => number;
}

/** A refusal of a header. */
export function headerError(message: string): NotationError {
  return new NotationError("header-invalid", message);
}

/**
 * Name of the algorithm that a header says.
 *
 * @throws NotationError `header-invalid`
 */
export function algorithmOf(isSaid: (algorithm: SignatureAlgorithm) => boolean): string {
  const found = SIGNATURE_ALGORITHMS.find(isSaid);
  if (found === undefined) throw headerError("alg is not one of PS256, PS384, PS512, ES256, ES384, ES512");
  return found.name;
}

/**
 * Reads what both formats say in the same way.
 *
 * @throws NotationError `header-invalid`
 * @see https://github.com/notaryproject/specifications/blob/main/specs/signature-specification.md#signed-attributes
 */
export function readHeader(
  header: ProtectedHeader,
): Pick<Envelope, "signingScheme" | "signingTime" | "expiry" | "extendedAttributes"> {
  if (header.contentType !== PAYLOAD_TYPE) throw headerError(`the content type is not ${PAYLOAD_TYPE}`);
  const { attributes } = header;
  const signingScheme = attributes.get(ATTRIBUTE.signingScheme);
  if (signingScheme !== "notary.x509" && signingScheme !== "notary.x509.signingAuthority") {
    throw headerError("the signing scheme is neither notary.x509 nor notary.x509.signingAuthority");
  }
  const [timeName, otherName] =
    signingScheme === "notary.x509"
      ? [ATTRIBUTE.signingTime, ATTRIBUTE.authenticSigningTime]
      : [ATTRIBUTE.authenticSigningTime, ATTRIBUTE.signingTime];
  if (attributes.has(otherName)) throw headerError(`${otherName} must not occur under ${signingScheme}`);
  if (!attributes.has(timeName)) throw headerError(`${timeName} is missing`);
  const signingTime = header.timeOf(attributes.get(timeName), timeName);
  if (signingTime === NO_TIME)
    throw headerError(`${timeName} is the first of the year 1, which stands for none`);
  const hasExpiry = attributes.has(ATTRIBUTE.expiry);
  checkCritical(header, [
    ATTRIBUTE.signingScheme,
    ...(timeName === ATTRIBUTE.authenticSigningTime ? [timeName] : []),
    ...(hasExpiry ? [ATTRIBUTE.expiry] : []),
  ]);
  const known = { signingScheme, signingTime, extendedAttributes: extendedAttributes(header) } as const;
  if (!hasExpiry) return known;
  const expiry = header.timeOf(attributes.get(ATTRIBUTE.expiry), ATTRIBUTE.expiry);
  if (expiry <= signingTime) throw headerError("the expiry is not after the time of signing");
  return { ...known, expiry };
}

function checkCritical(
  { critical, attributes, registered }: ProtectedHeader,
  needed: readonly string[],
): void {
  if (critical.length === 0) throw headerError("crit is empty");
  if (new Set(critical).size !== critical.length) throw headerError("crit names an attribute twice");
  for (const label of critical) {
    if (registered.has(label)) throw headerError(`crit names ${String(label)}, which it must not`);
    if (!attributes.has(label)) {
      throw headerError(`crit names ${quoted(String(label))}, which is missing`);
    }
  }
  for (const name of needed) if (!critical.includes(name)) throw headerError(`crit does not name ${name}`);
}

function extendedAttributes({ attributes, critical, registered }: ProtectedHeader) {
  const defined = new Set<Label>([
    ...registered,
    ATTRIBUTE.signingScheme,
    ATTRIBUTE.signingTime,
    ATTRIBUTE.authenticSigningTime,
    ATTRIBUTE.expiry,
  ]);
  // As many names may be critical as there are attributes.
  const isCritical = new Set(critical);
  const extended = new Map<Label, ExtendedAttribute>();
  for (const [label, value] of attributes) {
    if (!defined.has(label)) extended.set(label, { isCritical: isCritical.has(label), value });
  }
  return extended;
}
