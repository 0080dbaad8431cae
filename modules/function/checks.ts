import { Token } from "cdktf";
import { existsSync } from "node:fs";
import { isAbsolute } from "node:path";
import { type Problem } from "../../problem";
import { placeProblems, rangeProblems, templateProblems } from "../checks";
import { type LambdaFunctionProps } from "./lambda-function-props";

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const NAME = /^[A-Za-z0-9_-]{1,64}$/;
/** @see https://docs.aws.amazon.com/lambda/latest/api/API_Environment.html */
const VARIABLE = /^[A-Za-z][A-Za-z0-9_]+$/;
/** Variables that Lambda sets, and two that would change which code runs. @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const RESERVED = /^(AWS_|LAMBDA_|_|TZ$|NODE_OPTIONS$|NODE_PATH$)/;
/** Bytes of all names and values. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const ENVIRONMENT_BYTES = 4_096;
/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
const SCHEDULE = /^(rate\(\d+ (minute|minutes|hour|hours|day|days)\)|cron\(\S+( \S+){5}\))$/;

/** A number of the props with what Lambda takes. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const RANGES = {
  timeoutSeconds: { min: 1, max: 900 },
  memoryMegabytes: { min: 128, max: 10_240 },
  reservedConcurrency: { min: 1, max: Number.MAX_SAFE_INTEGER },
  maximumEventAgeSeconds: { min: 60, max: 21_600 },
  maximumRetryAttempts: { min: 0, max: 2 },
} as const;

/** Everything about a function that Lambda would refuse, and what it would take but should not. */
export function functionProblems(path: string, props: LambdaFunctionProps): Problem[] {
  return [
    ...placeProblems(path, props),
    ...nameProblems(path, props.name),
    ...templateProblems(path, {
      description: props.description,
      logKeyArn: props.logKeyArn,
      ...variables(props.environment),
    }),
    ...zipProblems(path, props),
    ...numberProblems(path, props),
    ...environmentProblems(path, props.environment ?? {}),
  ];
}

/** A text that is no schedule of EventBridge. */
export function scheduleProblems(path: string, expression: string): Problem[] {
  if (Token.isUnresolved(expression) || SCHEDULE.test(expression)) return [];
  return [
    {
      code: "invalid-schedule",
      path,
      message: `"${expression}" is not a schedule`,
      allowed: "rate(value unit) or cron(minutes hours day-of-month month day-of-week year)",
    },
  ];
}

function nameProblems(path: string, name: string): Problem[] {
  if (Token.isUnresolved(name) || NAME.test(name)) return [];
  return [
    {
      code: "invalid-function-name",
      path,
      message: `"${name}" is not the name of a function`,
      allowed: "1 to 64 letters, digits, - and _",
    },
  ];
}

function zipProblems(path: string, { zip }: LambdaFunctionProps): Problem[] {
  if (isAbsolute(zip) && existsSync(zip)) return [];
  return [
    {
      code: "zip-not-found",
      path,
      message: `the zip with the code, "${zip}", ${isAbsolute(zip) ? "does not exist" : "is not an absolute path"}`,
      change: "build it first and give its absolute path",
    },
  ];
}

function numberProblems(path: string, props: LambdaFunctionProps): Problem[] {
  return Object.entries(RANGES).flatMap(([key, range]) => {
    const value = props[key as keyof typeof RANGES];
    return value === undefined || Token.isUnresolved(value) ? [] : rangeProblems(path, key, value, range);
  });
}

function variables(environment: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [`the variable ${name}`, value]),
  );
}

function environmentProblems(path: string, environment: Readonly<Record<string, string>>): Problem[] {
  const problems: Problem[] = Object.keys(environment)
    .filter((name) => !VARIABLE.test(name) || RESERVED.test(name))
    .map((name) => ({
      code: "invalid-variable",
      path,
      message: `"${name}" cannot be an environment variable of a function`,
      allowed: "a letter, then letters, digits and _; none that Lambda or Node.js give a meaning",
    }));
  const bytes = Buffer.byteLength(Object.entries(environment).flat().join(""));
  if (bytes > ENVIRONMENT_BYTES) {
    problems.push({
      code: "environment-too-large",
      path,
      message: `the environment has ${String(bytes)} bytes`,
      allowed: `${String(ENVIRONMENT_BYTES)} bytes of names and values together`,
      change: "ship long configuration inside the zip",
    });
  }
  return problems;
}
