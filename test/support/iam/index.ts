export { type Decision, evaluate, type Policies, type Request } from "./evaluate";
export { parsePolicy, type Policy, policyOf, type PolicyStatement } from "./policy";
export { type Caller } from "./principal";
