import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as ecr from "@aws-sdk/client-ecr";
import * as ecs from "@aws-sdk/client-ecs";
import * as lambda from "@aws-sdk/client-lambda";
import * as securityhub from "@aws-sdk/client-securityhub";
import { GENERATOR as IMAGES } from "../../../lambdas/image-verification/finding-id";
import { taskEcs } from "../../../lambdas/ecs-task-verifier/ecs";
import { GENERATOR as GATE } from "../../../lambdas/ecs-task-verifier/findings";
import { followTasks } from "../../../lambdas/ecs-task-verifier/follow";
import { hookFunction } from "../../../lambdas/ecs-task-verifier/hook-function";
import { managedImages } from "../../../lambdas/ecs-task-verifier/managed-images";
import { askMembers } from "../../../lambdas/ecs-task-verifier/members";
import { keepOnce } from "../../../lambdas/ecs-task-verifier/once";
import { type LookingAbroad } from "../../../lambdas/ecs-task-verifier/regions";
import { type Reconciled, reconcile } from "../../../lambdas/ecs-task-verifier/reconcile";
import { historyTable } from "../../../lambdas/ecs-task-verifier/history-table";
import { type ImageRequest, judgeOnce } from "../../../lambdas/image-verification/image-judge";
import { CLIENT_SETTINGS } from "../../../lambdas/shared/client-settings";
import { createLogger } from "../../../lambdas/shared/logger";
import { findingStore } from "../../../lambdas/shared/security-hub";
import { type ClusterSettings, type DecisionRecord, type StopLimit } from "../../../verification";
import { type Answers, type AwsServer, awsService } from "../../support/aws-service";
import { StoppedClock } from "../clock";
import { DYNAMODB, Table } from "../dynamodb";
import { ecrAnswers, ecsAnswers, hubAnswers, lambdaAnswers } from "./answers";
import { arnOf, HOOK, imageOf, PLACE, type Told, TRUSTED } from "./images";
import { definitionOf, DEPLOYMENT, type Start } from "./start";

const ECS = awsService("ecs", ecs);
const ECR = awsService("ecr", ecr);
const LAMBDA = awsService("lambda", lambda);
const SECURITY_HUB = awsService("securityhub", securityhub);

const TABLE = "supply-chain-decisions";

/**
 * Clusters, a table and a Security Hub that keep what they are told, served over HTTP and checked against the SDK's
 * models; images are judged as the test says.
 */
export class World {
  readonly clock = new StoppedClock();
  readonly lines: Record<string, unknown>[] = [];
  readonly table = new Table(TABLE);
  readonly findings = new Map<string, securityhub.AwsSecurityFinding>();
  readonly decisions: DecisionRecord[] = [];
  readonly judged: ImageRequest[] = [];
  /** What comes of an image by its reference; anything else is trusted. */
  readonly outcomes = new Map<string, Told | (() => Told)>();
  readonly clusters: Record<string, ClusterSettings> = {};
  /** Above how many stops those of trusted images are withheld. @default - five in ten minutes */
  stopLimit: StopLimit | undefined;
  /** What is known of other regions. @default - they are not looked at */
  elsewhere: LookingAbroad["elsewhere"];
  /** Clusters for which nobody asks for signatures. */
  readonly unverified: string[] = [];
  readonly tasks = new Map<string, ecs.Task>();
  readonly definitions = new Map<string, ecs.ContainerDefinition[]>();
  readonly services = new Map<string, ecs.Service[]>();
  /** Deployments of services by `cluster/service`: one for each service that a task is started of. */
  readonly deployments = new Map<string, ecs.Deployment[]>();
  /** Images that AWS's repositories hold. */
  readonly managed = new Map<string, readonly string[]>();
  readonly stopped: ecs.StopTaskRequest[] = [];
  hookCode: string | undefined = HOOK.codeSha256;
  /** The judge of a call. @default - it says what is in `outcomes` */
  newJudge = () => this.judge();
  private readonly clients: { destroy(): void }[] = [];
  private readonly started: AwsServer[] = [];
  private readonly log = createLogger((line) => this.lines.push(JSON.parse(line) as Record<string, unknown>));

  constructor(mode: ClusterSettings["mode"] = "block") {
    this.settle("shop", { mode });
  }

