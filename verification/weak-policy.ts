import { parseRegistryHost, parseSigningProfileArn, SIGNER_TRUST_STORES } from "../aws";
import { type Problem } from "../problem";
import { clusterOf, type VerificationSettings } from "./settings";

const VERSION = /\/[A-Za-z0-9]{10}$/;
const SUBJECT = /^x509\.subject:[^*]+$/;
const SIGNER_STORES: readonly string[] = Object.values(SIGNER_TRUST_STORES);

/** What this reads of a statement; anything else about it is judged by who verifies with it. */
interface Statement {
  readonly registryScopes?: unknown;
  readonly signatureVerification?: { readonly level?: unknown; readonly override?: unknown } | null;
  readonly trustStores?: unknown;
  readonly trustedIdentities?: unknown;
}

/** What the other statements say about one. */
interface Beside {
  /** Trust stores that another statement names too. */
  readonly sharedStores: ReadonlySet<string>;
  /** Accounts whose registries are the organization's own. */
  readonly ownRegistries: ReadonlySet<string>;
}

/**
 * Why the trust policy is too weak for a cluster that blocks; nothing for one that only alerts.
 *
 * Of each statement for one of the cluster's repositories, and of each for `*`:
 *
 * - the level has to be strict, without an override, and each scope one repository;
 * - the exact ARN of a signing profile, or of a version of one, is an identity below the root of AWS Signer alone:
 *   whoever signs below another root writes the ARN of any profile into a signature;
 * - the subject of a certificate is one where every store is a `ca:` that no other statement names (and `tsa:` beside
 *   it): below the root of AWS Signer everybody signs under the same subject. It counts for images outside alone: in
 *   no registry of an account that a signing profile is trusted for or whose images are replicated;
 * - nothing else is an identity.
 *
 * @returns `weak-policy-unreadable`, `weak-policy-scope`, `weak-policy-level`, `weak-policy-override`,
 * `weak-policy-store`, `weak-policy-identity`
 */
export function weakPolicy(settings: VerificationSettings, cluster: string): Problem[] {
  const known = clusterOf(settings, cluster);
  if (known?.mode === "alert") return [];
  const { trustPolicies } = settings.trustPolicy as { readonly trustPolicies?: unknown };
  if (!Array.isArray(trustPolicies)) {
    return [problem("weak-policy-unreadable", "trustPolicies", "is no list of statements")];
  }
  const statements = trustPolicies as readonly (Statement | null)[];
  const repositories = new Set([
    ...(known?.repositories ?? []),
    ...Object.values(known?.services ?? {}).flat(),
  ]);
  const ownRegistries = ownRegistriesOf(settings, statements);
  return statements.flatMap((statement, index) => {
    const path = `trustPolicies[${String(index)}]`;
    const scopes = textsOf(statement?.registryScopes);
    if (!statement || scopes === undefined) {
      return [problem("weak-policy-unreadable", path, "has no list of scopes")];
    }
    if (!scopes.some((scope) => scope === "*" || repositories.has(scope))) return [];
    const others = statements.filter((_, place) => place !== index);
    const sharedStores = new Set(others.flatMap((other) => textsOf(other?.trustStores) ?? []));
    return [
      ...strictness(statement, scopes, path),
      ...identities(statement, scopes, path, { sharedStores, ownRegistries }),
    ];
  });
}

function* strictness(statement: Statement, scopes: readonly string[], path: string): Generator<Problem> {
  const { level, override } = statement.signatureVerification ?? {};
  if (scopes.includes("*")) {
    yield problem(
      "weak-policy-scope",
      `${path}.registryScopes`,
      "is for every repository",
      "name each repository",
    );
  }
  if (level !== "strict") {
    const at = `${path}.signatureVerification.level`;
    yield problem("weak-policy-level", at, `is ${shown(level)}`, "make it strict");
  }
  if (override !== undefined && override !== null && Object.keys(override).length > 0) {
    const at = `${path}.signatureVerification.override`;
    yield problem("weak-policy-override", at, `is ${shown(override)}`, "take it out");
  }
}

function* identities(
  statement: Statement,
  scopes: readonly string[],
  path: string,
  { sharedStores, ownRegistries }: Beside,
): Generator<Problem> {
  const trusted = textsOf(statement.trustedIdentities) ?? ["*"];
  for (const [index, identity] of trusted.entries()) {
    if (isProfile(identity) || isSubject(identity)) continue;
    const at = `${path}.trustedIdentities[${String(index)}]`;
    yield problem(
      "weak-policy-identity",
      at,
      `is ${shown(identity)}`,
      "name each signing profile by its ARN",
    );
  }
  const stores = textsOf(statement.trustStores) ?? [];
  const roots = stores.filter((store) => !store.startsWith("tsa:"));
  if (trusted.some(isProfile) && !everyOf(roots, (store) => SIGNER_STORES.includes(store))) {
    yield problem(
      "weak-policy-store",
      `${path}.trustStores`,
      `is ${shown(statement.trustStores)}, and the ARN of a signing profile says nothing below another root than AWS Signer's`,
      `name ${SIGNER_STORES.join(" or ")}`,
    );
  }
  if (!trusted.some(isSubject)) return;
  if (!everyOf(roots, (store) => store.startsWith("ca:") && !sharedStores.has(store))) {
    yield problem(
      "weak-policy-store",
      `${path}.trustStores`,
      `is ${shown(statement.trustStores)}, and the subject of a certificate counts in ca: stores that no other statement names`,
      "give the statement a ca: store of its own",
    );
  }
  for (const [index, scope] of scopes.entries()) {
    if (!ownRegistries.has(registryOf(scope))) continue;
    yield problem(
      "weak-policy-scope",
      `${path}.registryScopes[${String(index)}]`,
      `is ${shown(scope)} of the organization's own images, and the subject of a certificate counts for images outside`,
      "trust a signing profile for it",
    );
  }
}

/** Accounts whose images signing profiles sign, or that are copied. */
function ownRegistriesOf(
  { replicas }: VerificationSettings,
  statements: readonly (Statement | null)[],
): Set<string> {
  const signed = statements.flatMap((statement) =>
    textsOf(statement?.trustedIdentities)?.some(isProfile) === true
      ? (textsOf(statement?.registryScopes) ?? [])
      : [],
  );
  const addresses = [...signed, ...Object.entries(replicas).flat()];
  return new Set(addresses.map(registryOf).filter((account) => account !== ""));
}

/** Account of a repository's registry; none outside ECR. */
function registryOf(address: string): string {
  return parseRegistryHost(address.split("/")[0] ?? "")?.accountId ?? "";
}

function isProfile(identity: string): boolean {
  return parseSigningProfileArn(identity.replace(VERSION, "")) !== undefined;
}

function isSubject(identity: string): boolean {
  return SUBJECT.test(identity);
}

function everyOf<T>(items: readonly T[], test: (item: T) => boolean): boolean {
  return items.length > 0 && items.every(test);
}

function problem(code: string, path: string, message: string, change?: string): Problem {
  const at = `trustPolicy.${path}`;
  return {
    code,
    path: at,
    message: `${message}, too weak for a cluster that blocks`,
    ...(change === undefined ? {} : { change: `${change}, or let the cluster alert only` }),
  };
}

function textsOf(value: unknown): string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? "not said").slice(0, 200);
}
