/** How images are encrypted; cannot change after the repository is made. */
export type RepositoryEncryption =
  /** Keys owned by ECR. */
  | { readonly type: "aes256" }
  /** The given KMS key of the registry's account and region, or one made and rotated by us. */
  | { readonly type: "kms"; readonly keyArn?: string };
