import { isUnresolved, parseJson } from "../reference";
import { type Finding, type Rule } from "../rule";
import { type Body, isBody, type Resource } from "../stack";

/** Texts that are secrets wherever they stand. */
const SECRET_TEXT: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["an AWS access key id", /(?<![A-Za-z0-9])A[KS]IA[A-Z2-7]{16}(?![A-Za-z0-9])/],
  ["a private key", /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/],
  ["a GitHub token", /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22})/],
  ["a GitLab token", /(?<![A-Za-z0-9])gl(?:pat|dt|rt|cbt|ptt)-[A-Za-z0-9_-]{20}/],
  ["a Docker Hub token", /(?<![A-Za-z0-9])dckr_(?:pat|oat)_[A-Za-z0-9_-]{20}/],
  ["an npm token", /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}/],
  ["a Slack token", /(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10}/],
];
/** One look before the table: hardly any text holds one of these. */
const SUSPICIOUS = /A[KS]IA|PRIVATE KEY|gh[pousr]_|github_pat_|gl(?:pat|dt|rt|cbt|ptt)-|dckr_|npm_|xox/;

/** Arguments and variables whose value is the secret itself; `…_arn`, `…_id`, `…_name` only name one. */
const SECRET_NAME =
  /(?:^|[_.-])(?:password|passwd|passphrase|secret|token|private_?key|secret_?key|secret_?access_?key|access_?key|api_?key|auth_?token|credentials?)$/i;
/** In camel case, as JSON inside texts writes it. */
const CAMEL_SECRET_NAME =
  /(?:password|passwd|passphrase|secret|token|privateKey|secretKey|accessKey|apiKey|credentials?)$/i;

/** Where the argument itself is the value of a secret, whatever its name. */
const SECRET_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  aws_secretsmanager_secret_version: ["secret_string", "secret_binary", "secret_string_wo"],
  aws_ssm_parameter: ["value", "value_wo", "insecure_value"],
};
/** Environment variable types that name a secret instead of holding it. */
const BY_NAME = new Set(["PARAMETER_STORE", "SECRETS_MANAGER"]);
const CHANGE = "keep the value in AWS Secrets Manager or a sensitive variable and refer to it";

type Report = (message: string) => void;

function isLiteralSecret(value: unknown): value is string {
  return (
    typeof value === "string" && value !== "" && !isUnresolved(value) && !/^arn:|^\{\{resolve:/.test(value)
  );
}

function judgeText(text: string, path: string, report: Report): void {
  if (!SUSPICIOUS.test(text)) return;
  for (const [name, pattern] of SECRET_TEXT) if (pattern.test(text)) report(`${path} holds ${name}`);
}

/** `{ name: "TOKEN", value: "…" }`, as CodeBuild and ECS write environment variables. */
function judgeVariable(body: Body, path: string, report: Report): void {
  const { name, type, value } = body;
  if (typeof name !== "string" || !isLiteralSecret(value)) return;
  if (!SECRET_NAME.test(name) && !CAMEL_SECRET_NAME.test(name)) return;
  if (BY_NAME.has(String(type))) return;
  report(
    isUnresolved(type)
      ? `whether ${path} holds the secret ${name} in plain text could not be decided, its type is ${type}`
      : `${path} holds the variable ${name} in plain text`,
  );
}

function walk(value: unknown, path: string, report: Report): void {
  if (typeof value === "string") {
    judgeText(value, path, report);
  } else if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) walk(entry, `${path}[${String(index)}]`, report);
  } else if (isBody(value)) {
    judgeVariable(value, path, report);
    for (const key in value) {
      if (key === "//") continue;
      const inner = path === "" ? key : `${path}.${key}`;
      const found = value[key];
      if (typeof found === "string" && SECRET_NAME.test(key) && isLiteralSecret(found)) {
        report(`${inner} holds a literal`);
      } else {
        walk(found, inner, report);
      }
    }
  }
}

/** Texts that are JSON themselves: a secret with several fields, container definitions. */
function judgeJson(text: string, path: string, report: Report): void {
  let parsed: unknown;
  try {
    parsed = parseJson(text);
  } catch {
    return;
  }
  walk(parsed, path, (message) => {
    report(message);
  });
  if (!isBody(parsed)) return;
  for (const [key, value] of Object.entries(parsed)) {
    if (CAMEL_SECRET_NAME.test(key) && !SECRET_NAME.test(key) && isLiteralSecret(value)) {
      report(`${path}.${key} holds a literal`);
    }
  }
}

function judgeResource({ type, body }: Resource, report: Report): void {
  walk(body, "", report);
  for (const argument of SECRET_ARGUMENTS[type] ?? []) {
    const value = body[argument];
    if (type === "aws_ssm_parameter" && body["type"] !== "SecureString") {
      if (!isUnresolved(body["type"])) continue;
      if (isLiteralSecret(value)) report(`whether ${argument} is a secret could not be decided`);
    } else if (isLiteralSecret(value)) {
      report(`${argument} holds a literal`);
    } else if (typeof value === "string" && value.trimStart().startsWith("{")) {
      judgeJson(value, argument, report);
    }
  }
  if (type === "aws_ecs_task_definition" && typeof body["container_definitions"] === "string") {
    judgeJson(body["container_definitions"], "container_definitions", report);
  }
}

/** Nobody reads a secret in the Terraform JSON, the state or a repository. */
export const noPlaintextSecret: Rule = {
  id: "no-plaintext-secret",
  description:
    "No literal is a secret: no access key id, private key or token anywhere, no literal in arguments and variables that hold passwords.",
  check: ({ stack }) => {
    const findings: Finding[] = [];
    for (const resource of stack.blocks) {
      const messages = new Set<string>();
      judgeResource(resource, (message) => messages.add(message));
      for (const message of messages) findings.push({ resource, message, change: CHANGE });
    }
    return findings;
  },
};
