export { type AdmissionEngine, type Coverage, type RuntimeCoverage } from "../../aws";
export { ClusterRuntimeMonitoring, type ClusterRuntimeMonitoringProps } from "./cluster-runtime-monitoring";
export { GUARDDUTY_MANAGED_TAG } from "./coverage";
export { EcsImageVerification } from "./ecs-image-verification";
export { type EcsImageVerificationProps } from "./ecs-image-verification-props";
export { EksImageVerification, type EksImageVerificationProps } from "./eks-image-verification";
export { GuardDutyDetector } from "./guardduty-detector";
export { GuardDutyEndpoint, type GuardDutyEndpointProps } from "./guardduty-endpoint";
export { RuntimeMonitoring, type RuntimeMonitoringProps } from "./runtime-monitoring";
