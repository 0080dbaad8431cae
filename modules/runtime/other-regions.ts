/** What is known of the regions beside that of a verification. */
export interface OtherRegions {
  /** Regions in which a verification of its own looks. */
  readonly watched: readonly string[];
  /** Names of the clusters of ECS that are known in each of the others. */
  readonly named: Readonly<Record<string, readonly string[]>>;
}

/** File in the zip of the task verifier. */
const FILE = "regions.json";

/** What the zip of the function that looks at other regions holds beside the settings. */
export function regionFiles(otherRegions: OtherRegions | undefined): Record<string, string> {
  return otherRegions === undefined ? {} : { [FILE]: `${JSON.stringify(otherRegions)}\n` };
}
