import { parseOrganization } from "../../config";
import { formatProblem, type Problem, ProblemError } from "../../problem";
import { BAD_ACCOUNTS } from "./bad-files/accounts";
import { BAD_AWS_LIMITS } from "./bad-files/aws-limits";
import { type BadFile, textOf, VALID } from "./bad-files/base";
import { BAD_CACHES } from "./bad-files/caches";
import { BAD_CLUSTERS } from "./bad-files/clusters";
import { BAD_CREATION_TEMPLATES } from "./bad-files/creation-templates";
import { BAD_CROSS_KEYS } from "./bad-files/cross-keys";
import { BAD_EXISTING } from "./bad-files/existing";
import { BAD_FORMS } from "./bad-files/forms";
import { BAD_CONVERSIONS } from "./bad-files/conversions";
import { BAD_GUARDRAILS } from "./bad-files/guardrails";
import { BAD_KEEPS } from "./bad-files/keeps";
import { BAD_KINDS } from "./bad-files/kinds";
import { BAD_LET_IN } from "./bad-files/let-in";
import { BAD_MISPLACED } from "./bad-files/misplaced";
import { BAD_NAMES } from "./bad-files/names";
import { BAD_PUBLISHERS } from "./bad-files/publishers";
import { BAD_REGISTRIES } from "./bad-files/registries";
import { BAD_REGISTRY_VALUES } from "./bad-files/registry-values";
import { BAD_REPLICATIONS } from "./bad-files/replications";
import { BAD_REPOSITORY_EVENTS } from "./bad-files/repository-events";
import { BAD_REPOSITORY_TAGS } from "./bad-files/repository-tags";
import { BAD_SLIPS } from "./bad-files/slips";
import { BAD_SPACES } from "./bad-files/spaces";
import { BAD_STATES } from "./bad-files/states";
import { BAD_SUPPRESSIONS } from "./bad-files/suppressions";
import { BAD_SYNTAX } from "./bad-files/syntax";
import { BAD_TERRAFORM_TEMPLATES } from "./bad-files/terraform-templates";
import { BAD_UNITS } from "./bad-files/units";
import { BAD_TASK_ROLES } from "./bad-files/task-roles";
import { BAD_VALUES } from "./bad-files/values";
import { BAD_VERIFIED_CLUSTERS } from "./bad-files/verified-clusters";
import { BAD_VERSIONS } from "./bad-files/versions";

const TABLE: readonly BadFile[] = [
  ...BAD_SYNTAX,
  ...BAD_SLIPS,
  ...BAD_SPACES,
  ...BAD_VALUES,
  ...BAD_CONVERSIONS,
  ...BAD_KINDS,
  ...BAD_MISPLACED,
  ...BAD_REGISTRY_VALUES,
  ...BAD_ACCOUNTS,
  ...BAD_NAMES,
  ...BAD_REGISTRIES,
  ...BAD_CACHES,
  ...BAD_KEEPS,
  ...BAD_CREATION_TEMPLATES,
  ...BAD_REPOSITORY_EVENTS,
  ...BAD_REPOSITORY_TAGS,
  ...BAD_REPLICATIONS,
  ...BAD_CLUSTERS,
  ...BAD_GUARDRAILS,
  ...BAD_AWS_LIMITS,
  ...BAD_FORMS,
  ...BAD_STATES,
  ...BAD_EXISTING,
  ...BAD_VERSIONS,
  ...BAD_SUPPRESSIONS,
  ...BAD_VERIFIED_CLUSTERS,
  ...BAD_LET_IN,
  ...BAD_PUBLISHERS,
  ...BAD_TASK_ROLES,
  ...BAD_CROSS_KEYS,
  ...BAD_UNITS,
  ...BAD_TERRAFORM_TEMPLATES,
];

function problemsOf(text: string): readonly Problem[] {
  try {
    parseOrganization(text, "organization.yaml");
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems;
  }
  return [];
}

/** Every line that somebody gets to read. */
const messagesOf = (text: string) => problemsOf(text).map(formatProblem);

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

/** What people can do about a mistake; "correct the value" would say nothing. */
const ACTIONS =
  /^(?:add|begin|change|choose|deploy|did you mean|exempt|give|indent|keep|let|list|lower|make|name|push|put|raise|remove|rename|save|set|shorten|take|use|write)\b/;

test("every message says what to change, and where", () => {
  const problems = TABLE.flatMap(([, text]) => problemsOf(textOf(text)));
  expect(
    problems.filter(({ change = "", place }) => !ACTIONS.test(change) || !place).map(formatProblem),
  ).toEqual([]);
});
