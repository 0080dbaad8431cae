import { fitName, joinName } from "../../names";

/** Longest name of a build project. @see https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html */
const PROJECT_NAME_LENGTH = 150;

/** Longest name of a rule. @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const RULE_NAME_LENGTH = 64;
/** Longest name of a connection. @see https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_CreateConnection.html */
const CONNECTION_NAME_LENGTH = 32;

/** Name of the pipeline itself. */
export function pipelineNameOf(key: string): string {
  return `supply-chain-${key}`;
}

/** Name of the build project of one stage. */
export function projectNameOf(key: string, stage: string): string {
  return joinName(pipelineNameOf(key), stage, PROJECT_NAME_LENGTH);
}

/** Name of the rule that tells of failed executions, and of its topic. */
export function ruleNameOf(key: string): string {
  return joinName(pipelineNameOf(key), "failed", RULE_NAME_LENGTH);
}

/** Name of the connection to the code host. */
export function connectionNameOf(key: string): string {
  return fitName(key, CONNECTION_NAME_LENGTH);
}
