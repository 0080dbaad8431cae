/** ARN of the root of an account: the principal that stands for everybody in it. */
export function accountRootArn(partition: string, accountId: string): string {
  return `arn:${partition}:iam::${accountId}:root`;
}
