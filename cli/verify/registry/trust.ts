import { plainRepository } from "../../../aws";
import { loadOrganization, type Organization } from "../../../config";
import { type RevocationPort, TrustPolicy, type TrustStoreFiles, Verifier } from "../../../notation";
import { registryTrustPolicy, registryTrustStores, replicaSources } from "../../../plan";
import { trustPolicyText } from "../../../trust-policy";
import { builtInTrustStore, trustStoreOnDisk } from "../explained";
import { readFile } from "../files";
import { noVerdict, refusing } from "../no-verdict";
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

/** Whom to trust, and for what. */
export interface Trust {
  readonly verifier: Verifier;
  /** The name by which the trust policy knows a repository, `registry/repository`. */
  nameOf(repository: string): string;
  /** The repository that fills this one when it is a replica; it holds signatures that a replica may lack. */
  sourceOf(repository: string): string | undefined;
}

/**
 * Whom files say to trust. A person's own policy is for repositories as they are written; the organization's knows each
 * by one name, whichever host name of ECR it is reached by.
 *
 * @param today the day that the organization's file is read on
 * @throws UnknownAnswer when a file cannot be read, `trusts-nobody`; ProblemError for mistakes in the organization's
 */
export function trustOf(files: TrustFiles, today: string, revocation: RevocationPort): Trust {
  const { trustStore: folder } = files;
  const { policy, stores, sources } = policyOf(files, today);
  const trustStore =
    folder === undefined
      ? builtInTrustStore(stores)
      : trustStoreOnDisk(readTrustStore(folder, policy), stores);
  const nameOf = sources === undefined ? (repository: string) => repository : plainRepository;
  return {
    verifier: new Verifier({ policy, trustStore, revocation }),
    nameOf,
    sourceOf: (repository) => sources?.get(nameOf(repository)),
  };
}

/** A trust policy, with the stores that come along. */
interface PolicyAndStores {
  readonly policy: TrustPolicy;
  readonly stores: TrustStoreFiles;
  /** Source repositories by their replicas. @default - the policy is not the organization's */
  readonly sources?: ReadonlyMap<string, string>;
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
    sources: new Map(
      Object.entries(replicaSources(organization, Object.keys(organization.registry.repositories))),
    ),
  };
}
