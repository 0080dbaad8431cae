import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CodebuildProject } from "@cdktf/provider-aws/lib/codebuild-project";
import { Construct } from "constructs";
import { type Architecture, logGroupArn, type Location } from "../../aws";
import { ROLE_PATH } from "../../names";
import { Role, trustRole } from "../iam";
import { type ArtifactStore } from "./artifact-store";

const LOG_DAYS = 365;
/** Longest description of a project. @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html */
const DESCRIPTION_LENGTH = 255;

/** Images of CodeBuild by architecture. @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html */
const ENVIRONMENTS = {
  amd64: { type: "LINUX_CONTAINER", image: "aws/codebuild/amazonlinux-x86_64-standard:5.0" },
  arm64: { type: "ARM_CONTAINER", image: "aws/codebuild/amazonlinux-aarch64-standard:3.0" },
} as const;

/** What CodePipeline does to run a project. @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html */
const START_ACTIONS = ["codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"] as const;
/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html */
const LOG_ACTIONS = ["logs:CreateLogStream", "logs:PutLogEvents"] as const;

/** Name of the log group of a project; the key policy names it before the group exists. */
export function logGroupNameOf(projectName: string): string {
  return `/aws/codebuild/${projectName}`;
}

/** What a {@link BuildStage} needs to be told. */
export interface BuildStageProps extends Location {
  readonly projectName: string;
  readonly description: string;
  /** Role the commands run as. */
  readonly roleName: string;
  /** @default "/supply-chain/" */
  readonly rolePath?: string;
  /** Role with which the pipeline starts the project. */
  readonly startRoleName: string;
  /** ARN of the role of the pipeline, which assumes the one that starts the project. */
  readonly pipelineRoleArn: string;
  readonly artifacts: ArtifactStore;
  /** The commands, as CodeBuild reads them: YAML or JSON text. */
  readonly buildspec: string;
  /** Environment of the commands. */
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutMinutes: number;
  /** Builds images: a machine of this architecture with a Docker daemon. @default - a small machine without one */
  readonly imagesFor?: Architecture;
}

/** One stage that runs commands: a build project, its log, the role it runs as and the role that starts it. */
export class BuildStage extends Construct {
  readonly resource: CodebuildProject;
  /** What the commands may do. */
  readonly role: Role;
  /** What the pipeline assumes to start the project. */
  readonly startRole: Role;

  constructor(scope: Construct, id: string, props: BuildStageProps) {
    super(scope, id);
    const { accountId, region, partition, projectName, artifacts } = props;
    const projectArn = `arn:${partition}:codebuild:${region}:${accountId}:project/${projectName}`;
    const logGroupName = logGroupNameOf(projectName);
    const logs = new CloudwatchLogGroup(this, "Logs", {
      name: logGroupName,
      retentionInDays: LOG_DAYS,
      kmsKeyId: artifacts.key.resource.arn,
    });
    this.role = new Role(this, "Role", {
      name: props.roleName,
      path: props.rolePath ?? ROLE_PATH,
      description: props.description,
      trust: [
        {
          actions: ["sts:AssumeRole"],
          principals: { service: ["codebuild.amazonaws.com"] },
          // Not even another project of the account can run with it.
          // See https://docs.aws.amazon.com/codebuild/latest/userguide/cross-service-confused-deputy-prevention.html
          conditions: { ArnEquals: { "aws:SourceArn": projectArn } },
        },
      ],
    });
    const logGroup = logGroupArn(props, logGroupName);
    this.role.allow({
      sid: "WriteLog",
      actions: LOG_ACTIONS,
      resources: [logGroup, `${logGroup}:*`],
    });
    artifacts.grantRead(this.role);
    this.resource = new CodebuildProject(this, "Resource", {
      name: projectName,
      description: props.description.slice(0, DESCRIPTION_LENGTH),
      serviceRole: this.role.arn,
      encryptionKey: artifacts.key.resource.arn,
      buildTimeout: props.timeoutMinutes,
      source: { type: "CODEPIPELINE", buildspec: props.buildspec },
      artifacts: { type: "CODEPIPELINE" },
      environment: {
        ...ENVIRONMENTS[props.imagesFor ?? "amd64"],
        computeType: props.imagesFor ? "BUILD_GENERAL1_MEDIUM" : "BUILD_GENERAL1_SMALL",
        imagePullCredentialsType: "CODEBUILD",
        privilegedMode: props.imagesFor !== undefined,
        environmentVariable: Object.entries(props.variables).map(([name, value]) => ({
          name,
          value,
          type: "PLAINTEXT",
        })),
      },
      logsConfig: { cloudwatchLogs: { status: "ENABLED", groupName: logs.name } },
    });
    this.startRole = new Role(this, "Start", {
      name: props.startRoleName,
      path: ROLE_PATH,
      description: `Starts ${projectName}`,
      trust: [trustRole(partition, accountId, props.pipelineRoleArn)],
    });
    this.startRole.allow({
      sid: "RunProject",
      actions: START_ACTIONS,
      resources: [projectArn],
    });
  }
}
