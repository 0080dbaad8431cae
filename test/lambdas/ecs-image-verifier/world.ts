import { createHash } from "node:crypto";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as ecs from "@aws-sdk/client-ecs";
import * as sqs from "@aws-sdk/client-sqs";
import Ajv from "ajv";
import { ecsOf } from "../../../lambdas/image-verification/ecs";
import { ImageVerification } from "../../../lambdas/image-verification/image-verification";
import { queueRecorder } from "../../../lambdas/image-verification/recorder";
import { type JudgeServices } from "../../../lambdas/image-verification/services";
import { verifiedTagsTable } from "../../../lambdas/ecs-image-verifier/verified-tags-table";
import { answerHook, type Surroundings } from "../../../lambdas/ecs-image-verifier/answer-hook";
import { load } from "../../../lambdas/ecs-image-verifier/load";
import { createLogger } from "../../../lambdas/shared/logger";
import { type DecisionRecord } from "../../../verification";
import schema from "../../../verification/decision-record.schema.json";

import { type Answers, type AwsServer, awsService } from "../../support/aws-service";
import { DYNAMODB, Table } from "../dynamodb";
import { CLUSTERS, Court, SETTINGS } from "../image-verification/support";
import { AT } from "./events";

const ECS = awsService("ecs", ecs);
const SQS = awsService("sqs", sqs);
const validate = new Ajv({ allErrors: true }).compile(schema);
const TABLE = "history";
const QUEUE = "https://sqs.eu-central-1.amazonaws.com/444444444444/decisions";

/** What an event of the tests says may be changed. */
export interface Changes {
  /** Text of `settings.json`; `null` when it is not there. @default - those of the judge's tests */
  readonly settings?: string | null;
  /** Text of `clusters.json`; `null` when it is not there. @default - as the settings of the judge's tests say */
  readonly clusters?: string | null;
  readonly milliseconds?: number;
  readonly services?: Partial<JudgeServices>;
  readonly surroundings?: Partial<Surroundings>;
}

type Changeable<M> = { -readonly [Name in keyof Answers<M>]: Answers<M>[Name] };

/**
 * An account with services on ECS, a queue for decisions and registries with real signatures, all over HTTP and
 * checked against the SDK's models. Tests change single answers.
 */
export class World {
  readonly court = new Court();
  readonly lines: Record<string, unknown>[] = [];
  /** Containers of the task definition of each service. */
  readonly containers = new Map<string, ecs.ContainerDefinition[]>();
  /** Digests that run, by the name of the container. */
  readonly running = new Map<string, string>();
  /** What the function remembers. */
  readonly table = new Table(TABLE);
  /** What the table answers. */
  readonly dynamodb: Changeable<typeof dynamodb> = { ...this.table.answers() };
  /** Seconds since the start of every deployment. */
  elapsedSeconds = 5;
  /** Decisions that came to the queue. */
  readonly decisions: DecisionRecord[] = [];
  readonly ecs: Changeable<typeof ecs> = {
    DescribeServiceRevisions: ({ serviceRevisionArns: [serviceRevisionArn = ""] = [] }) => {
      const [cluster = "", service = ""] = serviceRevisionArn.split("/").slice(1);
      return {
        serviceRevisions: [
          {
            serviceRevisionArn,
            serviceArn: `${AT}:service/${cluster}/${service}`,
            clusterArn: `${AT}:cluster/${cluster}`,
            taskDefinition: `${AT}:task-definition/${service}:1`,
            containerImages: [...this.running].map(([containerName, imageDigest]) => ({
              containerName,
              imageDigest,
            })),
          },
        ],
      };
    },
    DescribeTaskDefinition: ({ taskDefinition: taskDefinitionArn = "" }) => ({
      taskDefinition: {
        taskDefinitionArn,
        containerDefinitions: this.containers.get(taskDefinitionArn.split("/")[1]?.split(":")[0] ?? "") ?? [],
      },
    }),
    DescribeServiceDeployments: ({ serviceDeploymentArns: [serviceDeploymentArn = ""] = [] }) => ({
      serviceDeployments: [
        { serviceDeploymentArn, startedAt: new Date(this.court.now - this.elapsedSeconds * 1_000) },
      ],
    }),
  };
  readonly sqs: Changeable<typeof sqs> = {
    SendMessageBatch: ({ QueueUrl, Entries = [] }) => {
      expect(QueueUrl).toMatch(/\/444444444444\/decisions$/);
      const Successful = Entries.map(({ Id, MessageBody = "" }) => {
        this.decisions.push(JSON.parse(MessageBody) as DecisionRecord);
        const MD5OfMessageBody = createHash("md5").update(MessageBody).digest("hex");
        return { Id, MessageId: Id, MD5OfMessageBody };
      });
      return { Successful, Failed: [] };
    },
  };
  private servers: Readonly<Record<"ecs" | "sqs" | "table", AwsServer>> | undefined;
  private clients:
    | {
        readonly ecs: ecs.ECSClient;
        readonly sqs: sqs.SQSClient;
        readonly table: dynamodb.DynamoDBClient;
      }
    | undefined;
  private readonly log = createLogger((line) => this.lines.push(JSON.parse(line) as Record<string, unknown>));

