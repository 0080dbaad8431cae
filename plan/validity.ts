import { type SignatureValidity } from "../aws";

const UNITS = { days: "DAYS", months: "MONTHS", years: "YEARS" } as const;

/** How long signatures are valid, from what the file says, such as `135 months`. */
export function parseValidity(text: string): SignatureValidity {
  const [value, unit] = text.split(" ") as [string, keyof typeof UNITS];
  return { value: Number(value), unit: UNITS[unit] };
}
