import { createHash } from "node:crypto";
import { type TrustPolicyDocument } from "./document";

/** The document as a file: what the notation CLI imports, and what a verifier on ECS is shipped with. */
export function trustPolicyText(document: TrustPolicyDocument): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** SHA-256 of {@link trustPolicyText}, as `sha256sum` prints it. */
export function trustPolicySha256(document: TrustPolicyDocument): string {
  return createHash("sha256").update(trustPolicyText(document)).digest("hex");
}
