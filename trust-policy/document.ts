import {
  isRepositoryName,
  parseSigningProfileArn,
  PUBLISHER_IDENTITY,
  SIGNER_TRUST_STORES,
  SIGNING_PROFILE_ARN_FORM,
} from "../aws";
import { type Problem, ProblemError } from "../problem";

const TRUST_STORE = /^signingAuthority:[\w.-]+$/;
const PUBLISHER_STORE = /^(?:ca|tsa):[\w.-]+$/;
const REGISTRY = /^[a-z0-9]+(?:[.-][a-z0-9]+)*(?::\d{1,5})?$/;

/** Which signing profiles are trusted for which repositories. */
export interface TrustedProfiles {
  /** Name of the statement, unique in the document. */
  readonly name: string;
  /** ARNs of the profiles, of which one signature suffices. */
  readonly profileArns: readonly string[];
  /** Addresses of repositories without scheme, tag or wildcard: `<registry>/<repository>`. */
  readonly registryScopes: readonly string[];
}

type Named = Pick<TrustedProfiles, "name" | "registryScopes">;

/** Who signs images of other registries with certificates of its own. */
export interface TrustedPublisher {
  /** Name of the statement, unique in the document. */
  readonly name: string;
  /** Subjects of its certificates: `x509.subject: C=US, ST=WA, O=Partner`. */
  readonly identities: readonly string[];
  /** Its own trust stores, `ca:<name>`, and `tsa:<name>` for who says when it signed. */
  readonly trustStores: readonly string[];
  /** Addresses of repositories without scheme, tag or wildcard: `<registry>/<repository>`. */
  readonly registryScopes: readonly string[];
}

/** What {@link trustPolicyDocument} needs to be told. */
export interface TrustPolicyProps {
  /** One statement each; a repository belongs to one statement only. */
  readonly profiles: readonly TrustedProfiles[];
  /** One statement each beside them. @default - nobody */
  readonly publishers?: readonly TrustedPublisher[];
  /** Trust store with the root certificate. @default - the store AWS documents for the profiles' partition */
  readonly trustStore?: string;
}

/** One statement of a trust policy. */
export interface TrustPolicyStatement {
  readonly name: string;
  readonly registryScopes: readonly string[];
  readonly signatureVerification: { readonly level: "strict" };
  readonly trustStores: readonly string[];
  readonly trustedIdentities: readonly string[];
}

/** A trust policy of the Notary Project, ready for `JSON.stringify`. */
export interface TrustPolicyDocument {
  readonly version: "1.0";
  readonly trustPolicies: readonly TrustPolicyStatement[];
}

/**
 * The trust policy that ECS verification, EKS admission and the notation CLI share.
 *
 * Everything is exact: an image passes only with a signature by a profile that is named for its repository. An
 * image of a repository that no statement names is refused.
 *
 * @throws ProblemError `empty-trust-policy`, `duplicate-trust-policy`, `trust-policy-without-profiles`,
 * `invalid-profile-arn`, `trust-across-partitions`, `trust-policy-without-scopes`, `invalid-registry-scope`,
 * `scope-in-two-statements`, `partition-without-trust-store`, `invalid-trust-store`, `invalid-publisher`
 * @see https://github.com/notaryproject/specifications/blob/v1.0.0/specs/trust-store-trust-policy.md
 */
export function trustPolicyDocument({
  profiles,
  publishers = [],
  trustStore,
}: TrustPolicyProps): TrustPolicyDocument {
  const partitions = [...new Set(profiles.flatMap(({ profileArns }) => profileArns.flatMap(partitionOfArn)))];
  const problems = [
    ...nameProblems([...profiles, ...publishers]),
    ...profiles.flatMap(identityProblems),
    ...publishers.flatMap(publisherProblems),
    ...[...profiles, ...publishers].flatMap(scopeProblems),
    ...sharedScopeProblems([...profiles, ...publishers]),
    ...storeProblems(partitions.sort(), trustStore),
  ];
  if (problems.length > 0) throw new ProblemError(problems);

  const store = trustStore ?? SIGNER_TRUST_STORES[partitions[0] as keyof typeof SIGNER_TRUST_STORES];
  return {
    version: "1.0",
    trustPolicies: [
      ...profiles.map(({ name, profileArns, registryScopes }) =>
        statement(name, registryScopes, [store as string], profileArns),
      ),
      ...publishers.map(({ name, identities, registryScopes, trustStores }) =>
        statement(name, registryScopes, trustStores, identities),
      ),
    ],
  };
}

function statement(
  name: string,
  scopes: readonly string[],
  trustStores: readonly string[],
  identities: readonly string[],
): TrustPolicyStatement {
  return {
    name,
    registryScopes: [...new Set(scopes)].sort(),
    signatureVerification: { level: "strict" },
    trustStores: [...trustStores],
    trustedIdentities: [...new Set(identities)].sort(),
  };
}

