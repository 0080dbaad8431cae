import {
  DescribeRegistryCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAccountSettingCommand,
  GetLifecyclePolicyCommand,
  GetRegistryPolicyCommand,
  GetRegistryScanningConfigurationCommand,
  GetRepositoryPolicyCommand,
} from "@aws-sdk/client-ecr";
import { type ClientSettings } from "../../../local/emulator-aws";
import { type Arguments, blockOf, blocksOf, documentOf, type Written } from "./written";

/** All that a repository is, by its name. */
export interface Repository {
  readonly mutability: unknown;
  readonly exclusions: readonly unknown[];
  readonly encryption: { readonly type: unknown; readonly key: unknown };
  readonly scanOnPush: unknown;
  readonly policy: unknown;
  readonly lifecycle: unknown;
}

/** All that a registry holds in one region. */
export interface Registry {
  readonly repositories: Readonly<Record<string, Repository>>;
  readonly policy: unknown;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly scanning: unknown;
  readonly replication: unknown;
}

const SETTINGS = ["BASIC_SCAN_TYPE_VERSION", "REGISTRY_POLICY_SCOPE"];

/** What the stack says. */
export function writtenRegistry(stack: Written): Registry {
  const policies = byRepository(stack.ofType("aws_ecr_repository_policy"));
  const lifecycles = byRepository(stack.ofType("aws_ecr_lifecycle_policy"));
  const [scanning] = stack.ofType("aws_ecr_registry_scanning_configuration");
  const [replication] = stack.ofType("aws_ecr_replication_configuration");
  return {
    repositories: Object.fromEntries(
      stack.ofType("aws_ecr_repository").map((body) => {
        const encryption = blockOf(body["encryption_configuration"]);
        return [
          String(body["name"]),
          {
            mutability: body["image_tag_mutability"],
            exclusions: blocksOf(body["image_tag_mutability_exclusion_filter"]),
            encryption: { type: encryption["encryption_type"], key: encryption["kms_key"] },
            scanOnPush: blockOf(body["image_scanning_configuration"])["scan_on_push"],
            policy: policies[String(body["name"])],
            lifecycle: lifecycles[String(body["name"])],
          },
        ];
      }),
    ),
    policy: documentOf(blockOf(stack.ofType("aws_ecr_registry_policy"))["policy"]),
    settings: Object.fromEntries(
      stack.ofType("aws_ecr_account_setting").map(({ name, value }) => [String(name), value]),
    ),
    scanning: {
      type: scanning?.["scan_type"],
      rules: unordered(
        blocksOf(scanning?.["rule"]).map((rule) => ({
          frequency: rule["scan_frequency"],
          filters: unordered(
            blocksOf(rule["repository_filter"]).map((filter) => [filter["filter_type"], filter["filter"]]),
          ),
        })),
      ),
    },
    replication: blocksOf(replication && blockOf(replication["replication_configuration"])["rule"]).map(
      (rule) => ({
        destinations: blocksOf(rule["destination"]).map(({ region, registry_id: id }) => [region, id]),
        filters: blocksOf(rule["repository_filter"]).map((filter) => [
          filter["filter_type"],
          filter["filter"],
        ]),
      }),
    ),
  };
}

/** What the emulator answers. */
export async function askedRegistry(settings: ClientSettings): Promise<Registry> {
  const client = new ECRClient(settings);
  const { repositories = [] } = await client.send(new DescribeRepositoriesCommand());
  const { policyText } = await client.send(new GetRegistryPolicyCommand());
  const { scanningConfiguration: scanning } = await client.send(
    new GetRegistryScanningConfigurationCommand(),
  );
  const { replicationConfiguration: replication } = await client.send(new DescribeRegistryCommand());
  const asked = repositories.map(async (repository): Promise<[string, Repository]> => {
    const { repositoryName = "", encryptionConfiguration: encryption } = repository;
    const policy = await client.send(new GetRepositoryPolicyCommand({ repositoryName }));
    const lifecycle = await client.send(new GetLifecyclePolicyCommand({ repositoryName }));
    return [
      repositoryName,
      {
        mutability: repository.imageTagMutability,
        exclusions: repository.imageTagMutabilityExclusionFilters ?? [],
        encryption: { type: encryption?.encryptionType, key: encryption?.kmsKey },
        scanOnPush: repository.imageScanningConfiguration?.scanOnPush,
        policy: documentOf(policy.policyText),
        lifecycle: documentOf(lifecycle.lifecyclePolicyText),
      },
    ];
  });
  const values = SETTINGS.map(async (name) => {
    const { value } = await client.send(new GetAccountSettingCommand({ name }));
    return [name, value] as const;
  });
  return {
    repositories: Object.fromEntries(await Promise.all(asked)),
    policy: documentOf(policyText),
    settings: Object.fromEntries(await Promise.all(values)),
    scanning: {
      type: scanning?.scanType,
      rules: unordered(
        (scanning?.rules ?? []).map(({ scanFrequency, repositoryFilters = [] }) => ({
          frequency: scanFrequency,
          filters: unordered(repositoryFilters.map(({ filterType, filter }) => [filterType, filter])),
        })),
      ),
    },
    replication: (replication?.rules ?? []).map(({ destinations = [], repositoryFilters = [] }) => ({
      destinations: destinations.map(({ region, registryId }) => [region, registryId]),
      filters: repositoryFilters.map(({ filterType, filter }) => [filterType, filter]),
    })),
  };
}

function byRepository(bodies: readonly Arguments[]): Record<string, unknown> {
  return Object.fromEntries(bodies.map(({ repository, policy }) => [String(repository), documentOf(policy)]));
}

/** What Terraform keeps as a set comes back in any order. */
function unordered(values: readonly unknown[]): unknown[] {
  return [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
