import { type StopLimit } from "../../verification";

/** What the functions decided before, kept where every call of them sees it. */
export interface DecisionHistory {
  /** Keeps that an image of a workload was trusted. */
  recordTrusted(image: TrustedImage): Promise<void>;
  /** Whether an image of a workload was ever trusted. */
  wasTrusted(image: WorkloadImage): Promise<boolean>;
  /** Digests of the indexes as part of which an image of a workload was trusted, the last first; of five at most. */
  trustedIndexes(image: WorkloadImage): Promise<readonly string[]>;
  /**
   * Counts a stop unless that would be one too many; the same task again is counted once. Where ECS replaces what is
   * stopped by a task of the same task definition, stops of that are counted for a day.
   *
   * @returns whether the task may be stopped
   */
  countStop(stop: Stop, limit: StopLimit): Promise<boolean>;
}

/**
 * An image as one workload runs it. That it was trusted there, out of that repository, says nothing of another
 * workload or repository, where the same digest may never have been allowed to run.
 */
export interface WorkloadImage {
  /** Name of the cluster. */
  readonly cluster: string;
  /** A service, or the family of tasks that are in none. */
  readonly workload: string;
  /** `<registry>/<repository>@sha256:…`, or with a tag in place of the digest for a task that has pulled nothing yet. */
  readonly image: string;
}

/** An image that was trusted. */
export interface TrustedImage extends WorkloadImage {
  /** `sha256:…` of the index as part of which it was. @default - it was by itself */
  readonly index?: string;
}

/** The stop of one task. */
export interface Stop {
  /** Name of the cluster. */
  readonly cluster: string;
  /** What the stops are counted for: a service, or the family of tasks that are in none. */
  readonly workload: string;
  /** ARN of the task. */
  readonly task: string;
  /** Task definition, with its revision, that ECS starts another task of in its place. @default - nothing replaces it */
  readonly replacedBy?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}
