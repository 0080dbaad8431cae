import { type TerraformStack } from "cdktf";
import {
  type DeployTarget,
  EcsDeployRole,
  type EcsDeployRoleProps,
  EksDeployRole,
  type EksDeployRoleProps,
  ImagePipeline,
  type ImagePipelineProps,
} from "../../../modules/pipeline";
import { statementsOf as statementsIn } from "../../support/statements";
import { type SynthesizedStack, synthStack } from "../../support/synth";

export const PROFILE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_0123abcd";
export const REPOSITORY_URI = "333333333333.dkr.ecr.eu-central-1.amazonaws.com/shop/api";
export const PIPELINE_ROLE_ARN = "arn:aws:iam::777777777777:role/supply-chain/supply-chain-shop-api-pipeline";

export const ECS: DeployTarget & { type: "ecs" } = {
  type: "ecs",
  accountId: "444444444444",
  region: "us-east-1",
  clusterName: "shop",
  roleName: "supply-chain-deploy-shop-api-shop",
  serviceName: "api",
  containerName: "app",
};
export const EKS: DeployTarget & { type: "eks" } = {
  type: "eks",
  accountId: "555555555555",
  region: "eu-central-1",
  clusterName: "tools",
  roleName: "supply-chain-deploy-shop-api-tools",
  manifests: ["deploy/api.yaml", "deploy/web.yaml"],
  namespace: "reports",
};
/** Everything a pipeline can have, in an account that is not the registry's. */
export const COMPLETE: ImagePipelineProps = {
  name: "shop-api",
  accountId: "777777777777",
  region: "eu-central-1",
  partition: "aws",
  buildRoleName: "supply-chain-shop-api-build",
  pipelineRoleName: "supply-chain-shop-api-pipeline",
  artifactBucketName: "supply-chain-777777777777-eu-central-1-shop-api",
  source: { repositoryId: "example/shop-api", branch: "main" },
  image: { name: "shop/api", accountId: "333333333333", signingProfileArns: [PROFILE] },
  build: { dockerfile: "Dockerfile", context: ".", architecture: "amd64", timeoutMinutes: 30 },
  approval: { notifyEmail: "release-managers@example.com" },
  deploy: [ECS, EKS],
  failureEmail: "on-call@example.com",
};

export function synthPipeline(changes: Partial<ImagePipelineProps> = {}): SynthesizedStack {
  return synthStack((stack) => new ImagePipeline(stack, "shop-api", { ...COMPLETE, ...changes }));
}

const PIPELINE = { pipelineRoleArn: PIPELINE_ROLE_ARN, pipelineAccountId: "777777777777" } as const;

export const ECS_ROLE: EcsDeployRoleProps = {
  ...PIPELINE,
  partition: "aws",
  accountId: ECS.accountId,
  region: ECS.region,
  clusterName: ECS.clusterName,
  roleName: ECS.roleName,
  serviceNames: ["api"],
  taskRoleArns: [
    "arn:aws:iam::444444444444:role/api-task",
    "arn:aws:iam::444444444444:role/ecs/api-execution",
  ],
};
export const EKS_ROLE: EksDeployRoleProps = {
  ...PIPELINE,
  partition: "aws",
  accountId: EKS.accountId,
  region: EKS.region,
  clusterName: EKS.clusterName,
  roleName: EKS.roleName,
  namespaces: ["reports"],
};

export function synthDeployRoles(
  ecs: Partial<EcsDeployRoleProps> = {},
  eks: Partial<EksDeployRoleProps> = {},
): SynthesizedStack {
  return synthStack((stack: TerraformStack) => {
    new EcsDeployRole(stack, "ecs", { ...ECS_ROLE, ...ecs });
    new EksDeployRole(stack, "eks", { ...EKS_ROLE, ...eks });
  });
}

/** A role as people see it: who may assume it, and everything it may do. */
export interface RoleView {
  readonly arn: string;
  readonly trust: unknown;
  readonly permissions: readonly Record<string, unknown>[];
}

/** Every role by its name, its permissions with references to other resources written as `<type.argument>`. */
export function rolesOf(stack: SynthesizedStack, accountId: string): ReadonlyMap<string, RoleView> {
  const policies = Object.values(stack.resource?.["aws_iam_role_policy"] ?? {});
  return new Map(
    Object.entries(stack.resource?.["aws_iam_role"] ?? {}).map(([id, role]) => {
      const name = String(role["name"]);
      const own = policies.filter((policy) => policy["role"] === `\${aws_iam_role.${id}.name}`);
      return [
        name,
        {
          arn: `arn:aws:iam::${accountId}:role${String(role["path"])}${name}`,
          trust: statementsIn(role["assume_role_policy"]),
          permissions: own.flatMap((policy) => statementsOf(stack, policy["policy"])),
        },
      ];
    }),
  );
}

/** Statements of a policy; a reference to a resource becomes the name that resource has. */
export function statementsOf(stack: SynthesizedStack, policy: unknown): Record<string, unknown>[] {
  const text = String(policy).replace(/\$\{(\w+)\.([\w-]+)\.(\w+)\}/g, (_, type: string, id: string) => {
    const resource = stack.resource?.[type]?.[id] ?? {};
    const name = resource["name"] ?? resource["bucket"] ?? resource["description"];
    return `<${type} ${String(name)}>`;
  });
  return statementsIn(text);
}
