import { parseOrganization } from "../../config";
import { ProblemError } from "../../problem";
import { BAD_ACCOUNTS } from "./bad-files/accounts";
import { BAD_AWS_LIMITS } from "./bad-files/aws-limits";
import { type BadFile, textOf, VALID } from "./bad-files/base";
import { BAD_CLUSTERS } from "./bad-files/clusters";
import { BAD_CROSS_KEYS } from "./bad-files/cross-keys";
import { BAD_FORMS } from "./bad-files/forms";
import { BAD_GUARDRAILS } from "./bad-files/guardrails";
import { BAD_NAMES } from "./bad-files/names";
import { BAD_REGISTRIES } from "./bad-files/registries";
import { BAD_REGISTRY_VALUES } from "./bad-files/registry-values";
import { BAD_SYNTAX } from "./bad-files/syntax";
import { BAD_VALUES } from "./bad-files/values";

const TABLE: readonly BadFile[] = [
  ...BAD_SYNTAX,
  ...BAD_VALUES,
  ...BAD_REGISTRY_VALUES,
  ...BAD_ACCOUNTS,
  ...BAD_NAMES,
  ...BAD_REGISTRIES,
  ...BAD_CLUSTERS,
  ...BAD_GUARDRAILS,
  ...BAD_AWS_LIMITS,
  ...BAD_FORMS,
  ...BAD_CROSS_KEYS,
];

/** Every line that somebody gets to read. */
function messagesOf(text: string): string[] {
  try {
    parseOrganization(text, "organization.yaml");
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.message.split("\n");
  }
  return [];
}

test("the file that the bad ones differ from is valid", () => {
  expect(messagesOf(VALID)).toEqual([]);
});

test("the table holds each file once", () => {
  expect(new Set(TABLE.map(([name]) => name)).size).toBe(TABLE.length);
  expect(new Set(TABLE.map(([, text]) => textOf(text))).size).toBe(TABLE.length);
  expect(TABLE.length).toBeGreaterThan(120);
});

test.each(TABLE)("%s", (_name, text, messages) => {
  expect(messagesOf(textOf(text))).toEqual(messages);
});

test("every message names a code in kebab case", () => {
  const lines = TABLE.flatMap(([, , messages]) => messages);
  expect(lines.filter((line) => !/ \[[a-z0-9]+(-[a-z0-9]+)*\]$/.test(line))).toEqual([]);
});
