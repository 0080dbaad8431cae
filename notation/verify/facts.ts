import { type Envelope, timeText } from "../envelope";
import { SIGNER_ATTRIBUTE } from "../signer/plugin";
import { type Certificate, nameText } from "../x509";
import { isForSigner } from "./critical";
import { type SignatureFacts } from "./verdict";

/** What a signature whose integrity holds says about itself. */
export function factsOf(envelope: Envelope, chain: readonly Certificate[]): SignatureFacts {
  const { mediaType, algorithm, signingScheme, signingTime, expiry } = envelope;
  const signedText = (name: string) => {
    const value = isForSigner(envelope) ? envelope.extendedAttributes.get(name)?.value : undefined;
    return typeof value === "string" ? value.slice(0, 300) : undefined;
  };
  const signingProfileVersion = signedText(SIGNER_ATTRIBUTE.signingProfileVersion);
  const signingJob = signedText(SIGNER_ATTRIBUTE.signingJob);
  return {
    mediaType,
    algorithm,
    signingScheme,
    signingTime: timeText(signingTime),
    ...(expiry !== undefined && { expiry: timeText(expiry) }),
    signer: chain[0] === undefined ? "" : nameText(chain[0].subject),
    certificates: chain.map((certificate) => certificate.fingerprint()),
    ...(signingProfileVersion !== undefined && { signingProfileVersion }),
    ...(signingJob !== undefined && { signingJob }),
  };
}
