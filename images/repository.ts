/** A repository of one registry. */
export interface Repository {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly name: string;
}

/** ARN by which Inspector knows an image. @see https://docs.aws.amazon.com/inspector/v2/APIReference/API_ClusterForImageFilterCriteria.html */
export function imageArn({ partition, region, account, name }: Repository, digest: string): string {
  return `arn:${partition}:ecr:${region}:${account}:repository/${name}/${digest}`;
}
