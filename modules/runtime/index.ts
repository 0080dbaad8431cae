export { ClusterRuntimeMonitoring, type ClusterRuntimeMonitoringProps } from "./cluster-runtime-monitoring";
export { type Coverage, GUARDDUTY_MANAGED_TAG, type RuntimeCoverage } from "./coverage";
export { EcsImageVerification, type EcsImageVerificationProps } from "./ecs-image-verification";
export {
  type AdmissionEngine,
  EksImageVerification,
  type EksImageVerificationProps,
} from "./eks-image-verification";
export { GuardDutyDetector } from "./guardduty-detector";
export { GuardDutyEndpoint, type GuardDutyEndpointProps } from "./guardduty-endpoint";
export { RuntimeMonitoring, type RuntimeMonitoringProps } from "./runtime-monitoring";
