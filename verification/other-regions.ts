/**
 * What is known of the regions of an account beside that of one verification, which looks at them: a file beside the
 * settings in the zip of its task verifier.
 */
export interface OtherRegions {
  /** Regions in which a verification of its own looks. */
  readonly watched: readonly string[];
  /** Names of the clusters of ECS that are known in each of the others. */
  readonly named: Readonly<Record<string, readonly string[]>>;
}

/** File in the zip of the task verifier. */
export const OTHER_REGIONS_FILE = "regions.json";
