import { type RevocationPort, TrustPolicy, TrustStore, Verifier } from "../../notation";
import { type TrustStoreFiles } from "../../notation/trust-store/trust-store";
import { type VerificationSettings } from "../../verification";

/** Who is trusted, by the settings. */
export interface TrustedSigners {
  readonly verifier: Verifier;
  /** ARNs of the signing profiles that the statement for a repository trusts. */
  profilesFor(repository: string): string[];
}

/**
 * Reads trust policy and trust stores of settings; nothing when the policy has no statement and trusts nobody.
 *
 * @param signerRoots roots of AWS Signer by trust store
 * @param revocationFor who is asked about revocation, told which signing profiles the policy trusts
 * @throws NotationError `policy-invalid`
 */
export function trustedSigners(
  { trustPolicy, trustStores }: VerificationSettings,
  signerRoots: TrustStoreFiles,
  revocationFor: (isTrusted: (profileArn: string) => boolean) => RevocationPort,
): TrustedSigners | undefined {
  const { trustPolicies } = trustPolicy as { readonly trustPolicies?: unknown };
  if (Array.isArray(trustPolicies) && trustPolicies.length === 0) return undefined;
  const policy = TrustPolicy.parse(Buffer.from(JSON.stringify(trustPolicy)));
  const own = Object.entries(trustStores).map(([name, texts]) => [
    name,
    texts.map((text) => Buffer.from(text)),
  ]);
  const profiles = new Set(policy.statements.flatMap(profilesOf));
  return {
    verifier: new Verifier({
      policy,
      trustStore: new TrustStore({ ...Object.fromEntries(own), ...signerRoots }),
      revocation: revocationFor((arn) => profiles.has(arn)),
    }),
    profilesFor: (repository) => {
      const named = (scope: string) =>
        policy.statements.find(({ registryScopes }) => registryScopes.includes(scope));
      const statement = named(repository) ?? named("*");
      return statement === undefined ? [] : profilesOf(statement);
    },
  };
}

function profilesOf({ trustedIdentities }: TrustPolicy["statements"][number]): string[] {
  return trustedIdentities.flatMap((identity) =>
    identity.kind === "signing-profile" ? [identity.arn.profile] : [],
  );
}
