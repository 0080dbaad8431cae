export { type InspectorScanType } from "../../aws";
export { BasicScanFindings, type BasicScanFindingsProps } from "./basic-scan-findings";
export { Inspector, type InspectorProps } from "./inspector";
export { InspectorOrganization, type InspectorOrganizationProps } from "./inspector-organization";
export { InspectorRescanDuration, type InspectorRescanDurationProps } from "./inspector-rescan-duration";
export { InspectorSuppression, type InspectorSuppressionProps } from "./inspector-suppression";
export { RegistryScanning, type RegistryScanningProps } from "./registry-scanning";