function publisherProblems({ name, identities, trustStores }: TrustedPublisher): Problem[] {
  const fits =
    identities.length > 0 &&
    identities.every((identity) => PUBLISHER_IDENTITY.test(identity)) &&
    trustStores.some((store) => store.startsWith("ca:")) &&
    trustStores.every((store) => PUBLISHER_STORE.test(store));
  if (fits) return [];
  return [
    {
      code: "invalid-publisher",
      path: `trustPolicies.${name}`,
      message: `${JSON.stringify([...identities, ...trustStores])} does not say whose certificates are trusted`,
      allowed:
        "identities x509.subject: with a distinguished name that has C, ST and O, and trust stores ca:<name> and tsa:<name>",
    },
  ];
}

function partitionOfArn(arn: string): string[] {
  const profile = parseSigningProfileArn(arn);
  return profile ? [profile.partition] : [];
}

function nameProblems(profiles: readonly Named[]): Problem[] {
  if (profiles.length === 0) {
    return [
      {
        code: "empty-trust-policy",
        path: "trustPolicies",
        message: "a trust policy without statements trusts nobody and refuses every image",
        change: "name at least one profile with its repositories",
      },
    ];
  }
  return profiles
    .filter(({ name }, index) => name === "" || profiles.findIndex((other) => other.name === name) < index)
    .map(({ name }) => ({
      code: "duplicate-trust-policy",
      path: "trustPolicies",
      message: name === "" ? "a statement has no name" : `two statements have the name ${name}`,
      allowed: "a name of its own for every statement",
    }));
}

function identityProblems({ name, profileArns }: TrustedProfiles): Problem[] {
  const path = `trustPolicies.${name}`;
  if (profileArns.length === 0) {
    return [{ code: "trust-policy-without-profiles", path, message: "no signing profile is trusted" }];
  }
  return profileArns
    .filter((arn) => !parseSigningProfileArn(arn))
    .map((arn) => ({
      code: "invalid-profile-arn",
      path,
      message: `"${arn}" is not the ARN of a signing profile`,
      allowed: SIGNING_PROFILE_ARN_FORM,
      change: "give the ARN of the profile, not of one of its versions",
    }));
}

function scopeProblems({ name, registryScopes }: Named): Problem[] {
  const path = `trustPolicies.${name}`;
  if (registryScopes.length === 0) {
    return [{ code: "trust-policy-without-scopes", path, message: "no repository is named" }];
  }
  return registryScopes
    .filter((scope) => !isExactScope(scope))
    .map((scope) => ({
      code: "invalid-registry-scope",
      path,
      message: `"${scope}" is not the address of a repository`,
      allowed: "<registry>/<repository> without scheme, tag, digest or wildcard",
    }));
}

function isExactScope(scope: string): boolean {
  const slash = scope.indexOf("/");
  return slash > 0 && REGISTRY.test(scope.slice(0, slash)) && isRepositoryName(scope.slice(slash + 1));
}

function sharedScopeProblems(profiles: readonly Named[]): Problem[] {
  const first = new Map<string, number>();
  return profiles.flatMap(({ name, registryScopes }, index) =>
    [...new Set(registryScopes)].flatMap((scope) => {
      const owner = first.get(scope);
      if (owner === undefined) first.set(scope, index);
      if (owner === undefined) return [];
      return {
        code: "scope-in-two-statements",
        path: `trustPolicies.${name}`,
        message: `${scope} is in the statement ${profiles[owner]?.name ?? ""} already`,
        change: "name the profiles of both statements in one",
      };
    }),
  );
}

function storeProblems(partitions: readonly string[], trustStore: string | undefined): Problem[] {
  const path = "trustPolicies";
  const [partition, ...others] = partitions;
  if (others.length > 0) {
    return [
      {
        code: "trust-across-partitions",
        path,
        message: `the profiles are of the partitions ${partitions.join(" and ")}; signatures never cross them`,
        change: "make one trust policy for each partition",
      },
    ];
  }
  if (trustStore !== undefined && !TRUST_STORE.test(trustStore)) {
    return [
      {
        code: "invalid-trust-store",
        path,
        message: `"${trustStore}" is not a trust store for AWS Signer`,
        allowed: "signingAuthority:<name>",
      },
    ];
  }
  if (trustStore === undefined && partition !== undefined && !(partition in SIGNER_TRUST_STORES)) {
    return [
      {
        code: "partition-without-trust-store",
        path,
        message: `AWS publishes no root certificate of Signer for the partition ${partition}`,
        change: "name a trust store of your own with trustStore",
      },
    ];
  }
  return [];
}
