import { dayOf, holds as holdsOn, STOP_LIMIT } from "../aws";

/** Whether an image that is not trusted is kept out, or only told of; from the stricter on. */
export const MODES = ["block", "alert"] as const;

/** One of {@link MODES}. */
export type Mode = (typeof MODES)[number];

/** File in the zip of each function of image verification, with its {@link VerificationSettings}. */
export const SETTINGS_FILE = "settings.json";

/**
 * What the functions of image verification in one account and region are shipped with: a file in the zip of
 * each, so that the SHA-256 of the code covers mode, policy and exceptions too. Nothing of it ever comes
 * from an event.
 */
export interface VerificationSettings {
  readonly version: 1;
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
  /** The ECS clusters that are known, by name. A cluster that is not here counts as one that blocks everything. */
  readonly clusters: Readonly<Record<string, ClusterSettings>>;
  /**
   * Names of the ECS clusters that are known, and whose images nobody asks to be verified.
   * @default - none
   */
  readonly unverified?: readonly string[];
  /** A trust policy of the Notary Project, as `trust-policy/` renders it; its scopes are exact repositories. */
  readonly trustPolicy: unknown;
  /**
   * Certificates in PEM by trust store, `<type>:<name>`, beside the roots of AWS Signer that the code holds and whose
   * names are taken.
   * @default - none
   */
  readonly trustStores: Readonly<Record<string, readonly string[]>>;
  /** Address of the repository that a replica is filled from, by the replica's own address. */
  readonly replicas: Readonly<Record<string, string>>;
  /** Images that are let in though no signature says so. */
  readonly exceptions: readonly ImageException[];
  /** What is let in for some days because it must run now. */
  readonly breakGlass: readonly BreakGlass[];
  /**
   * Above how many stops of one service tasks go on whose image was trusted before.
   * @default - five stops in ten minutes
   */
  readonly stopLimit?: StopLimit;
}

/** How many stops of one service, or family of tasks, may be a decision; more are taken for a mistake. */
export interface StopLimit {
  /** From 1 to 100. */
  readonly stops: number;
  /** Minutes in which they are counted, from 1 to 60. */
  readonly minutes: number;
}

/** What one ECS cluster may run. */
export interface ClusterSettings {
  readonly mode: Mode;
  /** `refuse` takes digests only; `detect` resolves a tag, verifies, and compares once tasks run. */
  readonly tags: "refuse" | "detect";
  /** Addresses of the repositories whose images may run, `<registry>/<repository>`. */
  readonly repositories: readonly string[];
  /** The same for single services, by name, instead of the cluster's. @default - the cluster's for all */
  readonly services: Readonly<Record<string, readonly string[]>>;
  /**
   * A time in UTC such as `2026-12-31T23:59:59Z`; a task that was created before is never stopped. With
   * `9999-12-31T00:00:00Z` none is.
   */
  readonly enforcedSince: string;
}

/** Who answers for something that is let through, and how long. */
export interface Answerable {
  readonly reason: string;
  /** A person or a team. */
  readonly owner: string;
  /** Last day in UTC on which it holds, such as `2026-12-31`; from when, says {@link holds}. */
  readonly expires: string;
}

/** One image that may run without a trusted signature: wild cards and tags are not said here. */
export interface ImageException extends Answerable {
  /** `<registry>/<repository>@sha256:…`, in ECR or elsewhere. */
  readonly image: string;
}

/** A service or a digest that may run in a cluster whatever verification says of it. */
export interface BreakGlass extends Answerable {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Name of the service. Exactly one of `service` and `digest` is said. */
  readonly service?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

/** The settings of a cluster by its name; none for one that is not known, which blocks everything. */
export function clusterOf({ clusters }: VerificationSettings, name: string): ClusterSettings | undefined {
  return Object.hasOwn(clusters, name) ? clusters[name] : undefined;
}

/** How many stops of one service may be a decision. */
export function stopLimitOf({ stopLimit }: Pick<VerificationSettings, "stopLimit">): StopLimit {
  return stopLimit ?? { stops: STOP_LIMIT.stops.usual, minutes: STOP_LIMIT.minutes.usual };
}

/** Whether a cluster is known as one whose images nobody asks to be verified. */
export function isUnverified({ unverified = [] }: VerificationSettings, name: string): boolean {
  return unverified.includes(name);
}

/**
 * Whether something that somebody answers for holds: its last day counts, in UTC, and of the days before it no more
 * than anybody can answer for, 14 of `breakGlass` and 365 of `exception`. An entry that ends later does not hold yet.
 *
 * @param now milliseconds since 1970
 */
export function holds(kind: "breakGlass" | "exception", { expires }: Answerable, now: number): boolean {
  return holdsOn(kind, expires, dayOf(now));
}

/**
 * What `enforcedSince` of a cluster is whose tasks are never stopped: no task is created later. The default until
 * somebody says from which day.
 */
export const NEVER_ENFORCED = "9999-12-31T00:00:00Z";
