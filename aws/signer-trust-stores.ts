/**
 * Trust stores that hold the root of AWS Signer, by partition, under the names that AWS documents for the notation
 * CLI; no root is published for `aws-cn`.
 *
 * @see https://docs.aws.amazon.com/signer/latest/developerguide/image-verification.html
 */
export const SIGNER_TRUST_STORES = {
  aws: "signingAuthority:aws-signer-ts",
  "aws-us-gov": "signingAuthority:aws-us-gov-signer-ts",
} as const;
