import { Inspector2Filter } from "@cdktf/provider-aws/lib/inspector2-filter";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import {
  ANSWER_LENGTH,
  answeredState,
  FILTER_TEXT_LENGTH,
  FILTER_VALUES,
  isDay,
  ONE_LINE,
  PACKAGE_NAME,
  REPOSITORY_NAME_LENGTH,
  SUPPRESSED_REPOSITORY,
  SUPPRESSION_LENGTH,
  tooBroad,
  tooLong,
  VULNERABILITY_ID,
} from "../../aws";
import { type Problem } from "../../problem";
import { placeProblems, templateProblems, throwProblems } from "../checks";
import { claimSingleton } from "../singleton";

/** What {@link InspectorSuppression} needs to be told; vulnerabilities, or packages in named repositories. */
export interface InspectorSuppressionProps {
  /** Account of the delegated administrator, or another one that hides findings of its own. */
  readonly accountId: string;
  readonly region: string;
  /** Name of the filter, unique in the account and region. */
  readonly name: string;
  /** Ids of vulnerabilities, one to ten. @default - every one that is found in `packages` */
  readonly vulnerabilities?: readonly string[];
  /** Names of packages, one to ten. @default - whatever package the vulnerability is in */
  readonly packages?: readonly string[];
  /**
   * Repositories, one to ten; `shop/*` stands for all that begin with `shop/`. Needed, in full, without
   * `vulnerabilities`. @default - every repository
   */
  readonly repositories?: readonly string[];
  /** Why it may be hidden. */
  readonly reason: string;
  /** Who answers for that: a person or a team. */
  readonly owner: string;
  /** Last day on which it is hidden, in UTC as `2026-03-31`. */
  readonly expires: string;
  /** The day it is, in UTC: after `expires` nothing is made, and more than 90 days before it is refused. */
  readonly today: string;
  /** What switches Inspector on. @default - it is on already */
  readonly after?: readonly ITerraformDependable[];
}

const EQUALS = "EQUALS";
const NAME = /^[A-Za-z0-9._-]{3,64}$/;

/**
 * A suppression rule of Inspector about images of ECR, with a reason, an owner and an end.
 *
 * Set by the delegated administrator it holds for all accounts. It hides findings and mends nothing: they are still
 * made, and Security Hub and EventBridge get them with the status `SUPPRESSED`.
 *
 * @see https://docs.aws.amazon.com/inspector/latest/user/findings-managing-supression-rules.html
 */
