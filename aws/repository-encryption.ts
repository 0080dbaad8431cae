/**
 * How images are encrypted. ECR takes the type and the key when it makes the repository and never again: a change
 * would replace the repository, which Terraform refuses here, so images move to a repository of another name.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
 */
export type RepositoryEncryption =
  /** Keys owned by ECR. */
  | { readonly type: "aes256" }
  /**
   * The given KMS key of the registry's account and region, or one made and rotated by us; `kms-dsse` encrypts
   * twice, in AWS GovCloud (US) alone.
   */
  | { readonly type: "kms" | "kms-dsse"; readonly keyArn?: string };
