import { REGIONAL_SCANS } from "../aws";
import { listed, type Rule } from "./note";

/** A scan that only some of the regions have. */
export const scansLeftOut: Rule = ({ inspector: { autoEnable }, organization: { regions } }) =>
  REGIONAL_SCANS.flatMap(({ scan, what, regions: served }) => {
    const without = regions.filter((region) => !served.has(region));
    if (!autoEnable.includes(scan) || without.length === 0) return [];
    return [
      {
        code: "scan-left-out",
        path: "inspector.autoEnable",
        message: `Inspector does not scan ${what} in ${listed(without)}: ${scan} is left out there`,
      },
    ];
  });
