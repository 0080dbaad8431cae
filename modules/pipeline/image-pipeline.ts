import { CodeconnectionsConnection } from "@cdktf/provider-aws/lib/codeconnections-connection";
import {
  Codepipeline,
  type CodepipelineStage,
  type CodepipelineStageAction,
} from "@cdktf/provider-aws/lib/codepipeline";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { roleArn } from "../../aws";
import { ROLE_PATH, stageRoleName } from "../../names";
import { Role, trustRole, trustService } from "../iam";
import { PUBLISH_ACTIONS } from "../kms";
import { notificationRoute } from "../notification-route";
import { EVENTBRIDGE_PUBLISHES, NotificationTopic } from "../notification-topic";
import { ArtifactStore } from "./artifact-store";
import { checkPipeline } from "./checks";
import { connectionNameOf, pipelineNameOf, ruleNameOf } from "./names";
import { type ImagePipelineProps } from "./props";
import {
  buildStage,
  deployActionName,
  deployStage,
  logGroupNames,
  runStage,
  signatureStage,
  SOURCE_ARTIFACT,
  type StageContext,
} from "./stages";

/**
 * Connections of before and after the service was renamed are authorised by one name or the other.
 *
 * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html
 */
const USE_CONNECTION_ACTIONS = [
  "codeconnections:UseConnection",
  "codestar-connections:UseConnection",
] as const;
const SOURCE_ACTION = "Source";

/**
 * A pipeline from commit to deployment: source, image build, signature, approval, deployment by digest.
 *
 * Every stage has a role of its own with only that stage's permissions; the image build's is the only one that
 * may push. A newer execution overtakes older ones that wait, for an approval as for a busy stage.
 *
 * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
 * @throws ProblemError `invalid-pipeline-name`, `invalid-account-id`, `invalid-role-name`,
 * `invalid-source-repository`, `invalid-connection-arn`, `invalid-repository-name`, `invalid-profile-arn`,
 * `profile-in-other-region`, `path-outside-source`,
 * `invalid-build-timeout`, `invalid-email`, `too-many-deploy-targets`, `deploy-target-twice`,
 * `deploy-crosses-partition`, `manifests-missing` or `terraform-template`
 */
export class ImagePipeline extends Construct {
  readonly resource: Codepipeline;
  /** What the pipeline itself may do: to assume the roles of its stages, and to keep artifacts. */
  readonly role: Role;
  /** The connection made when none was given: it is `PENDING` until somebody authorises it in the console. */
  readonly connection?: CodeconnectionsConnection;
  /** Topic that tells of failed executions. */
  readonly failures: NotificationTopic;
  private readonly props: ImagePipelineProps;

  constructor(scope: Construct, id: string, props: ImagePipelineProps) {
    super(scope, id);
    checkPipeline(this.node.path, props);
    this.props = props;
    const { name, accountId, region, partition } = props;
    const pipelineName = pipelineNameOf(name);
    const ruleName = ruleNameOf(name);
    const artifacts = new ArtifactStore(this, "Artifacts", {
      name,
      accountId,
      region,
      partition,
      bucketName: props.artifactBucketName,
      logGroupNames: logGroupNames(props),
      topicName: ruleName,
    });
    this.role = new Role(this, "Role", {
      name: props.pipelineRoleName,
      path: ROLE_PATH,
      description: `Runs the stages of the pipeline ${name}`,
      trust: [trustService("codepipeline.amazonaws.com", accountId)],
    });
    const pipelineRoleArn = roleArn(props, props.pipelineRoleName, ROLE_PATH);
    const context: StageContext = { props, pipelineRoleArn, artifacts };

    if (props.source.connectionArn === undefined) {
      this.connection = new CodeconnectionsConnection(this, "Connection", {
        name: connectionNameOf(name),
        providerType: "GitHub",
      });
    }
    const stages = this.stages(context);
    this.grantPipeline(artifacts, stages);
    this.resource = new Codepipeline(this, "Resource", {
      name: pipelineName,
      pipelineType: "V2",
      executionMode: "SUPERSEDED",
      roleArn: this.role.arn,
      artifactStore: [
        {
          type: "S3",
          location: artifacts.resource.bucket,
          encryptionKey: { type: "KMS", id: artifacts.key.resource.arn },
        },
      ],
      stage: stages,
      trigger: [
        {
          providerType: "CodeStarSourceConnection",
          gitConfiguration: {
            sourceActionName: SOURCE_ACTION,
            push: [{ branches: { includes: [props.source.branch] } }],
          },
        },
      ],
      // CodePipeline refuses roles that it may not hand over to yet, and runs as soon as it is made.
      dependsOn: this.node.findAll().filter((child) => child instanceof IamRolePolicy),
    });
    this.failures = this.notifyFailures(ruleName, artifacts);
  }

  /** ARN of the connection to the code host. */
  get connectionArn(): string {
    return this.connection?.arn ?? this.props.source.connectionArn ?? "";
  }

