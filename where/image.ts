import { parseImageArn, type RunningCount } from "../aws";
import { type Repository } from "../images";

/** How many there are, or that nobody knows: nothing said never counts as 0. */
export type Count = RunningCount;

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

/** What an image's ARN says, or `undefined` for any other text. */
export function imageOf(arn: string): Pick<Image, "arn" | "repository" | "digest"> | undefined {
  const parsed = parseImageArn(arn);
  if (!parsed) return undefined;
  const { partition, region, accountId, repository, digest } = parsed;
  return { arn, repository: { account: accountId, region, partition, name: repository }, digest };
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
