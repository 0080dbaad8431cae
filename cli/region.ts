import { type Region, REGIONS } from "../aws";
import { UsageError } from "./command";

/**
 * A region that somebody named behind `--region`.
 *
 * @throws UsageError for one that AWS does not have
 */
export function checkedRegion(region: string): Region {
  const found = REGIONS.find((known) => known === region);
  if (found === undefined) throw new UsageError(`--region ${region} is no region of AWS, write eu-central-1`);
  return found;
}
