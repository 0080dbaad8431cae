import { ProblemError } from "../problem";
import { ACCOUNT_ID, NAME, PARTITION, REGION } from "./forms";
import { Reading } from "./reading";
import { MODES, type VerificationSettings } from "./settings";

/** What happens in a cluster, from the strictest on; in one that is `off` nothing is verified. */
export const CLUSTER_MODES = [...MODES, "off"] as const;

/** One of {@link CLUSTER_MODES}. */
export type ClusterMode = (typeof CLUSTER_MODES)[number];

/** File in the zip of the hook function, with the {@link ClusterModes}. */
export const CLUSTERS_FILE = "clusters.json";

/**
 * The modes of the clusters of one account and region, and nothing else: a file beside the settings in
 * the zip of the hook function, so that its code's SHA-256 covers it too. A mistake in the settings then stops no
 * deployment of a cluster that only alerts.
 */
export interface ClusterModes {
  readonly version: 1;
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
  /** By the name of the cluster. One that is not here counts as one that blocks. */
  readonly modes: Readonly<Record<string, ClusterMode>>;
}

/** The modes that settings say. */
export function clusterModes(settings: VerificationSettings): ClusterModes {
  const { partition, accountId, region, clusters, unverified = [] } = settings;
  const modes = Object.create(null) as Record<string, ClusterMode>;
  for (const [name, { mode }] of Object.entries(clusters)) modes[name] = mode;
  for (const name of unverified) modes[name] = "off";
  return { version: 1, partition, accountId, region, modes };
}

/** Whether two say the same, in whatever order. */
export function areSameModes(one: ClusterModes, other: ClusterModes): boolean {
  return written(one) === written(other);
}

function written({ version, partition, accountId, region, modes }: ClusterModes): string {
  return JSON.stringify([version, partition, accountId, region, Object.entries(modes).sort()]);
}

/**
 * Reads the modes of clusters; anything that is wrong with them makes all of them unknown.
 *
 * @param value what {@link CLUSTERS_FILE} holds
 * @throws ProblemError `missing-key`, `unknown-key`, `invalid-value`; every problem at once
 */
export function parseClusterModes(value: unknown): ClusterModes {
  const reading = new Reading();
  const names = ["version", "partition", "accountId", "region", "modes"] as const;
  const members = reading.object(value, "", names);
  if (members.version !== 1) reading.refuse("version", members.version, "1");
  const modes: ClusterModes = {
    version: 1,
    partition: reading.text(members.partition, "partition", PARTITION),
    accountId: reading.text(members.accountId, "accountId", ACCOUNT_ID),
    region: reading.text(members.region, "region", REGION),
    modes: reading.record(members.modes, "modes", NAME, (item, path) =>
      reading.oneOf(item, path, CLUSTER_MODES),
    ),
  };
  if (reading.problems.length > 0) throw new ProblemError(reading.problems);
  return modes;
}