export class InspectorSuppression extends Construct {
  /** The filter; absent after its end. */
  readonly resource?: Inspector2Filter;

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-suppression`, `suppression-too-broad`,
   * `suppression-too-long`, `terraform-template`; `singleton-owned-twice`: two of one name in one account and region
   */
  constructor(scope: Construct, id: string, props: InspectorSuppressionProps) {
    super(scope, id);
    throwProblems([...placeProblems(this.node.path, props), ...suppressionProblems(this.node.path, props)]);
    const { name, vulnerabilities = [], packages = [], repositories = [], after = [] } = props;
    if (answeredState("suppression", props.expires, props.today) === "expired") return;
    claimSingleton(this, `Inspector filter ${name}`, props);
    this.resource = new Inspector2Filter(this, "Resource", {
      name,
      action: "SUPPRESS",
      description: description(props),
      reason: props.reason,
      filterCriteria: [
        {
          resourceType: [{ comparison: EQUALS, value: "AWS_ECR_CONTAINER_IMAGE" }],
          ...(vulnerabilities.length === 0 ? {} : { vulnerabilityId: vulnerabilities.map(equals) }),
          ...(packages.length === 0
            ? {}
            : { vulnerablePackages: packages.map((value) => ({ name: [equals(value)] })) }),
          ...(repositories.length === 0 ? {} : { ecrImageRepositoryName: repositories.map(repository) }),
        },
      ],
      ...(after.length > 0 ? { dependsOn: [...after] } : {}),
    });
  }
}

function equals(value: string) {
  return { comparison: EQUALS, value };
}

function repository(name: string) {
  return name.endsWith("*") ? { comparison: "PREFIX", value: name.slice(0, -1) } : equals(name);
}

function description({ owner, expires }: InspectorSuppressionProps): string {
  return `Accepted by ${owner} until ${expires}`;
}

/** What each value of a list must look like, in words and as a pattern. */
const LISTS = {
  vulnerabilities: {
    fits: (value: string) => VULNERABILITY_ID.test(value) && value.length <= SUPPRESSION_LENGTH.vulnerability,
    allowed: "the id of one vulnerability, without wildcards, such as CVE-2024-3094",
  },
  packages: {
    fits: (value: string) => PACKAGE_NAME.test(value) && value.length <= SUPPRESSION_LENGTH.package,
    allowed: "the name of a package as Inspector shows it, such as xz-utils",
  },
  repositories: {
    fits: (value: string) => SUPPRESSED_REPOSITORY.test(value) && value.length <= REPOSITORY_NAME_LENGTH.max,
    allowed: "the name of a repository, or what several begin with and /*, such as shop/*",
  },
} as const;

const isLine = (text: string, most: number, least = 1) =>
  ONE_LINE.test(text) && text.length >= least && text.length <= most;
const DAY = "a day such as 2026-03-31";

function suppressionProblems(path: string, props: InspectorSuppressionProps): Problem[] {
  const { name, reason, owner, expires, today } = props;
  const texts = [
    { fits: NAME.test(name), key: "name", allowed: "3 to 64 letters, digits, . _ and -" },
    {
      fits: isLine(reason, FILTER_TEXT_LENGTH, ANSWER_LENGTH.leastReason),
      key: "reason",
      allowed: `one line of ${String(ANSWER_LENGTH.leastReason)} to ${String(FILTER_TEXT_LENGTH)} characters`,
    },
    {
      fits: isLine(owner, ANSWER_LENGTH.owner),
      key: "owner",
      allowed: `one line of 1 to ${String(ANSWER_LENGTH.owner)} characters`,
    },
    { fits: isDay(expires), key: "expires", allowed: DAY },
    { fits: isDay(today), key: "today", allowed: DAY },
  ] as const;
  const problems: Problem[] = texts
    .filter(({ fits }) => !fits)
    .map(({ key, allowed }) => ({
      code: "invalid-suppression",
      path,
      message: `${key} is ${JSON.stringify(props[key])}`,
      allowed,
    }));
  for (const key of Object.keys(LISTS) as (keyof typeof LISTS)[]) {
    problems.push(...listProblems(path, key, props[key]));
  }
  return [
    ...problems,
    ...templateProblems(path, { reason, owner }),
    ...scopeProblems(path, props),
    ...lengthProblems(path, props),
  ];
}

function listProblems(
  path: string,
  key: keyof typeof LISTS,
  values: readonly string[] | undefined,
): Problem[] {
  if (values === undefined) return [];
  const { fits, allowed } = LISTS[key];
  const problems = values
    .filter((value) => !fits(value))
    .map((value) => ({
      code: "invalid-suppression",
      path,
      message: `${key} has ${JSON.stringify(value)}`,
      allowed,
    }));
  if (values.length >= 1 && values.length <= FILTER_VALUES) return problems;
  return [
    ...problems,
    {
      code: "invalid-suppression",
      path,
      message: `${key} has ${String(values.length)} values`,
      allowed: `1 to ${String(FILTER_VALUES)}`,
      change:
        values.length === 0
          ? "name what is meant; left out, it stands for all"
          : "make several suppressions of it",
    },
  ];
}

function scopeProblems(path: string, props: InspectorSuppressionProps): Problem[] {
  const broad = tooBroad(props);
  if (broad === undefined) return [];
  return [
    {
      code: "suppression-too-broad",
      path,
      message: broad,
      allowed: "vulnerabilities, or packages with repositories named in full",
      change: "list in vulnerabilities the ones that were looked at",
    },
  ];
}

function lengthProblems(path: string, { expires, today }: InspectorSuppressionProps): Problem[] {
  const found = isDay(expires) && isDay(today) ? tooLong("suppression", expires, today) : undefined;
  return found ? [{ ...found, path, message: `expires is ${expires}`, change: "set an earlier day" }] : [];
}
