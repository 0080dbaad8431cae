import { CODE_REPOSITORY_SCANNING_REGIONS, LAMBDA_CODE_SCANNING_REGIONS } from "./regions";

/** What Inspector scans. @see https://docs.aws.amazon.com/inspector/v2/APIReference/API_Enable.html */
export const INSPECTOR_SCAN_TYPES = ["ecr", "ec2", "lambda", "lambda-code", "code-repository"] as const;

export type InspectorScanType = (typeof INSPECTOR_SCAN_TYPES)[number];

/** Scans that are in some regions only, with what they look at. */
export const REGIONAL_SCANS: readonly {
  readonly scan: InspectorScanType;
  readonly what: string;
  readonly regions: ReadonlySet<string>;
}[] = [
  { scan: "lambda-code", what: "the code of functions", regions: LAMBDA_CODE_SCANNING_REGIONS },
  { scan: "code-repository", what: "repositories of code", regions: CODE_REPOSITORY_SCANNING_REGIONS },
];

/** Those of the scans that Inspector has in a region, where it is itself. */
export function scansIn(region: string, scans: readonly InspectorScanType[]): readonly InspectorScanType[] {
  return scans.filter((one) =>
    REGIONAL_SCANS.every(({ scan, regions }) => scan !== one || regions.has(region)),
  );
}

/**
 * How long Inspector goes on scanning an image after it was pushed.
 *
 * @see https://docs.aws.amazon.com/inspector/v2/APIReference/API_EcrConfiguration.html
 */
export const RESCAN_DURATIONS = [
  "LIFETIME",
  "DAYS_180",
  "DAYS_90",
  "DAYS_60",
  "DAYS_30",
  "DAYS_14",
  "DAYS_7",
  "DAYS_3",
] as const;

export type RescanDuration = (typeof RESCAN_DURATIONS)[number];

/** How long Inspector goes on scanning an image after it was last pulled or in use. */
export type PullDateRescanDuration = Exclude<RescanDuration, "LIFETIME">;

export const PULL_DATE_RESCAN_DURATIONS: readonly PullDateRescanDuration[] = RESCAN_DURATIONS.filter(
  (duration) => duration !== "LIFETIME",
);

/** Which date the second duration counts from. */
export const PULL_DATE_RESCAN_MODES = ["LAST_IN_USE_AT", "LAST_PULL_DATE"] as const;

export type PullDateRescanMode = (typeof PULL_DATE_RESCAN_MODES)[number];

/** Most values of one criterion of a filter. @see https://docs.aws.amazon.com/inspector/v2/APIReference/API_FilterCriteria.html */
export const FILTER_VALUES = 10;
