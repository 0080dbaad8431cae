import { type Manifest, type Repository } from "../images";
import { type Image } from "./image";
import { type Reference } from "./query";
import { type Cluster, type Use } from "./row";
import { type Finding } from "./tally";

/** What to list the findings of; lists hold at most `FILTER_VALUES` values. */
export type FindingFilter =
  | { readonly vulnerability: string }
  | { readonly relatedVulnerability: string }
  | { readonly package: string }
  | { readonly digests: readonly string[] };

/** One page of findings, and how many of them had no shape that can be read. */
export interface FindingPage {
  readonly findings: readonly Finding[];
  readonly unreadable: number;
}

/** Images to look up: those of a repository, with a tag or all, or those with these ARNs, at most `FILTER_VALUES`. */
export type ImageFilter =
  { readonly repository: string; readonly tag?: string } | { readonly arns: readonly string[] };

/**
 * Inspector in one region, for all accounts that the caller may see. Active findings of container images only.
 *
 * Every operation of every port throws ProblemError when it was refused, did not answer or answered nonsense.
 */
export interface Inspector {
  findings(filter: FindingFilter): AsyncIterable<FindingPage>;
  images(filter: ImageFilter): Promise<readonly Image[]>;
  /** All repositories, or those with a name. */
  repositories(name: string | undefined): Promise<readonly Repository[]>;
  /** Where an image runs. */
  uses(imageArn: string): Promise<readonly Use[]>;
  /** How many images it knows, scanned or not; 0 where the registry has basic scanning. */
  coveredImages(): Promise<number>;
  /** How many images run that are not scanned, or no longer; those that are scanned at push alone do not count. */
  unscannedInUse(): Promise<number>;
}

/** ECR, in whatever account the repository is. */
export interface Registry {
  /** The manifest, or `undefined` when the repository does not have it. */
  manifest(repository: Repository, reference: Reference): Promise<Manifest | undefined>;
}

/** A task as ECS has it at this moment. */
export interface LiveTask {
  readonly id: string;
  readonly status: string;
  readonly taskDefinitionArn: string;
  /** What started it, such as `service:api`; may be empty. */
  readonly group: string;
  readonly containers: readonly LiveContainer[];
}

/** A container of a task. */
export interface LiveContainer {
  /** As the task definition names it. @default - ECS does not say */
  readonly image?: string;
  /** What it runs. @default - ECS does not say yet */
  readonly digest?: string;
}

/** ECS, in whatever account the cluster is. */
export interface Tasks {
  /** Tasks of a family, or all, that ECS means to run; all of them or an error. */
  running(cluster: Cluster, family?: string): Promise<readonly LiveTask[]>;
}

/** AWS as `where` needs it. */
export interface Aws {
  inspector(region: string): Inspector;
  readonly registry: Registry;
  readonly tasks: Tasks;
}
