import { OTHER_REGIONS_FILE, type OtherRegions } from "../../verification";

/** What the zip of the function that looks at other regions holds beside the settings. */
export function regionFiles(otherRegions: OtherRegions | undefined): Record<string, string> {
  return otherRegions === undefined ? {} : { [OTHER_REGIONS_FILE]: `${JSON.stringify(otherRegions)}\n` };
}
