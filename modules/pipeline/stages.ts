import { type CodepipelineStageAction } from "@cdktf/provider-aws/lib/codepipeline";
import { type Construct } from "constructs";
import { type Location, registryHost, repositoryArn, repositoryUri, roleArn } from "../../aws";
import { deployStageName, PUSH_ROLE_PATH, ROLE_PATH, stageRoleName } from "../../names";
import { pushPermissions, SIGNING_STATUS_ACTION } from "../ecr";
import { type ArtifactStore } from "./artifact-store";
import { BuildStage, type BuildStageProps, logGroupNameOf } from "./build-stage";
import { workloadOf } from "./checks";
import { projectNameOf } from "./names";
import { type DeployTarget, type ImagePipelineProps } from "./props";
import {
  AWAIT_SIGNATURES,
  BUILD_IMAGE,
  buildspec,
  DEPLOY_TO_ECS,
  DEPLOY_TO_EKS,
  EXPORT_IMAGE,
} from "./scripts";

/** Ten minutes; a signature takes seconds. */
const SIGNATURE_WAIT = { attempts: 60, pollSeconds: 10, timeoutMinutes: 15 } as const;
/** Eight hours, the longest build: blue/green deployments bake before they end. */
const DEPLOY_WAIT = { attempts: 1880, pollSeconds: 15, timeoutMinutes: 480 } as const;
/** A rollout without progress for longer has failed. */
const ROLLOUT_TIMEOUT = "30m";
const MAX_ACTION_NAME = 100;

/** Name under which the source is handed to every stage. */
export const SOURCE_ARTIFACT = "Source";
const IMAGE_VARIABLE = { IMAGE_URI: "#{Build.IMAGE_URI}" } as const;

/** What the stages of one pipeline share. */
export interface StageContext {
  readonly props: ImagePipelineProps;
  readonly pipelineRoleArn: string;
  readonly artifacts: ArtifactStore;
}

/** Names of the stages that run commands, in order. */
function commandStages({ image, deploy }: ImagePipelineProps): readonly string[] {
  return [
    "build",
    ...(image.signingProfileArns.length > 0 ? ["signature"] : []),
    ...deploy.map((target) => deployStageName({ ...target, workload: workloadOf(target) })),
  ];
}

/** Log groups of the stages; known before they exist, because the key that encrypts them names them. */
export function logGroupNames(props: ImagePipelineProps): readonly string[] {
  return commandStages(props).map((stage) => logGroupNameOf(projectNameOf(props.name, stage)));
}

/** The registry the image is pushed to. */
function registryOf({ partition, region, image }: ImagePipelineProps): Location {
  return { partition, region, accountId: image.accountId };
}

function imageArn(props: ImagePipelineProps): string {
  return repositoryArn(registryOf(props), props.image.name);
}

/** What is the same for every stage of one pipeline. */
function stageProps({ props, pipelineRoleArn, artifacts }: StageContext, stage: string) {
  const { name, accountId, region, partition, pipelineRoleName, image } = props;
  return {
    accountId,
    region,
    partition,
    projectName: projectNameOf(name, stage),
    roleName: stageRoleName(pipelineRoleName, stage),
    startRoleName: stageRoleName(pipelineRoleName, `${stage}-start`),
    pipelineRoleArn,
    artifacts,
    variables: { REPOSITORY_URI: repositoryUri(registryOf(props), image.name) },
  } satisfies Partial<BuildStageProps>;
}

/** Builds the image and pushes it; the only role that may push. */
export function buildStage(scope: Construct, context: StageContext): BuildStage {
  const { props } = context;
  const { build, image } = props;
  const common = stageProps(context, "build");
  const stage = new BuildStage(scope, "Build", {
    ...common,
    description: `Builds and pushes ${image.name} for the pipeline ${props.name}`,
    roleName: props.buildRoleName,
    rolePath: PUSH_ROLE_PATH,
    buildspec: buildspec(BUILD_IMAGE, { IMAGE_URI: EXPORT_IMAGE }),
    variables: {
      ...common.variables,
      REGISTRY_HOST: registryHost(registryOf(props)),
      DOCKERFILE: build.dockerfile,
      CONTEXT: build.context,
      ARCHITECTURE: build.architecture,
    },
    timeoutMinutes: build.timeoutMinutes,
    imagesFor: build.architecture,
  });
  const profileArns = [...image.signingProfileArns, ...(image.otherProfileArns ?? [])];
  for (const statement of pushPermissions(registryOf(props), image.name, profileArns)) {
    stage.role.allow(statement);
  }
  return stage;
}