  /** Names a cluster in the settings. */
  settle(name: string, more: Partial<ClusterSettings> = {}): void {
    this.clusters[name] = {
      mode: "block",
      tags: "refuse",
      repositories: [],
      services: {},
      enforcedSince: new Date(this.clock.now() - 60 * 60_000).toISOString(),
      ...more,
    };
  }

  /** Starts a task; its ARN. */
  run(id: string, start: Start = {}): string {
    const { cluster = "shop", service, minutesAgo = 1, digests = {} } = start;
    const containers = start.containers ?? { app: imageOf("api") };
    const taskArn = arnOf("task", `${cluster}/${id}`);
    const taskDefinitionArn = definitionOf(start);
    this.definitions.set(
      taskDefinitionArn,
      Object.entries(containers).map(([name, image]) => ({ name, image })),
    );
    if (service !== undefined)
      this.deployments.set(`${cluster}/${service}`, [
        { id: DEPLOYMENT, status: "PRIMARY", taskDefinition: taskDefinitionArn },
      ]);
    this.tasks.set(taskArn, {
      taskArn,
      clusterArn: arnOf("cluster", cluster),
      taskDefinitionArn,
      group: start.group ?? (service === undefined ? "family:job" : `service:${service}`),
      ...(start.startedBy === undefined && service === undefined
        ? {}
        : { startedBy: start.startedBy ?? DEPLOYMENT }),
      createdAt: new Date(this.clock.now() - minutesAgo * 60_000),
      lastStatus: start.lastStatus ?? "RUNNING",
      desiredStatus: start.desiredStatus ?? "RUNNING",
      ...(start.attachments ? { attachments: start.attachments } : {}),
      containers: [
        ...Object.entries(containers).map(([name, image]) => {
          const imageDigest = digests[name] ?? image.split("@")[1];
          return {
            name,
            image,
            ...(imageDigest === undefined ? {} : { imageDigest }),
            lastStatus: start.lastStatus ?? "RUNNING",
          };
        }),
        ...(start.added ?? []),
      ],
    });
    return taskArn;
  }

  /** The event of a task as it lies in the queue. */
  message(taskArn: string, receives = 1): { id: string; body: string; receives: number } {
    return { id: taskArn.split("/")[2] ?? "", body: JSON.stringify(this.event(taskArn)), receives };
  }

  event(taskArn: string): Record<string, unknown> {
    const detail = this.tasks.get(taskArn);
    return { id: "event-1", source: "aws.ecs", "detail-type": "ECS Task State Change", detail };
  }

  /** A service that is gated, but for what is changed. */
  serve(serviceName: string, changed: Partial<ecs.Service> = {}, cluster = "shop"): void {
    const service: ecs.Service = {
      serviceName,
      serviceArn: arnOf("service", `${cluster}/${serviceName}`),
      status: "ACTIVE",
      deploymentController: { type: "ECS" },
      deploymentConfiguration: {
        strategy: "BLUE_GREEN",
        lifecycleHooks: [{ hookTargetArn: HOOK.versionArn, lifecycleStages: ["PRE_SCALE_UP"] }],
      },
      ...changed,
    };
    const others = (this.services.get(cluster) ?? []).filter((each) => each.serviceName !== serviceName);
    this.services.set(cluster, [...others, service]);
  }

  open(): securityhub.AwsSecurityFinding[] {
    return [...this.findings.values()].filter(({ RecordState }) => RecordState === "ACTIVE");
  }

  /** Values of a metric in the order of writing. */
  metric(name: string): unknown[] {
    return this.lines
      .filter((line) => line["message"] === "metric" && name in line && line["Verifier"] !== undefined)
      .map((line) => line[name]);
  }

  /** Ids of tasks that were stopped. */
  stops(): string[] {
    return this.stopped.map(({ task }) => task?.split("/")[2] ?? "");
  }

  /** What was decided last, by container. */
  told(): Record<string, string> {
    return Object.fromEntries(
      this.decisions.map(({ workload, outcome, action, code }) => [
        workload.container ?? "",
        `${outcome}${code === undefined ? "" : ` ${code}`}: ${action}`,
      ]),
    );
  }

