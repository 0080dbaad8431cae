import { expressionsOf, isConstant } from "./expression";
import { isSecretName } from "./secret-name";

/** A word boundary that also holds beside `_`, `-` and digits. */
const ALONE = "(?<![A-Za-z0-9_-])";
/** Texts that are secrets wherever they stand. */
const FORMS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["an AWS access key id", /(?<![A-Za-z0-9])A[KS]IA[A-Z2-7]{16}(?![A-Za-z0-9])/],
  ["a private key", /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----|AGE-SECRET-KEY-1[A-Z0-9]{20}/],
  ["a GitHub token", /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22})/],
  ["a GitLab token", /(?<![A-Za-z0-9])gl(?:pat|dt|rt|cbt|ptt)-[A-Za-z0-9_-]{20}/],
  ["a Docker Hub token", /(?<![A-Za-z0-9])dckr_(?:pat|oat)_[A-Za-z0-9_-]{20}/],
  ["an npm token", /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}/],
  ["a PyPI token", new RegExp(`${ALONE}pypi-AgE[A-Za-z0-9_-]{20}`)],
  ["a Slack token", /(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10}/],
  [
    "the address of a Slack webhook",
    /hooks\.slack\.com\/(?:services|workflows)\/[A-Z0-9]+\/[A-Z0-9]+\/\w{8}/,
  ],
  ["a JSON web token", new RegExp(`${ALONE}eyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}\\.[\\w-]{10,}`)],
  ["a Google API key", new RegExp(`${ALONE}AIza[\\w-]{35}`)],
  ["a Stripe key", new RegExp(`${ALONE}[rs]k_live_[A-Za-z0-9]{20}`)],
  ["an HCP Terraform token", /(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9]{60}/],
  ["a Vault token", new RegExp(`${ALONE}hv[sb]\\.[\\w-]{24}`)],
  ["the login of a registry", /"auth"\s*:\s*"[A-Za-z0-9+/]{12,}={0,2}"/],
];
/** One look before the table: hardly any text holds one of these. */
const SUSPICIOUS =
  /A[KS]IA|PRIVATE KEY|AGE-SECRET|gh[pousr]_|github_pat_|gl(?:pat|dt|rt|cbt|ptt)-|dckr_|npm_|pypi-|xox|hooks\.slack|eyJ|AIza|[rs]k_live_|\.atlasv1\.|hv[sb]\.|"auth"/;

/**
 * A secret access key of AWS is 40 signs of base64. Names can be as long, so it also has letters of both cases,
 * digits, and the disorder of random signs: of 200,000 random keys 99.1 % came to 4.45 bits a sign, while of 98
 * identifiers of that length and those signs in the types of the AWS SDK and provider none came to 4.40.
 */
const SECRET_KEY = {
  form: /(?<![A-Za-z0-9+/._-])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=._-])/g,
  bits: 4.45,
} as const;

