import { type TerraformJson } from "./terraform";
import { type Blocks, type Pruned, withoutOrder, withoutTypes } from "./terraform-prune";

/** Something that works in AWS and not in the emulator: a resource type, or an attribute of one. */
export interface EmulatorLimit {
  readonly type: string;
  /** Attribute that the emulator reads back differently; its changes are ignored. @default - the type is left out */
  readonly attribute?: string;
  readonly reason: string;
  /** Whether what is made after it needs nothing of it, and stays. @default - it goes too */
  readonly isOrderOnly?: true;
}

/** Everything else has to apply. A test fails when the sample organization has nothing a row is about. */
export const LIMITS: readonly EmulatorLimit[] = [
  {
    type: "aws_codebuild_project",
    reason: "CreateProject refuses a CODEPIPELINE source, which has no location",
  },
  { type: "aws_codeconnections_connection", reason: "CodeConnections is missing" },
  { type: "aws_cloudcontrolapi_resource", reason: "Cloud Control is missing", isOrderOnly: true },
  { type: "aws_ecr_pull_through_cache_rule", reason: "CreatePullThroughCacheRule is missing" },
  { type: "aws_ecr_repository_creation_template", reason: "CreateRepositoryCreationTemplate is missing" },
  { type: "aws_eks_pod_identity_association", reason: "CreatePodIdentityAssociation is missing" },
  { type: "aws_guardduty_organization_configuration", reason: "UpdateOrganizationConfiguration is missing" },
  { type: "aws_lambda_function", attribute: "dead_letter_config", reason: "GetFunction leaves it out" },
  { type: "aws_lambda_function", attribute: "logging_config", reason: "GetFunction leaves it out" },
  { type: "aws_securityhub_account", reason: "UpdateSecurityHubConfiguration is missing" },
  { type: "aws_securityhub_organization_admin_account", reason: "ListOrganizationAdminAccounts is missing" },
  {
    type: "aws_sqs_queue",
    attribute: "redrive_policy",
    reason: "GetQueueAttributes adds blanks to its JSON",
  },
];

/** A stack that the emulator can apply. */
export interface Limited extends Pruned {
  /** How often each row was used. */
  readonly uses: ReadonlyMap<EmulatorLimit, number>;
}

/** Leaves out what the emulator cannot do, with what depends on it. */
export function limited(stack: TerraformJson, rows: readonly EmulatorLimit[] = LIMITS): Limited {
  const types = rows.filter(({ attribute }) => attribute === undefined);
  const orders = types.filter(({ isOrderOnly }) => isOrderOnly).map(({ type }) => type);
  const pruned = withoutTypes(withoutOrder(stack, orders), new Set(types.map(({ type }) => type)));
  const uses = new Map<EmulatorLimit, number>();
  for (const row of types) {
    const count = pruned.removed.filter((address) => address.startsWith(`${row.type}.`)).length;
    uses.set(row, count);
  }
  const result = structuredClone(pruned.stack);
  const resources = (result["resource"] ?? {}) as Blocks;
  for (const row of rows) {
    if (row.attribute === undefined) continue;
    const bodies = Object.values(resources[row.type] ?? {}) as Record<string, unknown>[];
    for (const body of bodies) ignoreChanges(body, row.attribute);
    uses.set(row, bodies.length);
  }
  return { ...pruned, stack: result, uses };
}

function ignoreChanges(body: Record<string, unknown>, attribute: string): void {
  const lifecycle = (body["lifecycle"] ?? {}) as { readonly ignore_changes?: readonly string[] };
  body["lifecycle"] = { ...lifecycle, ignore_changes: [...(lifecycle.ignore_changes ?? []), attribute] };
}

/** Says in one line per row what several stacks left out, and last how much went along with it. */
export function formatLimits(all: readonly Limited[]): string[] {
  const rows = LIMITS.flatMap((row) => {
    const count = all.reduce((sum, { uses }) => sum + (uses.get(row) ?? 0), 0);
    const what = row.attribute === undefined ? "left out" : `${row.attribute} not compared`;
    return count === 0 ? [] : [`${String(count)} x ${row.type}: ${what} (${row.reason})`];
  });
  const dependents = all.flatMap((stack) => stack.dependents);
  if (dependents.length === 0) return rows;
  return [
    ...rows,
    `${String(dependents.length)} left out because they refer to one of these: ${dependents.join(", ")}`,
  ];
}
