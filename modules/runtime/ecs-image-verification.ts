import { type EcsServiceDeploymentConfigurationLifecycleHook } from "@cdktf/provider-aws/lib/ecs-service";
import { type IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { functionArn, type Location, ROLE_NAME_LENGTH } from "../../aws";
import { fitName, functionName, type SuiteFunction } from "../../names";
import { ProblemError } from "../../problem";
import { HOOK_STAGES, NEVER_ENFORCED, SETTINGS_FILE, stopLimitOf } from "../../verification";
import { placeProblems, throwProblems } from "../checks";
import { exceptFromBaseline } from "../exception";
import { functionZip, LambdaFunction, WorkQueue } from "../function";
import { Role, type Statement, trustService } from "../iam";
import { ownFindings } from "../own-findings";
import { claimSingleton } from "../singleton";
import { DecisionHistory } from "./decision-history";
import { type EcsImageVerificationProps } from "./ecs-image-verification-props";
import { unknownPlace } from "./unknown-place";
import { regionFiles } from "./other-regions";
import { FUNCTION_NAMES, runtimeKey } from "./runtime-key";
import { shippedSettings } from "./shipped-settings";
import {
  clusterStatements,
  deploymentStatements,
  judgeStatements,
  LIST_TASKS_EXCEPTION,
  regionStatements,
  regionWideStatements,
  stopStatements,
} from "./verification-actions";
import { VerificationAlarms } from "./verification-alarms";
import { watchTasks } from "./watch-tasks";

/** The function decides within less, so that it always answers: ECS rolls back when it does not. */
const HOOK_SECONDS = 60;
const TASKS_SECONDS = 300;
const RECORDER_SECONDS = 60;
/**
 * How long a message waits that was not done, and how often it comes.
 *
 * AWS advises six times the function's timeout, so that throttling uses up no attempt. A task that nobody could judge is
 * looked at again sooner than that; what throttling loses of them, the hourly look finds.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
const TASKS_RETRY = { pauseSeconds: TASKS_SECONDS, attempts: 7 } as const;
const RECORDER_RETRY = { pauseSeconds: 6 * RECORDER_SECONDS, attempts: 8 } as const;
/** Signatures are verified in the function itself, and a function gets computing power with its memory. */
const VERIFIER_MEGABYTES = 1_024;
const RECORDER_MEGABYTES = 256;

/**
 * Verifies the images of the ECS clusters of one account and region: before a deployment where a service carries the
 * hook, and once tasks run everywhere else.
 *
 * Mode, policy and exceptions lie in the zip of the functions, so that the SHA-256 of the hook's published version
 * covers them. Every change publishes a version; services are moved to it where their hook is set.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-permissions.html
 */
export class EcsImageVerification extends Construct {
  /** The function that ECS calls, of which `qualifiedArn` is the hook's target. */
  readonly hookFunction: LambdaFunction;
  /** Role with which ECS calls it. */
  readonly hookRole: Role;
  /** The function that looks at tasks once they start, and every hour at everything. */
  readonly taskVerifier: LambdaFunction;
  /** The function that makes decisions known. */
  readonly recorder: LambdaFunction;
  /** Where decisions wait to be made known. */
  readonly decisions: WorkQueue;
  readonly history: DecisionHistory;

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`,
   * `singleton-owned-twice`
   * @throws ProblemError `place-not-known` for an account or region that only Terraform resolves: settings lie in a zip
   * @throws ProblemError `weak-policy-unreadable`, `weak-policy-scope`, `weak-policy-level`, `weak-policy-override`,
   * `weak-policy-store`, `weak-policy-identity` for a policy that is too weak for a cluster that blocks
   * @throws ProblemError `trust-policy-invalid` for a policy that no verifier can read
   * @throws ProblemError `missing-key`, `unknown-key`, `invalid-value`, `unknown-cluster`, `cluster-verified`,
   * `replica-of-itself` for settings that the functions would refuse
   * @throws ProblemError `exception-too-long`, `break-glass-too-long` for an entry that ends too long after `today`
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: EcsImageVerificationProps,
  ) {
    super(scope, id);
    throwProblems([...placeProblems(this.node.path, props), ...unknownPlace(this.node.path, props)]);
    claimSingleton(this, "image verification on ECS", props);
    const {
      clusters,
      unverified = [],
      trustPolicy,
      trustStores = {},
      replicas = {},
      exceptions = [],
      breakGlass = [],
      stopLimit = stopLimitOf({}),
    } = props;
    const rest = {
      clusters,
      unverified,
      trustPolicy,
      trustStores,
      replicas,
      exceptions,
      breakGlass,
      stopLimit,
    };
    const settings = shippedSettings(this.node.path, props, rest, props.today);

    this.recorder = this.makeFunction("Recorder", "decision-recorder", {
      description: "Makes decisions about images known, in Security Hub and as metrics",
      timeoutSeconds: RECORDER_SECONDS,
      memoryMegabytes: RECORDER_MEGABYTES,
      environment: { ACCOUNT_ID: props.accountId, PARTITION: props.partition },
    });
    this.decisions = new WorkQueue(this, "Decisions", {
      function: this.recorder,
      name: `${FUNCTION_NAMES.recorder}-decisions`,
      delaySeconds: 0,
      ...RECORDER_RETRY,
    });
    const DECISION_QUEUE_URL = this.decisions.resource.url;
    this.history = new DecisionHistory(this, "History", { name: `${FUNCTION_NAMES.tasks}-history` });
    const HISTORY_TABLE_NAME = this.history.resource.name;
    this.hookFunction = this.makeFunction("HookFunction", "ecs-image-verifier", {
      description: "Verifies the images of a deployment on ECS before its tasks start",
      timeoutSeconds: HOOK_SECONDS,
      memoryMegabytes: VERIFIER_MEGABYTES,
      files: { ...settings },
      publish: true,
      environment: { DECISION_QUEUE_URL, HISTORY_TABLE_NAME },
    });
    this.hookRole = this.makeHookRole();
    this.taskVerifier = this.makeFunction("TaskVerifier", "ecs-task-verifier", {
      description: "Verifies the images of tasks on ECS that start or run, and stops what is refused",
      timeoutSeconds: TASKS_SECONDS,
      memoryMegabytes: VERIFIER_MEGABYTES,
      files: { [SETTINGS_FILE]: settings[SETTINGS_FILE], ...regionFiles(props.otherRegions) },
      environment: {
        DECISION_QUEUE_URL,
        HISTORY_TABLE_NAME,
        HOOK_CODE_SHA256: this.hookFunction.codeSha256,
        HOOK_VERSION_ARN: this.hookFunction.qualifiedArn,
        TASK_ATTEMPTS: String(TASKS_RETRY.attempts),
      },
    });
    this.permit();
    watchTasks(this, this.taskVerifier, `${FUNCTION_NAMES.tasks}-tasks`, TASKS_RETRY);
    new VerificationAlarms(this, "Alarms", {
      breakGlass,
      otherRegions: props.otherRegions !== undefined,
      ...(props.alarmTopicArn === undefined ? {} : { alarmTopicArn: props.alarmTopicArn }),
    });
  }

  /**
   * The hook for the `deployment_configuration` of a service in a cluster: before the first task of a new revision
   * starts, and once more when they have started where the cluster takes images by tag. A service that names an image
   * by tag needs both stages, and is told of as not gated without the later one; for digests the earlier is enough.
   *
   * ECS calls it in blue/green, linear and canary deployments. It names the version that this stack publishes, so a
   * service elsewhere takes it anew after every change. A service of the same stack depends on `hookDependencies`:
   * nothing in the hook itself waits for what its role and the function may do.
   *
   * @throws ProblemError `unknown-cluster`
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html
   */
  lifecycleHook(clusterName: string): EcsServiceDeploymentConfigurationLifecycleHook {
    const { clusters } = this.props;
    const settings = Object.hasOwn(clusters, clusterName) ? clusters[clusterName] : undefined;
    if (settings === undefined) {
      throw new ProblemError([
        {
          code: "unknown-cluster",
          path: this.node.path,
          message: `images of the cluster "${clusterName}" are not verified here`,
          allowed: Object.keys(clusters).sort().join(", ") || "none: there are no clusters",
          change: "add the cluster to `clusters`, by its name in AWS",
        },
      ]);
    }
    return {
      hookTargetArn: this.hookFunction.qualifiedArn,
      roleArn: this.hookRole.arn,
      lifecycleStages: [HOOK_STAGES.early, ...(settings.tags === "detect" ? [HOOK_STAGES.late] : [])],
    };
  }

  /**
   * What the first deployment with the hook needs and the hook does not name: what its role, and the function, may do.
   * For the `dependsOn` of a service in the same stack.
   */
  get hookDependencies(): ITerraformDependable[] {
    return [this.hookRole, this.hookFunction.role].map(
      (role) => role.node.findChild("Policy") as IamRolePolicy,
    );
  }

  private makeFunction(
    id: string,
    fn: SuiteFunction,
    props: Omit<ConstructorParameters<typeof LambdaFunction>[2], "name" | "zip" | keyof Location>,
  ): LambdaFunction {
    const { accountId, region, partition, alarmTopicArn } = this.props;
    return new LambdaFunction(this, id, {
      ...props,
      accountId,
      region,
      partition,
      name: functionName(fn),
      zip: functionZip(fn),
      logKeyArn: runtimeKey(this, { accountId, region, partition }).resource.arn,
      ...(alarmTopicArn === undefined ? {} : { alarmTopicArn }),
    });
  }

  private makeHookRole(): Role {
    const { accountId, region } = this.props;
    const role = new Role(this, "HookRole", {
      name: fitName(`supply-chain-ecs-hook-${region}`, ROLE_NAME_LENGTH),
      description: "Lets ECS call the image verifier",
      trust: [trustService("ecs.amazonaws.com", accountId)],
    });
    // A hook names a published version, the one of now or an older one.
    const versions = `${functionArn(this.props, FUNCTION_NAMES.hook)}:*`;
    role.allow({ sid: "CallVerifier", actions: ["lambda:InvokeFunction"], resources: [versions] });
    return role;
  }

  private permit(): void {
    const { clusters, repositoryArns } = this.props;
    const enforcing = Object.keys(clusters).filter(
      (name) => clusters[name]?.mode === "block" && clusters[name].enforcedSince !== NEVER_ENFORCED,
    );
    const names = Object.keys(clusters);
    const deployments = deploymentStatements(this.props, names);
    const inClusters = [...clusterStatements(this.props, names), ...stopStatements(this.props, enforcing)];
    const readHook: Statement = {
      sid: "ReadHook",
      actions: ["lambda:GetFunctionConfiguration"],
      resources: [`${functionArn(this.props, FUNCTION_NAMES.hook)}:*`],
    };
    const permissions: readonly [LambdaFunction, readonly Statement[]][] = [
      [this.hookFunction, [...judgeStatements(repositoryArns, deployments), ...deployments]],
      [
        this.taskVerifier,
        [
          ...judgeStatements(repositoryArns, inClusters),
          ...inClusters,
          ...regionWideStatements(this.props),
          ...(this.props.otherRegions ? regionStatements(this.props) : []),
          readHook,
          ...ownFindings(this.props),
        ],
      ],
      [this.recorder, ownFindings(this.props)],
    ];
    for (const [{ role }, statements] of permissions) {
      for (const statement of statements) role.allow(statement);
    }
    for (const { role } of [this.hookFunction, this.taskVerifier])
      this.decisions.grantSend(role, "TellDecisions");
    this.history.grantUse(this.taskVerifier.role, ["trusted", "stops"]);
    if (Object.values(clusters).some(({ tags }) => tags === "detect"))
      this.history.grantUse(this.hookFunction.role, ["verified"]);
    exceptFromBaseline(
      this.taskVerifier.role.node.findChild("Policy") as IamRolePolicy,
      LIST_TASKS_EXCEPTION,
    );
  }
}
