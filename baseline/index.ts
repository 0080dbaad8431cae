export { type AwsException, type Subject } from "./aws-exception";
export { AWS_EXCEPTIONS } from "./aws-exceptions";
export { checkBaseline, STACK_RULES, SUITE_RULES } from "./check";
export {
  baselineProblems,
  type BaselineReport,
  formatBaseline,
  type GrantedException,
  type Violation,
} from "./report";
export { type SynthesizedStack, type TerraformJson } from "./stack";
