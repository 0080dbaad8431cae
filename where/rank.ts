import { type Weight } from "../aws";

/** Of an image without findings. */
export const NO_FINDING: Weight = { severity: "NONE", exploit: "NO", fix: "NO" };
/** Of an image that is not scanned. */
export const UNSCANNED: Weight = { severity: "UNSCANNED", exploit: "UNKNOWN", fix: "UNKNOWN" };

/** Order of texts by their characters, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
