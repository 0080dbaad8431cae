import { type Descriptor } from "../envelope";
import { TrustPolicy } from "../trust-policy";
import { TrustStore } from "../trust-store/trust-store";
import { type Verdict } from "../verify/verdict";
import { Verifier } from "../verify/verifier";

/** A signature of one image. */
export interface ProfileSignature {
  readonly signature: Uint8Array;
  /** What the registry, or who made it, calls the envelope. */
  readonly mediaType: string;
  /** The manifest that it must be for. */
  readonly subject: Descriptor;
  /** Time of verification. */
  readonly at: Date;
}

const STORE = "signingAuthority:aws-signer";
/** The policy is made for one image at a time, so any name will do. */
const SCOPE = "image.invalid/image";

/**
 * Verifies signatures by some profiles of AWS Signer and by nobody else. Everything is enforced but revocation, which
 * is not asked about.
 */
export class ProfileVerifier {
  private readonly verifier: Verifier;

  /**
   * @param profileArns at least one, none with a version
   * @param roots certificates that a signature's must lead to
   */
  constructor(profileArns: readonly string[], roots: readonly Uint8Array[]) {
    const statement = {
      name: "image",
      registryScopes: [SCOPE],
      signatureVerification: { level: "strict", override: { revocation: "skip" } },
      trustStores: [STORE],
      trustedIdentities: profileArns,
    };
    const document = JSON.stringify({ version: "1.0", trustPolicies: [statement] });
    this.verifier = new Verifier({
      policy: TrustPolicy.parse(Buffer.from(document)),
      trustStore: new TrustStore({ [STORE]: roots }),
    });
  }

  /** Verifies one signature. Whatever the input is, the answer is a verdict. */
  verify(request: ProfileSignature): Promise<Verdict> {
    return this.verifier.verify({ ...request, reference: `${SCOPE}@${request.subject.digest}` });
  }
}
