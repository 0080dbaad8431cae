import { isUnresolved } from "../reference";
import { type Finding, type Rule } from "../rule";
import { blocksOf, type Resource } from "../stack";

/** Types whose loss cannot be undone: data, keys, signatures' profiles, and what an organization hangs on. */
export const STATEFUL_TYPES = [
  "aws_dynamodb_table",
  "aws_ebs_volume",
  "aws_ecr_repository",
  "aws_efs_file_system",
  "aws_guardduty_detector",
  "aws_kms_key",
  "aws_organizations_account",
  "aws_organizations_organization",
  "aws_organizations_organizational_unit",
  "aws_s3_bucket",
  "aws_s3_directory_bucket",
  "aws_securityhub_account",
  "aws_securityhub_finding_aggregator",
  "aws_signer_signing_profile",
] as const;

const STATEFUL: ReadonlySet<string> = new Set(STATEFUL_TYPES);

function judge(resource: Resource): Finding[] {
  const [first, ...others] = blocksOf(resource.body, "lifecycle").map((block) => block["prevent_destroy"]);
  if (first === true && others.length === 0) return [];
  const message = isUnresolved(first)
    ? `whether a plan may destroy it could not be decided: ${first}`
    : "a plan may destroy it";
  return [{ resource, message, change: "set lifecycle.prevent_destroy = true" }];
}

/** Arguments with which the provider empties what it destroys; without them AWS refuses. */
const EMPTYING = ["force_delete", "force_destroy"];
const OFF: ReadonlySet<unknown> = new Set([undefined, null, false, "false"]);

function judgeEmptying(resource: Resource): Finding[] {
  return EMPTYING.filter((name) => !OFF.has(resource.body[name])).map((name) => {
    const value = resource.body[name];
    const message = isUnresolved(value)
      ? `whether it is destroyed with all it holds could not be decided: ${name} is ${value}`
      : `is destroyed with all it holds: ${name} is ${String(value)}`;
    return { resource, message, change: `leave out ${name}` };
  });
}

/** A `removed` block destroys by default, whatever protected the resource while it stood there. */
function judgeRemoved(resource: Resource): Finding[] {
  const [, type = "module"] = /^(\w+)\.[\w-]+$/.exec(resource.name) ?? [];
  const [first, ...others] = blocksOf(resource.body, "lifecycle").map((block) => block["destroy"]);
  // Nobody knows what a module held.
  if ((type !== "module" && !STATEFUL.has(type)) || (first === false && others.length === 0)) return [];
  const message = isUnresolved(first)
    ? `whether ${resource.name} is destroyed could not be decided: ${first}`
    : `destroys ${resource.name}`;
  return [{ resource, message, change: "set lifecycle.destroy = false" }];
}

/** A plan cannot throw away what cannot be made again. */
export const protectedFromDestroy: Rule = {
  id: "protected-from-destroy",
  description:
    "Resources whose loss cannot be undone have `lifecycle.prevent_destroy`, are never emptied by force, and no `removed` block destroys one.",
  check: ({ stack }) => [
    ...STATEFUL_TYPES.flatMap((type) => stack.ofType(type)).flatMap((resource) => [
      ...judge(resource),
      ...judgeEmptying(resource),
    ]),
    ...stack.removed.flatMap(judgeRemoved),
  ],
};
