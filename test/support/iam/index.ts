export { type Actor, administrator, ANONYMOUS, roleWith, service, serviceLinkedRole } from "./callers";
export { type Decision, evaluate, type Policies, type Request } from "./evaluate";
export { parsePolicy, type Policy, policyOf, type PolicyStatement } from "./policy";
export { type Caller } from "./principal";
export {
  cachePolicies,
  endpointPolicies,
  identityPolicies,
  organizationPolicies,
  registryPolicies,
  repositoryPolicies,
} from "./stack-policies";
