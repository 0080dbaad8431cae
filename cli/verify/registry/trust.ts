import { loadOrganization, type Organization } from "../../../config";
import { type RevocationPort, TrustPolicy, type TrustStoreFiles, Verifier } from "../../../notation";
import { registryTrustPolicy, registryTrustStores } from "../../../plan";
import { trustPolicyText } from "../../../trust-policy";
import { builtInTrustStore, trustStoreOnDisk } from "../explained";
import { noVerdict, readFile, refusing } from "../files";
import { readTrustStore } from "../trust-store";
import { MAX_POLICY_BYTES } from "../verifiers";

/** Where it is said whom to trust; one of `policy` and `organization`. */
export interface TrustFiles {
  /** Path of notation's `trustpolicy.json`. */
  readonly policy?: string | undefined;
  /** Path of the organization's file; it brings the certificates of its publishers. */
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
  const { trustStore: folder } = files;
  const { policy, stores } = policyOf(files, today);
  const trustStore =
    folder === undefined
      ? builtInTrustStore(stores)
      : trustStoreOnDisk(readTrustStore(folder, policy), stores);
  return new Verifier({ policy, trustStore, revocation });
}

/** A trust policy, with the stores that come along. */
interface PolicyAndStores {
  readonly policy: TrustPolicy;
  readonly stores: TrustStoreFiles;
}

function policyOf({ policy = "", organization: file }: TrustFiles, today: string): PolicyAndStores {
  if (file !== undefined) return policyOfOrganization(file, loadOrganization(file, today));
  const bytes = readFile(policy, { maxBytes: MAX_POLICY_BYTES });
  return { policy: refusing(policy, () => TrustPolicy.parse(bytes)), stores: {} };
}

function policyOfOrganization(file: string, organization: Organization): PolicyAndStores {
  const document = registryTrustPolicy(organization);
  if (document.trustPolicies.length === 0) {
    const change = "name the signing profile of a repository with `signedBy`";
    throw noVerdict(file, "trusts-nobody", "has no repository that anything signs", change);
  }
  const stores = Object.entries(registryTrustStores(organization)).map(([name, certificates]) => [
    name,
    certificates.map((certificate) => Buffer.from(certificate)),
  ]);
  return {
    policy: TrustPolicy.parse(Buffer.from(trustPolicyText(document))),
    stores: Object.fromEntries(stores) as TrustStoreFiles,
  };
}
