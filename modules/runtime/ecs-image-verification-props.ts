import { type Location } from "../../aws";
import { type TrustPolicyDocument } from "../../trust-policy";
import {
  type BreakGlass,
  type ClusterSettings,
  type ImageException,
  type OtherRegions,
  type StopLimit,
} from "../../verification";

/** What image verification on ECS needs to be told. */
export interface EcsImageVerificationProps extends Location {
  /** What each cluster may run, by its name; a cluster that is not here counts as one that blocks everything. */
  readonly clusters: Readonly<Record<string, ClusterSettings>>;
  /** Names of clusters that are known and whose images nobody asks to be verified. @default - none */
  readonly unverified?: readonly string[];
  /** Whose signatures are trusted for which repositories; for a cluster that blocks strict, and exact profiles. */
  readonly trustPolicy: TrustPolicyDocument;
  /**
   * Repositories whose images and signatures are read; 7,000 characters of ARNs are listed one by one, less those of
   * what the same function reads and stops in clusters. For more the functions may read the whole registries they are
   * in.
   */
  readonly repositoryArns: readonly string[];
  /** Certificates in PEM by trust store, beside the roots of AWS Signer. @default - none */
  readonly trustStores?: Readonly<Record<string, readonly string[]>>;
  /** Address of the repository that a replica is filled from, by the replica's own. @default - none */
  readonly replicas?: Readonly<Record<string, string>>;
  /** Images that are let in though no signature says so, at most 365 days each. @default - none */
  readonly exceptions?: readonly ImageException[];
  /** What is let in for some days, at most 14, because it must run now. @default - nothing */
  readonly breakGlass?: readonly BreakGlass[];
  /**
   * Above how many stops of one service, or family of tasks, in how many minutes tasks go on whose image was trusted
   * there before, with an alarm: 1 to 100 stops, 1 to 60 minutes. What was never trusted is always stopped.
   *
   * @default - five stops in ten minutes
   */
  readonly stopLimit?: StopLimit;
  /**
   * The day it is, in UTC as `2026-03-31`: an exception or break-glass that ends too long after it is refused.
   *
   * @default - none is refused here; the functions ignore an entry until it has so many days left, and name it in the
   * log of the task verifier every hour
   */
  readonly today?: string;
  /**
   * The account's other regions: clusters with tasks that are not named are told of in each in which no verification
   * of its own looks. For one verification of an account, as each finding is to be there once.
   *
   * @default - only this region is looked at
   */
  readonly otherRegions?: OtherRegions;
  /** Topic that is told by the alarms. @default - the alarms are only shown */
  readonly alarmTopicArn?: string;
}
