import { type TerraformJson } from "./terraform";
import { type Blocks, withoutTypes } from "./terraform-prune";

/** Something of hashicorp/aws 6.x that 5.x cannot take: a resource type, an argument of one, or its value. */
export interface Incompatibility {
  readonly type: string;
  /** Argument that is left out, its blocks joined by dots. @default - the whole type is left out */
  readonly argument?: string;
  /** The only value of the argument that is refused. @default - the argument is refused whatever it says */
  readonly value?: string;
  /** What stands in for the value. */
  readonly substitute?: string;
  readonly reason: string;
  /** The test that covers what is not tried here: its file and title. */
  readonly coveredBy: { readonly file: string; readonly title: string };
}

const EXCLUSIONS_TEST = {
  file: "test/modules/registry/image-repository.test.ts",
  title: "exempts the named tags from immutability",
};

const TEMPLATE_TEST = {
  file: "test/modules/registry/repository-creation-template.test.ts",
  title: "exempts the named tags from immutability",
};

const BLOB_MOUNTING_TEST = {
  file: "test/modules/registry/image-registry.test.ts",
  title: "sets blob mounting where that is said",
};

/**
 * What the final Terraform JSON says that hashicorp/aws 5.x refuses. The modules are written for 6.x; a machine
 * that has only 5.x checks them with these changes. A row is added for a failure seen, and a test fails when a
 * row is no longer needed.
 */
export const INCOMPATIBILITIES: readonly Incompatibility[] = [
  {
    type: "aws_ecr_repository",
    argument: "image_tag_mutability_exclusion_filter",
    reason: "exclusions from immutable tags came with 6.8",
    coveredBy: EXCLUSIONS_TEST,
  },
  {
    type: "aws_ecr_repository",
    argument: "image_tag_mutability",
    value: "IMMUTABLE_WITH_EXCLUSION",
    substitute: "IMMUTABLE",
    reason: "exclusions from immutable tags came with 6.8",
    coveredBy: EXCLUSIONS_TEST,
  },
  {
    type: "aws_ecr_repository_creation_template",
    argument: "image_tag_mutability_exclusion_filter",
    reason: "exclusions from immutable tags came to templates after 5.x ended",
    coveredBy: TEMPLATE_TEST,
  },
  {
    type: "aws_ecr_repository_creation_template",
    argument: "image_tag_mutability",
    value: "IMMUTABLE_WITH_EXCLUSION",
    substitute: "IMMUTABLE",
    reason: "exclusions from immutable tags came to templates after 5.x ended",
    coveredBy: TEMPLATE_TEST,
  },
  {
    type: "aws_ecr_repository_creation_template",
    argument: "applied_for",
    value: "CREATE_ON_PUSH",
    substitute: "REPLICATION",
    reason: "creating repositories on push came with 6.28",
    coveredBy: {
      file: "test/modules/registry/repository-creation-template.test.ts",
      title: "is immutable, encrypted and without a role by default",
    },
  },
  {
    type: "aws_lambda_function",
    argument: "runtime",
    value: "nodejs24.x",
    substitute: "nodejs22.x",
    reason: "Node.js 24 came to Lambda after 5.x ended",
    coveredBy: {
      file: "test/modules/function/lambda-function.test.ts",
      title: "runs on a current Node.js on arm64, with little time and memory",
    },
  },
  {
    type: "aws_ecs_service",
    argument: "deployment_configuration",
    reason: "blue/green deployments and their hooks came with 6.4",
    coveredBy: {
      file: "test/modules/runtime/example-service.test.ts",
      title:
        "the example's deployments are of a kind in which ECS calls the hook, and ask the published version",
    },
  },
  {
    type: "aws_ecr_account_setting",
    argument: "name",
    value: "BLOB_MOUNTING",
    substitute: "REGISTRY_POLICY_SCOPE",
    reason: "blob mounting came with 6.29",
    coveredBy: BLOB_MOUNTING_TEST,
  },
  {
    type: "aws_ecr_account_setting",
    argument: "value",
    value: "DISABLED",
    substitute: "V2",
    reason: "blob mounting came with 6.29",
    coveredBy: BLOB_MOUNTING_TEST,
  },
];

/** Whether a loaded provider needs the table. */
export function needsCompatibility(awsVersion: string): boolean {
  return Number(awsVersion.split(".")[0]) < 6;
}

/** A stack as 5.x takes it, and how often each row was used. */
export interface Compatible {
  readonly stack: TerraformJson;
  readonly uses: ReadonlyMap<Incompatibility, number>;
}

/** Applies the table to a stack's final JSON and sets the version of the provider that is there. */
export function compatible(
  stack: TerraformJson,
  awsVersion: string,
  rows: readonly Incompatibility[] = INCOMPATIBILITIES,
): Compatible {
  const uses = new Map<Incompatibility, number>();
  let result = withProviderVersion(structuredClone(stack), awsVersion);
  if (!needsCompatibility(awsVersion)) return { stack: result, uses };
  for (const row of rows) {
    if (row.argument === undefined) {
      const pruned = withoutTypes(result, new Set([row.type]));
      uses.set(row, pruned.removed.length);
      result = pruned.stack;
    } else {
      const bodies = Object.values(((result["resource"] ?? {}) as Blocks)[row.type] ?? {});
      const counts = bodies.map((body) => changeArgument(body, (row.argument ?? "").split("."), row));
      uses.set(
        row,
        counts.reduce((sum, count) => sum + count, 0),
      );
    }
  }
  return { stack: result, uses };
}

/** Adds up what several stacks used, and says it in one line per row. */
export function formatUses(all: readonly Compatible["uses"][]): string[] {
  return INCOMPATIBILITIES.map((row) => {
    const count = all.reduce((sum, uses) => sum + (uses.get(row) ?? 0), 0);
    const what = [row.type, row.argument, row.value].filter((part) => part !== undefined).join(" ");
    const how = row.substitute === undefined ? "left out" : `replaced by ${row.substitute}`;
    const { file, title } = row.coveredBy;
    return `${String(count)} x ${what}: ${how} (${row.reason}; covered by ${file} "${title}")`;
  });
}

function withProviderVersion(stack: TerraformJson, version: string): TerraformJson {
  const terraform = stack["terraform"] as { readonly required_providers: Record<string, object> };
  const { required_providers: providers } = terraform;
  const aws = { ...providers["aws"], version };
  return { ...stack, terraform: { ...terraform, required_providers: { ...providers, aws } } };
}

/** Removes or replaces an argument in a resource's body, in place; returns how often. */
function changeArgument(body: unknown, path: readonly string[], row: Incompatibility): number {
  if (Array.isArray(body)) {
    return body.reduce<number>((sum, item) => sum + changeArgument(item, path, row), 0);
  }
  const [name, ...inner] = path;
  if (typeof body !== "object" || body === null || name === undefined || !(name in body)) return 0;
  const holder = body as Record<string, unknown>;
  if (inner.length > 0) return changeArgument(holder[name], inner, row);
  if (row.value === undefined) Reflect.deleteProperty(holder, name);
  else if (holder[name] === row.value) holder[name] = row.substitute;
  else if (Array.isArray(holder[name]) && (holder[name] as unknown[]).includes(row.value)) {
    holder[name] = (holder[name] as unknown[]).map((item) => (item === row.value ? row.substitute : item));
  } else return 0;
  return 1;
}