/** Waits for the signatures of what was pushed. */
export function signatureStage(scope: Construct, context: StageContext): BuildStage {
  const { props } = context;
  const { signingProfileArns, otherProfileArns = [] } = props.image;
  const common = stageProps(context, "signature");
  const stage = new BuildStage(scope, "Signature", {
    ...common,
    description: `Waits for the signatures of ${props.image.name} for the pipeline ${props.name}`,
    buildspec: buildspec(AWAIT_SIGNATURES),
    variables: {
      ...common.variables,
      REGISTRY_ID: props.image.accountId,
      REPOSITORY_NAME: props.image.name,
      SIGNING_PROFILE_ARNS: signingProfileArns.join(" "),
      OTHER_PROFILE_ARNS: (signingProfileArns.length === 1 && otherProfileArns.join(" ")) || "none",
      ATTEMPTS: String(SIGNATURE_WAIT.attempts),
      POLL_SECONDS: String(SIGNATURE_WAIT.pollSeconds),
    },
    timeoutMinutes: SIGNATURE_WAIT.timeoutMinutes,
  });
  stage.role.allow({
    sid: "ReadSigningStatus",
    actions: [SIGNING_STATUS_ACTION],
    resources: [imageArn(props)],
  });
  return stage;
}

function targetVariables(target: DeployTarget): Record<string, string> {
  if (target.type === "eks") {
    return {
      NAMESPACE: target.namespace,
      MANIFESTS: target.manifests.join(" "),
      ROLLOUT_TIMEOUT,
    };
  }
  return {
    SERVICE_NAME: target.serviceName,
    CONTAINER_NAME: target.containerName,
    ATTEMPTS: String(DEPLOY_WAIT.attempts),
    POLL_SECONDS: String(DEPLOY_WAIT.pollSeconds),
  };
}

/** Deploys to one place as the deploy role of the account that owns it. */
export function deployStage(scope: Construct, context: StageContext, target: DeployTarget): BuildStage {
  const { props } = context;
  const workload = workloadOf(target);
  const { accountId, region, clusterName } = target;
  const common = stageProps(context, deployStageName({ ...target, workload }));
  const deployRoleArn = roleArn({ partition: props.partition, accountId }, target.roleName, ROLE_PATH);
  const stage = new BuildStage(scope, `Deploy:${accountId}:${region}:${clusterName}:${workload}`, {
    ...common,
    description: `Deploys to ${clusterName}/${workload} in ${accountId} ${region}`,
    buildspec: buildspec(target.type === "ecs" ? DEPLOY_TO_ECS : DEPLOY_TO_EKS),
    variables: {
      ...common.variables,
      DEPLOY_ROLE_ARN: deployRoleArn,
      TARGET_REGION: region,
      CLUSTER_NAME: clusterName,
      ...targetVariables(target),
    },
    timeoutMinutes: DEPLOY_WAIT.timeoutMinutes,
  });
  stage.role.allow({ sid: "Deploy", actions: ["sts:AssumeRole"], resources: [deployRoleArn] });
  return stage;
}

/** Readable and unique name of the action that deploys to one place. */
export function deployActionName(target: DeployTarget): string {
  const workload = workloadOf(target);
  const end = deployStageName({ ...target, workload }).slice("deploy".length);
  return `${`${target.clusterName}-${workload}`.slice(0, MAX_ACTION_NAME - end.length)}${end}`;
}

/** The pipeline action that runs a stage with variables of earlier stages. */
export function runStage(
  name: string,
  stage: BuildStage,
  variables: Readonly<Record<string, string>> = IMAGE_VARIABLE,
): CodepipelineStageAction {
  return {
    name,
    category: "Build",
    owner: "AWS",
    provider: "CodeBuild",
    version: "1",
    roleArn: stage.startRole.arn,
    inputArtifacts: [SOURCE_ARTIFACT],
    configuration: {
      ProjectName: stage.resource.name,
      EnvironmentVariables: JSON.stringify(
        Object.entries(variables).map(([key, value]) => ({ name: key, type: "PLAINTEXT", value })),
      ),
    },
  };
}
