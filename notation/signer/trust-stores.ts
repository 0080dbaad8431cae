import { SIGNER_TRUST_STORES } from "../../aws/signer-trust-stores";
import { type TrustStoreFiles } from "../trust-store/trust-store";
import { SIGNER_ROOTS } from "./roots";

/** The trust stores that AWS documents for AWS Signer, each with the root of its partition. */
export function signerTrustStores(): TrustStoreFiles {
  return Object.fromEntries(
    (["aws", "aws-us-gov"] as const).map((partition) => [
      SIGNER_TRUST_STORES[partition],
      [Buffer.from(SIGNER_ROOTS[partition].certificate, "base64")],
    ]),
  );
}
