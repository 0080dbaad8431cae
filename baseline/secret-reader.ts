import { gunzipSync } from "node:zlib";
import { parse } from "yaml";
import { holdsExpression, parseJson, referenceOf } from "./reference";
import { isPasswordName, isSecretName, mentionsSecret } from "./secret-name";
import { isLiteral, secretsIn, secretsInScript } from "./secret-text";
import { type Body, isBody, type Resource, type StackView } from "./stack";
import { valuesAt } from "./values";

/** Where the argument itself is the value of a secret, whatever its name. */
const SECRET_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  aws_api_gateway_api_key: ["value"],
  aws_cloudwatch_event_connection: ["auth_parameters.api_key.value"],
  aws_secretsmanager_secret_version: ["secret_string", "secret_binary", "secret_string_wo"],
  aws_ssm_parameter: ["value", "value_wo", "insecure_value"],
  kubernetes_secret: ["binary_data", "data"],
  kubernetes_secret_v1: ["binary_data", "data"],
};
/** Environment variable types that name a secret instead of holding it. */
const BY_NAME = new Set(["PARAMETER_STORE", "SECRETS_MANAGER"]);
/** Parts of a buildspec that name secrets instead of holding them. */
const BUILDSPEC_NAMES = new Set(["parameter-store", "secrets-manager"]);
/** Arguments whose text a machine runs; so is every text of several lines. */
const SCRIPT = /(?:^|\.)(?:args|commands?|entry_?point|user_data)(?:\[\d+\])*$/i;
const ENCODED = /(?:^|\.)(?:user_data|\w+_base64)$/;
const BASE64 = /^[A-Za-z0-9+/\s]{16,}={0,2}\s*$/;
/** Bytes that compressed user data may come to; EC2 takes 16 KB of it. */
const UNZIPPED = 10_000_000;
/** Scripts inside JSON that log in somewhere, and signs that JSON escapes. */
const WORTH_PARSING = /curl|login|\\[nu]/;

/** What a text says when it is base64, compressed or not; `undefined` when it is neither. */
function decoded(text: string): string | undefined {
  if (!BASE64.test(text)) return undefined;
  const bytes = Buffer.from(text, "base64");
  const plain =
    bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: UNZIPPED }) : bytes;
  return plain.toString("utf8");
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The lists and objects that a text writes as JSON, or a buildspec as YAML. */
function structureOf(text: string, path: string): unknown {
  const buildspec = /(?:^|\.)buildspec$/.test(path);
  const json = /^\s*[[{]/.test(text) && (mentionsSecret(text) || WORTH_PARSING.test(text));
  if (!buildspec && !json) return undefined;
  const parsed = attempt(() =>
    buildspec ? (parse(text, { logLevel: "error" }) as unknown) : parseJson(text),
  );
  return typeof parsed === "object" && parsed !== null ? parsed : undefined;
}

/** Reads one resource and keeps what is wrong with it, each message once. */
export class SecretReader {
  readonly messages = new Set<string>();

  constructor(private readonly stack: StackView) {}

  /** The literal that a value is or refers to in this stack. */
  private literal(value: unknown, depth = 0): string | undefined {
    if (typeof value !== "string") return undefined;
    if (isLiteral(value)) return value;
    if (depth > 5) return undefined;
    const [, root = "", name = ""] = /^\$\{(var|local)\.([\w-]+)\}$/.exec(value) ?? [];
    const declared = this.stack.source.terraform[root === "var" ? "variable" : "locals"];
    const found = root !== "" && isBody(declared) ? declared[name] : undefined;
    if (root === "local") return this.literal(found, depth + 1);
    if (root === "var") return this.literal(isBody(found) ? found["default"] : undefined, depth + 1);
    const attribute = referenceOf(value)?.attribute ?? "";
    return this.literal(this.stack.referred(value)?.body[attribute], depth + 1);
  }

  /** Judges what a name says is a secret. */
  secret(value: unknown, path: string): void {
    if (Array.isArray(value)) {
      for (const [index, entry] of value.entries()) this.secret(entry, `${path}[${String(index)}]`);
    } else if (typeof value === "number" && isPasswordName(path)) {
      this.messages.add(`${path} holds a literal`);
    } else if (this.literal(value) !== undefined) {
      const by = isLiteral(String(value)) ? "" : ` by ${String(value)}`;
      this.messages.add(`${path} holds a literal${by}`);
    } else {
      this.walk(value, path);
    }
  }

  /** `{ name: "TOKEN", value: "…" }`, as CodeBuild, ECS and headers of requests write variables. */
  private variable(body: Body, path: string): void {
    const name = body["name"] ?? body["key"] ?? body["Name"];
    const value = body["value"] ?? body["Value"];
    const { type } = body;
    if (typeof name !== "string" || !isSecretName(name) || this.literal(value) === undefined) return;
    if (BY_NAME.has(String(type))) return;
    this.messages.add(
      typeof type === "string" && holdsExpression(type)
        ? `whether ${path} holds the secret ${name} in plain text could not be decided, its type is ${type}`
        : `${path} holds the variable ${name} in plain text`,
    );
  }

  private encoded(text: string, path: string): void {
    const inner = attempt(() => ({ text: decoded(text) }));
    if (!inner) {
      this.messages.add(`whether ${path} holds a secret could not be decided, it cannot be decompressed`);
    } else if (inner.text !== undefined) {
      this.text(inner.text, path.replace(/_base64$/, ""));
    }
  }

  private text(text: string, path: string): void {
    if (ENCODED.test(path)) this.encoded(text, path);
    const parsed = structureOf(text, path);
    if (parsed !== undefined) {
      this.walk(parsed, path);
      return;
    }
    const script = SCRIPT.test(path) || text.includes("\n");
    for (const secret of [...secretsIn(text), ...(script ? secretsInScript(text) : [])]) {
      this.messages.add(`${path} holds ${secret}`);
    }
  }

  walk(value: unknown, path: string): void {
    if (typeof value === "string") {
      this.text(value, path);
    } else if (Array.isArray(value)) {
      for (const [index, entry] of value.entries()) this.walk(entry, `${path}[${String(index)}]`);
    } else if (isBody(value)) {
      if (path !== "") this.variable(value, path);
      for (const [key, inner] of Object.entries(value)) {
        if (key === "//" || (BUILDSPEC_NAMES.has(key) && /buildspec\.env$/.test(path))) continue;
        const at = path === "" ? key : `${path}.${key}`;
        if (isSecretName(at)) this.secret(inner, at);
        else this.walk(inner, at);
      }
    }
  }

  resource({ type, body }: Resource): void {
    this.walk(body, "");
    const parameter = type === "aws_ssm_parameter" ? body["type"] : undefined;
    if (parameter !== undefined && parameter !== "SecureString" && !isSecretName(String(body["name"]))) {
      if (typeof parameter !== "string" || !holdsExpression(parameter)) return;
      for (const argument of SECRET_ARGUMENTS[type] ?? []) {
        if (this.literal(body[argument]) === undefined) continue;
        this.messages.add(`whether ${argument} is a secret could not be decided`);
      }
      return;
    }
    for (const argument of SECRET_ARGUMENTS[type] ?? []) {
      for (const value of valuesAt(body, argument)) {
        if (!isBody(value)) this.secret(value, argument);
        else for (const key of Object.keys(value)) this.secret(value[key], `${argument}.${key}`);
      }
    }
  }
}
