import { CloudcontrolapiResource } from "@cdktf/provider-aws/lib/cloudcontrolapi-resource";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type Location, type Partition, PULL_TIME_EXCLUSIONS, roleArn } from "../../aws";
import { type Problem } from "../../problem";
import { parseRoleArn, placeProblems, repeated, throwProblems } from "../checks";
import { claimSingleton } from "../singleton";

/** What {@link PullTimeExclusions} need to be told. */
export interface PullTimeExclusionsProps extends Location {
  /** Exact ARNs of the roles whose pulls do not count, of any account: scanners, verifiers, mirrors. */
  readonly roleArns: readonly string[];
  /** Roles among them that the same stack makes. @default - all are there already */
  readonly after?: readonly ITerraformDependable[];
}

/**
 * Roles whose pulls ECR does not record, for the registry of one account and region.
 *
 * A lifecycle policy that archives what nobody pulls would otherwise never act where a scanner pulls every image.
 * Amazon Inspector needs no exclusion.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-time-update-exclusions.html
 */
export class PullTimeExclusions extends Construct {
  readonly resources: readonly CloudcontrolapiResource[];

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`,
   * `invalid-excluded-role`, `role-excluded-twice`, `names-clash`,
   * `too-many-pull-time-exclusions`;
   * `singleton-owned-twice`: two of them in one registry, which would not see how many there are together
   */
  constructor(scope: Construct, id: string, props: PullTimeExclusionsProps) {
    super(scope, id);
    const { partition, roleArns, after = [] } = props;
    throwProblems([
      ...placeProblems(this.node.path, props),
      ...exclusionProblems(this.node.path, partition, roleArns),
    ]);
    claimSingleton(this, "list of pull-time exclusions", props);
    this.resources = roleArns.map(
      (arn) =>
        new CloudcontrolapiResource(this, arn, {
          typeName: "AWS::ECR::PullTimeUpdateExclusion",
          desiredState: JSON.stringify({ PrincipalArn: arn }),
          ...(after.length > 0 ? { dependsOn: [...after] } : {}),
        }),
    );
  }
}

function exclusionProblems(path: string, partition: Partition, roleArns: readonly string[]): Problem[] {
  const { count, arnLength, instead } = PULL_TIME_EXCLUSIONS;
  const problems: Problem[] = roleArns
    .filter((arn) => arn.length > arnLength || parseRoleArn(arn)?.partition !== partition)
    .map((arn) => ({
      code: "invalid-excluded-role",
      path,
      message: `"${arn}" does not name one role of partition ${partition}`,
      allowed: `${roleArn({ partition, accountId: "ACCOUNT" }, "NAME")}, with its path and without wildcards, at most ${String(arnLength)} characters`,
    }));
  for (const arn of repeated(roleArns)) {
    problems.push({
      code: "role-excluded-twice",
      path,
      message: `${arn} is excluded twice`,
      change: "name each role once",
    });
  }
  problems.push(...clashProblems(path, roleArns));
  if (roleArns.length > count) {
    problems.push({
      code: "too-many-pull-time-exclusions",
      path,
      message: `${String(roleArns.length)} roles are excluded`,
      allowed: `${String(count)} roles`,
      change: instead,
    });
  }
  return problems;
}

/** Roles that CDKTF would give one id, as it takes a slash for `--`. */
function clashProblems(path: string, roleArns: readonly string[]): Problem[] {
  const owners = new Map<string, string>();
  return [...new Set(roleArns)].flatMap((arn) => {
    const id = arn.replaceAll("/", "--");
    const owner = owners.get(id);
    owners.set(id, arn);
    if (owner === undefined) return [];
    return [
      {
        code: "names-clash",
        path,
        message: `${arn} and ${owner} become the same id: they differ in / and - only`,
        change: "exclude one of them alone, or rename it",
      },
    ];
  });
}
