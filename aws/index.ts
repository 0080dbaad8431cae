export { ipv4Range } from "./ipv4-range";
export { STAGE_ACTION_COUNT } from "./limits";
export { dnsSuffix, hasRuntimeMonitoring, type Partition, partitionOf } from "./partition";
export {
  PULL_DATE_RESCAN_DURATIONS,
  PULL_DATE_RESCAN_MODES,
  type PullDateRescanDuration,
  type PullDateRescanMode,
  RESCAN_DURATIONS,
  type RescanDuration,
} from "./inspector";
export {
  ACCOUNT_ID,
  ORGANIZATION_ID,
  ORGANIZATIONAL_UNIT_ID,
  REPOSITORY_NAME,
  REPOSITORY_NAME_LENGTH,
  ROOT_ID,
  SIGNING_PROFILE_NAME,
} from "./patterns";
export {
  CONTAINER_SIGNING_REGIONS,
  LAMBDA_CODE_SCANNING_REGIONS,
  OPT_IN_REGIONS,
  type Region,
  REGIONS,
} from "./regions";
