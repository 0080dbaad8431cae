export { SUITE_FUNCTIONS, type SuiteFunction } from "../../names";
export { functionZip } from "./code";
export { DeadLetters, type DeadLettersProps } from "./dead-letters";
export { EventQueue, type EventQueueProps } from "./event-queue";
export { LambdaFunction } from "./lambda-function";
export { type LambdaFunctionProps } from "./lambda-function-props";
export { WorkQueue, type WorkQueueProps } from "./work-queue";
