/** What the functions decided before, kept where every call of them sees it. */
export interface DecisionHistory {
  /** Keeps that an image was trusted in a cluster. */
  recordTrusted(image: ClusterImage): Promise<void>;
  /** Whether an image was ever trusted in a cluster. */
  wasTrusted(image: ClusterImage): Promise<boolean>;
  /**
   * Counts a stop unless that would be one too many; the same task again is counted once.
   *
   * @returns whether the task may be stopped
   */
  countStop(stop: Stop, limit: StopLimit): Promise<boolean>;
}

/** An image as one cluster runs it: trusted in one cluster says nothing of another, which may run other repositories. */
export interface ClusterImage {
  /** Name of the cluster. */
  readonly cluster: string;
  /** `sha256:…` */
  readonly digest: string;
}

/** The stop of one task. */
export interface Stop {
  /** Name of the cluster. */
  readonly cluster: string;
  /** What the stops are counted for: a service, or the family of tasks that are in none. */
  readonly workload: string;
  /** ARN of the task. */
  readonly task: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** How many stops of one workload are no accident. */
export interface StopLimit {
  readonly stops: number;
  readonly withinMilliseconds: number;
}

/** At most five stops of one service in ten minutes. */
export const STOP_LIMIT: StopLimit = { stops: 5, withinMilliseconds: 10 * 60_000 };
