import { type Envelope } from "../envelope";
import { certificateHashes } from "../signer/certificate-hashes";
import {
  type CertificateRevocationRequest,
  type RevocationAnswer,
  type RevocationPort,
} from "../revocation/port";
import { hasRevocationSource } from "../revocation/sources";
import { type Certificate } from "../x509";
import { failed, type Outcome, PASSED, undecided } from "./check";
import { isForSigner } from "./critical";
import { signerIdentityOf } from "./identity";

/** A chain that is trusted because a trust store has the certificate at its place `anchor`. */
export interface TrustedChain {
  readonly chain: readonly Certificate[];
  readonly anchor: number;
}

/** Asks whether a certificate of a trusted chain is revoked; one that names nobody to ask cannot be. */
export async function certificateRevocation(
  port: RevocationPort,
  request: CertificateRevocationRequest,
): Promise<Outcome> {
  const { chain } = request;
  if (!chain.slice(0, -1).some(hasRevocationSource)) return PASSED;
  return ask(port.certificates && (() => port.certificates?.(request)));
}

/** Asks whether what signed is revoked. */
export async function signatureRevocation(
  port: RevocationPort,
  envelope: Envelope,
  { chain, anchor }: TrustedChain,
): Promise<Outcome> {
  const isAuthentic = envelope.signingScheme === "notary.x509.signingAuthority";
  if (!isForSigner(envelope)) {
    const signingTime = isAuthentic ? { signingTime: envelope.signingTime } : {};
    // Nobody signed which certificates are above the anchor: whoever puts them there would name whom we ask.
    const asked = chain.slice(0, anchor + 2);
    return certificateRevocation(port, { chain: asked, purpose: "codeSigning", ...signingTime });
  }
  // AWS Signer knows a certificate by itself and the one above, which nobody signed to be there.
  if (anchor < chain.length - 1)
    return undecided(
      "revocation-unknown",
      "AWS Signer is asked about a whole chain, and the trust store has its intermediate authority and not its root",
    );
  const { region, profileVersionArn, jobArn } = signerIdentityOf(envelope);
  return ask(
    port.signer &&
      (() =>
        port.signer?.({
          region,
          signatureTimestamp: envelope.signingTime,
          platformId: "Notation-OCI-SHA384-ECDSA",
          profileVersionArn,
          jobArn,
          certificateHashes: certificateHashes(chain),
        })),
  );
}

async function ask(question: (() => Promise<RevocationAnswer> | undefined) | undefined): Promise<Outcome> {
  if (question === undefined)
    return undecided("revocation-unavailable", "nobody was given to ask about revocation");
  try {
    const answer = await question();
    if (answer?.status === "good") return PASSED;
    if (answer?.status === "revoked") return failed("revoked", answer.message);
    if (answer?.status === "denied") return undecided("revocation-denied", answer.message);
    return undecided("revocation-unknown", answer?.message ?? "there was no answer about revocation");
  } catch {
    return undecided("revocation-unavailable", "the question about revocation ended with an error");
  }
}
