import { SIGNER_TRUST_STORES } from "../../aws/signer-trust-stores";
import { type TrustStoreFiles } from "../trust-store/trust-store";
import { SIGNER_ROOTS } from "./roots";

/** The trust stores that AWS documents for AWS Signer, each with the root of its partition. */
export function signerTrustStores(): TrustStoreFiles {
  return Object.fromEntries(
    Object.entries(SIGNER_TRUST_STORES).map(([partition, store]) => [store, signerRoots(partition)]),
  );
}

/** The root of AWS Signer in a partition; none where none is published, so that no signature counts there. */
export function signerRoots(partition: string): readonly Uint8Array[] {
  const root = partition === "aws" || partition === "aws-us-gov" ? SIGNER_ROOTS[partition] : undefined;
  return root ? [Buffer.from(root.certificate, "base64")] : [];
}