  private stages(context: StageContext): CodepipelineStage[] {
    const { image, approval, deploy } = context.props;
    const stages: CodepipelineStage[] = [
      { name: "Source", action: [this.sourceAction(context)] },
      {
        name: "Build",
        action: [
          {
            ...runStage("Build", buildStage(this, context), { COMMIT_ID: "#{Source.CommitId}" }),
            namespace: "Build",
          },
        ],
      },
    ];
    if (image.signingProfileArns.length > 0) {
      stages.push({ name: "Signature", action: [runStage("Signature", signatureStage(this, context))] });
    }
    if (approval) stages.push({ name: "Approval", action: [this.approvalAction(context)] });
    if (deploy.length > 0) {
      stages.push({
        name: "Deploy",
        action: deploy.map((target, index) => ({
          ...runStage(deployActionName(target), deployStage(this, context, target)),
          runOrder: index + 1,
        })),
      });
    }
    return stages;
  }

  private actionRole(stage: string, description: string, pipelineRoleArn: string): Role {
    const { accountId, partition, pipelineRoleName } = this.props;
    return new Role(this, `${stage}Role`, {
      name: stageRoleName(pipelineRoleName, stage.toLowerCase()),
      path: ROLE_PATH,
      description,
      trust: [trustRole(partition, accountId, pipelineRoleArn)],
    });
  }

  private sourceAction({ props, pipelineRoleArn, artifacts }: StageContext): CodepipelineStageAction {
    const { repositoryId, branch } = props.source;
    const role = this.actionRole("Source", `Fetches ${repositoryId}`, pipelineRoleArn);
    role.allow({
      sid: "UseConnection",
      actions: USE_CONNECTION_ACTIONS,
      resources: [this.connectionArn],
      // A request that names a repository must name this one.
      conditions: {
        StringEqualsIfExists: {
          "codeconnections:FullRepositoryId": repositoryId,
          "codestar-connections:FullRepositoryId": repositoryId,
        },
      },
    });
    artifacts.grantReadWrite(role);
    return {
      name: SOURCE_ACTION,
      category: "Source",
      owner: "AWS",
      provider: "CodeStarSourceConnection",
      version: "1",
      namespace: "Source",
      roleArn: role.arn,
      outputArtifacts: [SOURCE_ARTIFACT],
      configuration: {
        ConnectionArn: this.connectionArn,
        FullRepositoryId: repositoryId,
        BranchName: branch,
        OutputArtifactFormat: "CODE_ZIP",
      },
    };
  }

  private approvalAction({ props, pipelineRoleArn, artifacts }: StageContext): CodepipelineStageAction {
    const topic = new NotificationTopic(this, "Approvals", {
      name: `${pipelineNameOf(props.name)}-approvals`,
      keyArn: artifacts.key.resource.arn,
      ...(props.approval ? { email: props.approval.notifyEmail } : {}),
    });
    const role = this.actionRole("Approval", "Asks for approval", pipelineRoleArn);
    role.allow({ sid: "AskForApproval", actions: ["sns:Publish"], resources: [topic.resource.arn] });
    role.allow({ sid: "EncryptMessage", actions: PUBLISH_ACTIONS, resources: [artifacts.key.resource.arn] });
    return {
      name: "Approval",
      category: "Approval",
      owner: "AWS",
      provider: "Manual",
      version: "1",
      roleArn: role.arn,
      configuration: {
        NotificationArn: topic.resource.arn,
        CustomData: "Deploy #{Build.IMAGE_URI} of commit #{Source.CommitId}",
      },
    };
  }

  /** The pipeline itself moves artifacts and hands every action to the action's own role. */
  private grantPipeline(artifacts: ArtifactStore, stages: readonly CodepipelineStage[]): void {
    const actions = stages.flatMap(({ action }) => action as CodepipelineStageAction[]);
    artifacts.grantReadWrite(this.role);
    this.role.allow({
      sid: "RunActions",
      actions: ["sts:AssumeRole"],
      resources: actions.flatMap(({ roleArn }) => (roleArn === undefined ? [] : [roleArn])),
    });
  }

  private notifyFailures(ruleName: string, artifacts: ArtifactStore): NotificationTopic {
    const { name, failureEmail } = this.props;
    const topic = new NotificationTopic(this, "Failures", {
      name: ruleName,
      keyArn: artifacts.key.resource.arn,
      publishers: [EVENTBRIDGE_PUBLISHES],
      ...(failureEmail === undefined ? {} : { email: failureEmail }),
    });
    notificationRoute(this, "Failed", {
      name: ruleName,
      description: `Executions of the pipeline ${name} that failed`,
      eventPattern: JSON.stringify({
        source: ["aws.codepipeline"],
        "detail-type": ["CodePipeline Pipeline Execution State Change"],
        detail: { pipeline: [pipelineNameOf(name)], state: ["FAILED"] },
      }),
      topic,
      message: {
        inputPaths: {
          account: "$.account",
          execution: "$.detail.execution-id",
          pipeline: "$.detail.pipeline",
          region: "$.region",
        },
        inputTemplate:
          '"Execution <execution> of pipeline <pipeline> failed in account <account>, <region>."',
      },
    });
    return topic;
  }
}