  async start(
    answers: {
      readonly ecs?: Answers<typeof ecs>;
      readonly ecr?: Answers<typeof ecr>;
      readonly lambda?: Answers<typeof lambda>;
      readonly table?: Answers<typeof dynamodb>;
      readonly hub?: Answers<typeof securityhub>;
    } = {},
    { requestTimeout = 5_000, maxAttempts = 2 } = {},
  ) {
    const servers = {
      ecs: await ECS.serve({ ...ecsAnswers(this), ...answers.ecs }),
      ecr: await ECR.serve({ ...ecrAnswers(this), ...answers.ecr }),
      lambda: await LAMBDA.serve({ ...lambdaAnswers(this), ...answers.lambda }),
      table: await DYNAMODB.serve({ ...this.table.answers(), ...answers.table }),
      hub: await SECURITY_HUB.serve({ ...hubAnswers(this), ...answers.hub }),
    };
    this.started.push(...Object.values(servers));
    const settings = (server: AwsServer) => ({
      ...CLIENT_SETTINGS,
      maxAttempts,
      requestHandler: { ...CLIENT_SETTINGS.requestHandler, requestTimeout },
      region: PLACE.region,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      endpoint: server.endpoint,
    });
    const clients = {
      ecs: new ecs.ECSClient(settings(servers.ecs)),
      ecr: new ecr.ECRClient(settings(servers.ecr)),
      lambda: new lambda.LambdaClient(settings(servers.lambda)),
      table: new dynamodb.DynamoDBClient(settings(servers.table)),
      hub: new securityhub.SecurityHubClient(settings(servers.hub)),
    };
    this.clients.push(...Object.values(clients));
    const signal = AbortSignal.timeout(20_000);
    const tasks = taskEcs(clients.ecs, signal);
    const surroundings = {
      settings: {
        version: 1 as const,
        ...PLACE,
        clusters: this.clusters,
        unverified: this.unverified,
        trustPolicy: {},
        trustStores: {},
        replicas: {},
        exceptions: [],
        breakGlass: [],
        ...(this.stopLimit ? { stopLimit: this.stopLimit } : {}),
      },
      ecs: tasks,
      members: askMembers(tasks, this.clock),
      managed: managedImages(clients.ecr, PLACE.region, signal),
      history: keepOnce(historyTable(clients.table, TABLE, this.clock, signal)),
      recorder: {
        record: (some: readonly DecisionRecord[]) => Promise.resolve(void this.decisions.push(...some)),
      },
      clock: this.clock,
      log: this.log,
      verifier: "verifier",
    };
    return {
      servers,
      surroundings: { ...surroundings, judge: judgeOnce(this.newJudge()) },
      reconciling: {
        ...surroundings,
        newJudge: this.newJudge,
        hook: HOOK,
        hookFunction: hookFunction(clients.lambda, HOOK, signal),
        gateFindings: findingStore(clients.hub, { generator: GATE, ...PLACE }, signal),
        imageFindings: findingStore(clients.hub, { generator: IMAGES, ...PLACE }, signal),
        milliseconds: 60_000,
        correlation: { eventId: "schedule-1" },
        ...(this.elsewhere ? { elsewhere: this.elsewhere } : {}),
      },
    };
  }

  /** Lets the events of tasks come, all in one batch; ids of messages that stay. */
  async follow(
    messages: readonly { id: string; body: string; receives: number }[],
    answers: Parameters<World["start"]>[0] = {},
    options: Parameters<World["start"]>[1] = {},
  ): Promise<string[]> {
    const { surroundings } = await this.start(answers, options);
    const bounds = { attempts: 3, deadline: this.clock.now() + 60_000 };
    const { batchItemFailures } = await followTasks(messages, surroundings, bounds);
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }

  async reconcile(
    answers: Parameters<World["start"]>[0] = {},
    options: Parameters<World["start"]>[1] = {},
  ): Promise<Reconciled> {
    const { reconciling } = await this.start(answers, options);
    return reconcile(reconciling);
  }

  async stop(): Promise<void> {
    for (const client of this.clients.splice(0)) client.destroy();
    for (const server of this.started.splice(0)) await server.close();
  }

  private judge(): ReturnType<typeof judgeOnce> {
    return {
      judge: (request) => {
        this.judged.push(request);
        const { reference } = request;
        const [repository = "", named] = reference.split("@");
        const told = this.outcomes.get(reference) ?? TRUSTED;
        const { verified, ...said }: Told = typeof told === "function" ? told() : told;
        // Verified is what was named, an index for instance; what is refused unread is known by what was pulled.
        const digest =
          verified ?? (said.outcome === "trusted" ? (named ?? request.digest) : (request.digest ?? named));
        const image = { reference, repository, ...(digest === undefined ? {} : { digest }) };
        return Promise.resolve({ image, ...said });
      },
    };
  }
}
