import { Inspector2Filter } from "@cdktf/provider-aws/lib/inspector2-filter";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import {
  dayAfter,
  FILTER_TEXT_LENGTH,
  FILTER_VALUES,
  isDay,
  SUPPRESSION_DAYS,
  suppressionState,
  tooBroad,
} from "../../aws";
import { type Problem } from "../../problem";
import { throwProblems } from "../checks";

/** What {@link InspectorSuppression} needs to be told; vulnerabilities, or packages in named repositories. */
export interface InspectorSuppressionProps {
  /** Name of the filter, unique in the account and region. */
  readonly name: string;
  /** Ids of vulnerabilities, at most ten. @default - every one that is found in `packages` */
  readonly vulnerabilities?: readonly string[];
  /** Names of packages, at most ten. @default - whatever package the vulnerability is in */
  readonly packages?: readonly string[];
  /**
   * Repositories, at most ten; `shop/*` stands for all that begin with `shop/`. Needed, in full, without
   * `vulnerabilities`. @default - every repository
   */
  readonly repositories?: readonly string[];
  /** Why it may be hidden. */
  readonly reason: string;
  /** Who answers for that: a person or a team. */
  readonly owner: string;
  /** Last day on which it is hidden, in UTC as `2026-03-31`. */
  readonly expires: string;
  /**
   * The day it is: after `expires` nothing is made, and more than 90 days before it is refused.
   * @default - it is taken to be in force, as where a plan of the organization left out the others
   */
  readonly today?: string;
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

  /** @throws ProblemError `invalid-suppression`, `suppression-too-broad`, `suppression-too-long` */
  constructor(scope: Construct, id: string, props: InspectorSuppressionProps) {
    super(scope, id);
    throwProblems(suppressionProblems(this.node.path, props));
    const { name, vulnerabilities = [], packages = [], repositories = [], after = [] } = props;
    if (props.today !== undefined && suppressionState(props.expires, props.today) === "expired") return;
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

function suppressionProblems(path: string, props: InspectorSuppressionProps): Problem[] {
  const { name, reason, owner, expires, today } = props;
  const broad = tooBroad(props);
  const problems: Problem[] = [
    ...[
      { fits: NAME.test(name), key: "name", allowed: "3 to 64 letters, digits, . _ and -" },
      { fits: isText(reason), key: "reason", allowed: `1 to ${String(FILTER_TEXT_LENGTH)} characters` },
      { fits: isText(owner) && owner.length <= 100, key: "owner", allowed: "1 to 100 characters" },
      { fits: isDay(expires), key: "expires", allowed: "a day such as 2026-03-31" },
    ]
      .filter(({ fits }) => !fits)
      .map(({ key, allowed }) => ({
        code: "invalid-suppression",
        path,
        message: `${key} is "${String(props[key as keyof InspectorSuppressionProps])}"`,
        allowed,
      })),
    ...(["vulnerabilities", "packages", "repositories"] as const)
      .filter(
        (key) => (props[key]?.length ?? 0) > FILTER_VALUES || props[key]?.some((value) => !isText(value)),
      )
      .map((key) => ({
        code: "invalid-suppression",
        path,
        message: `${key} has ${String(props[key]?.length)} values`,
        allowed: `at most ${String(FILTER_VALUES)}, none of them empty`,
        change: "make several suppressions of it",
      })),
  ];
  if (broad !== undefined) {
    problems.push({
      code: "suppression-too-broad",
      path,
      message: broad,
      allowed: "vulnerabilities, or packages with repositories named in full",
      change: "list in vulnerabilities the ones that were looked at",
    });
  }
  if (today !== undefined && isDay(expires) && suppressionState(expires, today) === "too-long") {
    problems.push({
      code: "suppression-too-long",
      path,
      message: `expires is ${expires}`,
      allowed: `at most ${String(SUPPRESSION_DAYS.longest)} days after today: ${dayAfter(today, SUPPRESSION_DAYS.longest)} or earlier`,
      change: "set an earlier day",
    });
  }
  return problems;
}

function isText(value: string): boolean {
  return value.trim() !== "" && value.length <= FILTER_TEXT_LENGTH;
}
