/**
 * What ECR says about signing one image with one profile.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageSigningStatus.html
 */
export interface SigningState {
  /** @default - ECR does not say with which profile */
  readonly profileArn?: string | undefined;
  /** `IN_PROGRESS`, `COMPLETE` or `FAILED`. */
  readonly status?: string | undefined;
  readonly failureCode?: string | undefined;
  readonly failureReason?: string | undefined;
}
