export { DelegatedAdministrators, type DelegatedAdministratorsProps } from "./delegated-administrators";
export { FindingNotifications, type FindingNotificationsProps } from "./finding-notifications";
export { OWN_GENERATOR_PREFIX } from "./finding-pattern";
export { type Guardrail, type GuardrailContext, type GuardrailKind } from "./guardrail";
export { GUARDRAILS } from "./guardrail-catalogue";
export { Guardrails, type GuardrailsProps, type GuardrailTarget } from "./guardrails";
export { packPolicies, type PackedPolicy, POLICIES_PER_TARGET, POLICY_LENGTH } from "./pack-policies";
export {
  SecurityHubAggregation,
  type SecurityHubAggregationProps,
  type SecurityStandard,
} from "./security-hub-aggregation";
export { SecurityHubHub, type SecurityHubHubProps } from "./security-hub-hub";
export { TrustedAccess, type TrustedAccessProps } from "./trusted-access";
