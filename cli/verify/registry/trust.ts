import { loadOrganization } from "../../../config";
import { type RevocationPort, TrustPolicy, TrustStore, Verifier } from "../../../notation";
import { signerTrustStores } from "../../../notation/signer/trust-stores";
import { registryTrustPolicy } from "../../../plan";
import { trustPolicyText } from "../../../trust-policy";
import { noVerdict, readFile, refusing } from "../files";
import { readTrustStore } from "../trust-store";
import { MAX_POLICY_BYTES } from "../verifiers";

/** Where it is said whom to trust; one of `policy` and `organization`. */
export interface TrustFiles {
  /** Path of notation's `trustpolicy.json`. */
  readonly policy?: string | undefined;
  /** Path of the organization's file. */
  readonly organization?: string | undefined;
  /** Path of the folder with trust stores. @default - the roots of AWS Signer, under the names AWS documents */
  readonly trustStore?: string | undefined;
}

/**
 * The verifier for what files say.
 *
 * @param today the day that the organization's file is read on
 * @throws UnknownAnswer when a file cannot be read, `trusts-nobody`; ProblemError for mistakes in the organization's
 */
export function verifierFor(files: TrustFiles, today: string, revocation: RevocationPort): Verifier {
  const policy = policyOf(files, today);
  const { trustStore: folder } = files;
  const trustStore =
    folder === undefined ? new TrustStore(signerTrustStores()) : readTrustStore(folder, policy);
  return new Verifier({ policy, trustStore, revocation });
}

function policyOf({ policy = "", organization }: TrustFiles, today: string): TrustPolicy {
  if (organization === undefined) {
    const bytes = readFile(policy, { maxBytes: MAX_POLICY_BYTES });
    return refusing(policy, () => TrustPolicy.parse(bytes));
  }
  const document = registryTrustPolicy(loadOrganization(organization, today));
  if (document.trustPolicies.length === 0) {
    const change = "name the signing profile of a repository with `signedBy`";
    throw noVerdict(organization, "trusts-nobody", "has no repository that anything signs", change);
  }
  return TrustPolicy.parse(Buffer.from(trustPolicyText(document)));
}
