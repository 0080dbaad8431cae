import { TrustPolicy } from "../../../notation";

/** A statement as a document holds it. */
export function statement(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    name: "release",
    registryScopes: ["registry.example/shop/api"],
    signatureVerification: { level: "strict" },
    trustStores: ["ca:release"],
    trustedIdentities: ["*"],
    ...change,
  };
}

/** A document of these statements. */
export function policyText(...statements: readonly unknown[]): string {
  return JSON.stringify({ version: "1.0", trustPolicies: statements });
}

export function policyOf(...statements: readonly unknown[]): TrustPolicy {
  return TrustPolicy.parse(Buffer.from(policyText(...statements)));
}