/** Shannon entropy of a text in bits for each of its signs. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / text.length;
    return sum - share * Math.log2(share);
  }, 0);
}

function isSecretKey(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text) && entropy(text) >= SECRET_KEY.bits;
}

const SWITCH = /^(?:true|false|null|none)$/i;
const ARN = /^arn:[a-z-]+:[a-z0-9-]+:/;
/** What CodePipeline and CloudFormation put in later. */
const LOOKUP = /^(?:#\{[^}]+\}|\{\{resolve:[^}]+\}\})$/;
/** What a shell or a template puts in later, and what stands for a value in an example. */
const EXPANSION = /^[%<{(#*]|[`$]/;

/** Whether an argument is written out, so that it is the secret itself. */
export function isLiteral(value: string): boolean {
  const expressions = expressionsOf(value);
  if (!expressions.every(isConstant)) return false;
  return value !== "" && !SWITCH.test(value) && !ARN.test(value) && !LOOKUP.test(value);
}

/** Whether a word of a script is written out; shells expand nothing between single quotes. */
function isWritten(word: string): boolean {
  const [, quote = "", text = ""] = /^(["']?)(.*?)\1$/s.exec(word) ?? [];
  return isLiteral(text) && (quote === "'" || !EXPANSION.test(text));
}

/** `https://user:password@host`; `image:tag@sha256:…` is no address with a password. */
const ADDRESS = /(?<=\w:\/\/)[^\s/:@"'<>]*:([^\s/@"'<>]+)@(?!sha256:)/g;
const VALUE = `("[^"\\n]*"|'[^'\\n]*'|[^\\s;&|"',)]+)`;
/** `NAME=value`, as shells, connection strings and query strings write it. */
const ASSIGNMENT = new RegExp(`(?<![\\w.$-])([A-Za-z_][\\w.-]*)=${VALUE}`, "g");
/** `name = "value"` and `"name": "value"`, as expressions of Terraform write objects. */
const ENTRY = /(?<![\w.-])"?([A-Za-z_][\w.-]*)"?\s*[=:]\s*("(?:[^"\\]|\\.)*")/g;
/** `{ name = "TOKEN", value = "…" }` in them. */
const PAIR = /"?name"?\s*[=:]\s*"([^"]*)"\s*,\s*"?value"?\s*[=:]\s*("(?:[^"\\]|\\.)*")/gi;
/** `--password value`; `--secret id=…` of a build names a secret. */
const OPTION = new RegExp(`(?<=^|\\s)--([A-Za-z][\\w-]*)[ =](?!id=)${VALUE}`, "g");
/** `name: value`, as YAML writes it. */
const LINE = /^[ \t-]*["']?([\w.-]+)["']?[ \t]*:[ \t]+("[^"\n]*"|'[^'\n]*'|[^\s#|>&*!][^\n]*)$/gm;
const HEADER = /\bauthorization["']?\s*[:=]\s*["']?(?:basic|bearer|token)\s+([^\s"']{8,})/gi;
const LOGIN = /\b(?:docker|podman|helm registry|crane auth) login\b[^\n]{0,400}?\s-p[ =]?(\S+)/g;
const CURL = /\bcurl\b[^\n]{0,400}?\s(?:-u|--user)[ =]?["']?[^\s:"']+:([^\s"']+)/g;

function valuesOf(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? "");
}

/** Names that a text gives a literal secret in one of the ways of writing. */
function namesOf(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)]
    .filter(([, name = "", value = ""]) => isSecretName(name) && isWritten(value))
    .map(([, name = ""]) => name);
}

/** Secrets that any text holds, each as a noun. */
export function secretsIn(text: string): string[] {
  const forms = SUSPICIOUS.test(text) ? FORMS.filter(([, pattern]) => pattern.test(text)) : [];
  const found = forms.map(([name]) => name);
  if ((text.match(SECRET_KEY.form) ?? []).some(isSecretKey)) found.push("a secret access key");
  if (valuesOf(text, ADDRESS).some(isWritten)) {
    found.push("an address with a password");
  }
  const named = [
    ...(text.includes("=") ? namesOf(text, ASSIGNMENT) : []),
    ...(text.includes("--") ? namesOf(text, OPTION) : []),
    ...expressionsOf(text).flatMap((inner) => [...namesOf(inner, ENTRY), ...namesOf(inner, PAIR)]),
  ];
  return [...found, ...named.map((name) => `the value of ${name}`)];
}

/** Secrets that only scripts and configuration files hold; in prose the same signs mean nothing. */
export function secretsInScript(text: string): string[] {
  const found = namesOf(text, LINE).map((name) => `the value of ${name}`);
  const logins = [...valuesOf(text, LOGIN), ...valuesOf(text, CURL)];
  if (logins.some(isWritten)) found.push("the password of a login");
  if (valuesOf(text, HEADER).some(isWritten)) found.push("the value of an Authorization header");
  return found;
}
