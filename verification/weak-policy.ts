import { parseSigningProfileArn } from "../aws";
import { type Problem } from "../problem";
import { clusterOf, type VerificationSettings } from "./settings";

const VERSION = /\/[A-Za-z0-9]{10}$/;
const SUBJECT = "x509.subject:";

/** What this reads of a statement; anything else about it is judged by who verifies with it. */
interface Statement {
  readonly name?: unknown;
  readonly registryScopes?: unknown;
  readonly signatureVerification?: { readonly level?: unknown; readonly override?: unknown } | null;
  readonly trustStores?: unknown;
  readonly trustedIdentities?: unknown;
}

/**
 * Why the trust policy is too weak for a cluster that blocks; nothing for one that only alerts.
 *
 * Of each statement for one of the cluster's repositories, and of each for `*`: the level has to be strict without
 * an override, and every trusted identity the ARN of a signing profile. The subject of a certificate will do where
 * all trust stores of the statement are `ca:`, its signer's own: below the root of AWS Signer everybody signs under
 * the same subject.
 *
 * @returns `weak-policy-unreadable`, `weak-policy-scope`, `weak-policy-level`, `weak-policy-override`,
 * `weak-policy-identity`
 */
export function weakPolicy(settings: VerificationSettings, cluster: string): Problem[] {
  const known = clusterOf(settings, cluster);
  if (known?.mode === "alert") return [];
  const { trustPolicies } = settings.trustPolicy as { readonly trustPolicies?: unknown };
  if (!Array.isArray(trustPolicies)) {
    return [problem("weak-policy-unreadable", "trustPolicies", "is no list of statements")];
  }
  const repositories = new Set([
    ...(known?.repositories ?? []),
    ...Object.values(known?.services ?? {}).flat(),
  ]);
  return trustPolicies.flatMap((statement: Statement | null, index) => {
    const path = `trustPolicies[${String(index)}]`;
    const scopes = textsOf(statement?.registryScopes);
    if (!statement || scopes === undefined) {
      return [problem("weak-policy-unreadable", path, "has no list of scopes")];
    }
    if (!scopes.some((scope) => scope === "*" || repositories.has(scope))) return [];
    return [...weaknesses(statement, scopes, path)];
  });
}

function* weaknesses(statement: Statement, scopes: readonly string[], path: string): Generator<Problem> {
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
  const stores = textsOf(statement.trustStores) ?? [];
  const ownSigner = stores.length > 0 && stores.every((store) => /^(?:ca|tsa):/.test(store));
  const identities = textsOf(statement.trustedIdentities) ?? ["*"];
  for (const [index, identity] of identities.entries()) {
    const isProfile = parseSigningProfileArn(identity.replace(VERSION, "")) !== undefined;
    if (isProfile || (ownSigner && identity.startsWith(SUBJECT))) continue;
    const at = `${path}.trustedIdentities[${String(index)}]`;
    yield problem(
      "weak-policy-identity",
      at,
      `is ${shown(identity)}`,
      "name each signing profile by its ARN",
    );
  }
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