  /** @param requestTimeout milliseconds that ECS, SQS and the table are given to answer */
  async start(requestTimeout = 800): Promise<this> {
    await this.court.start();
    this.servers = {
      ecs: await ECS.serve(this.ecs),
      sqs: await SQS.serve(this.sqs),
      table: await DYNAMODB.serve(this.dynamodb),
    };
    const settings = (endpoint: string) => ({
      region: "eu-central-1",
      endpoint,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts: 1,
      requestHandler: { requestTimeout, socketTimeout: requestTimeout, throwOnRequestTimeout: true },
    });
    this.clients = {
      ecs: new ecs.ECSClient(settings(this.servers.ecs.endpoint)),
      sqs: new sqs.SQSClient(settings(this.servers.sqs.endpoint)),
      table: new dynamodb.DynamoDBClient(settings(this.servers.table.endpoint)),
    };
    return this;
  }

  /** @throws Error for anything that was asked or answered against a model, or sent against the schema of decisions */
  async stop(): Promise<void> {
    for (const client of Object.values(this.clients ?? {})) client.destroy();
    await this.court.front.stop();
    for (const server of Object.values(this.servers ?? {})) await server.close();
    for (const decision of this.decisions) {
      if (validate(decision) !== true) throw new Error(JSON.stringify(validate.errors));
    }
  }

  /** What the SDK in a process of its own is told of this world. */
  environment(): Record<string, string> {
    if (!this.servers) throw new Error("the world was not started");
    const { ecr, signer } = this.court.front.running;
    return {
      // SQS is asked where its queue is, whatever endpoint there is else.
      DECISION_QUEUE_URL: `${this.servers.sqs.endpoint}/444444444444/decisions`,
      HISTORY_TABLE_NAME: TABLE,
      AWS_ENDPOINT_URL_DYNAMODB: this.servers.table.endpoint,
      AWS_ENDPOINT_URL_ECR: ecr.endpoint,
      AWS_ENDPOINT_URL_ECS: this.servers.ecs.endpoint,
      AWS_ENDPOINT_URL_SIGNER: signer.endpoint,
    };
  }

  /** Asks the gate as ECS does, in a process that has started. */
  async ask(event: unknown, changes: Changes = {}) {
    return this.started(changes)(event);
  }

  /** Starts the function once, for many calls. */
  started(changes: Changes = {}) {
    const { settings = JSON.stringify(SETTINGS), clusters = CLUSTERS } = changes;
    const loaded = load(
      (file) => {
        const text = { "settings.json": settings, "clusters.json": clusters }[file];
        if (text === null) throw new Error(`ENOENT: no such file, open '${file}'`);
        return text;
      },
      (settings) => new ImageVerification(settings, this.court.services(changes.services)),
      this.log,
    );
    return (event: unknown) =>
      answerHook(event, { clusters: loaded.clusters, log: this.log }, () => {
        const { clients, log } = this;
        if (!clients) throw new Error("the world was not started");
        const signal = AbortSignal.timeout(changes.milliseconds ?? 20_000);
        const clock = { now: () => this.court.now, sleep: () => Promise.resolve() };
        return {
          log,
          judge: () => loaded.judgeUntil(signal),
          ecs: ecsOf(clients.ecs, signal),
          recorder: queueRecorder({ client: clients.sqs, log, milliseconds: 500, queueUrl: QUEUE }),
          verifiedTags: verifiedTagsTable(clients.table, TABLE, clock, signal),
          clock,
          signal,
          requestId: "request-1",
          ...changes.surroundings,
        };
      });
  }

  /** Decisions in short: container, what came of it, why, and what was done. */
  told(): string[] {
    return this.decisions.map(({ workload, outcome, code, action }) =>
      [workload.container, outcome, code, action].filter((word) => word !== undefined).join(" "),
    );
  }

  /** Messages of lines of the log that are errors. */
  errors(): unknown[] {
    return this.lines.filter(({ level }) => level === "ERROR").map(({ message }) => message);
  }
}
