import { ACCOUNT_ID, IMAGE_DIGEST, REPOSITORY_NAME, type RunningCount } from "../aws";

/** How many there are, or that nobody knows: nothing said never counts as 0. */
export type Count = RunningCount;

/** A repository of one registry. */
export interface Repository {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly name: string;
}

/** What Inspector scans: the manifest of one platform in one repository, never an index. */
export interface Image {
  readonly arn: string;
  readonly repository: Repository;
  readonly digest: string;
  readonly tags: readonly string[];
  /** Whether Inspector scans it; without that, finding nothing means nothing. */
  readonly scanned: boolean;
  /** Tasks and pods that ran it when Inspector last looked. */
  readonly inUse: Count;
  readonly lastInUseAt?: Date;
}

/** ARN by which Inspector knows an image. @see https://docs.aws.amazon.com/inspector/v2/APIReference/API_ClusterForImageFilterCriteria.html */
export function imageArn({ partition, region, account, name }: Repository, digest: string): string {
  return `arn:${partition}:ecr:${region}:${account}:repository/${name}/${digest}`;
}

/** What an image's ARN says, or `undefined` for any other text. */
export function parseImageArn(arn: string): Pick<Image, "arn" | "repository" | "digest"> | undefined {
  const [, partition = "", region = "", account = "", path = ""] =
    /^arn:(aws[\w-]*):ecr:([a-z0-9-]+):(\d+):repository\/([^:]+:[^:]+)$/.exec(arn) ?? [];
  const slash = path.lastIndexOf("/");
  const [name, digest] = [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)];
  if (!ACCOUNT_ID.test(account) || !REPOSITORY_NAME.test(name) || !IMAGE_DIGEST.test(digest))
    return undefined;
  return { arn, repository: { account, region, partition, name }, digest };
}

/** Two statements about how much an image is used become one: doubt stays, and the higher number wins. */
export function mergeUse(a: Image, b: Image): Image {
  const inUse = a.inUse === "unknown" || b.inUse === "unknown" ? "unknown" : Math.max(a.inUse, b.inUse);
  const [last] = [a.lastInUseAt, b.lastInUseAt]
    .filter((date) => date !== undefined)
    .sort((x, y) => y.getTime() - x.getTime());
  const tags = [...new Set([...a.tags, ...b.tags])].sort();
  return {
    ...a,
    tags,
    inUse,
    ...(last === undefined ? {} : { lastInUseAt: last }),
  };
}
