import {
  EcrPullDateRescanDuration,
  EcrPullDateRescanMode,
  EcrRescanDuration,
} from "@aws-sdk/client-inspector2";
import { type Problem, ProblemError } from "../../problem";
import { isObject } from "../../asking/fields";

/** How long Inspector scans images again; what is left out stays as it is set. */
export interface RescanSetting {
  readonly rescanDuration: EcrRescanDuration;
  readonly pullDateRescanDuration?: EcrPullDateRescanDuration;
  readonly pullDateRescanMode?: EcrPullDateRescanMode;
}

/** What Terraform asks for. */
export type RescanRequest =
  { readonly action: "create" | "update"; readonly setting: RescanSetting } | { readonly action: "delete" };

/** The values of each key, in the SDK's own words. */
const VALUES: Readonly<Record<keyof RescanSetting, readonly string[]>> = {
  rescanDuration: Object.values(EcrRescanDuration),
  pullDateRescanDuration: Object.values(EcrPullDateRescanDuration),
  pullDateRescanMode: Object.values(EcrPullDateRescanMode),
};
/** The key under which the provider adds what it does. */
const LIFECYCLE = "tf";
const CALLER = "call the function by aws_lambda_invocation with lifecycle_scope CRUD";

/**
 * Reads what the provider's `aws_lambda_invocation` sends in lifecycle scope CRUD: the input with a key `tf` that
 * holds the action and the input before.
 *
 * @throws ProblemError `invalid-event` with everything that is wrong
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/r/lambda_invocation.html.markdown
 */
export function parseEvent(event: unknown): RescanRequest {
  if (!isObject(event)) throw new ProblemError([problem("event", "is not an object", undefined, CALLER)]);
  const { [LIFECYCLE]: lifecycle, ...input } = event;
  const action = isObject(lifecycle) ? lifecycle["action"] : undefined;
  // What was set before does not matter, and at the end neither does what is set now.
  if (action === "delete") return { action };
  const problems: Problem[] = [];
  if (action !== "create" && action !== "update") {
    problems.push(
      problem(`${LIFECYCLE}.action`, `is ${said(action)}`, '"create", "update" or "delete"', CALLER),
    );
  }
  for (const key of Object.keys(input).filter((name) => !Object.hasOwn(VALUES, name))) {
    problems.push(problem(key, "is not a key of the setting", Object.keys(VALUES).join(", ")));
  }
  for (const [key, values] of Object.entries(VALUES)) {
    const value = input[key];
    if (value === undefined && key !== "rescanDuration") continue;
    if (typeof value === "string" && values.includes(value)) continue;
    problems.push(problem(key, `is ${said(value)}`, values.join(", ")));
  }
  if (problems.length > 0) throw new ProblemError(problems);
  return { action: action as "create" | "update", setting: input as unknown as RescanSetting };
}

function said(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value).slice(0, 100);
}

function problem(path: string, message: string, allowed?: string, change?: string): Problem {
  return {
    code: "invalid-event",
    path,
    message,
    ...(allowed === undefined ? {} : { allowed }),
    ...(change === undefined ? {} : { change }),
  };
}
