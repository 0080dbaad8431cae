import * as dynamodb from "@aws-sdk/client-dynamodb";
import { type DecisionHistory, type Stop } from "../../../lambdas/ecs-task-verifier/history";
import { historyTable } from "../../../lambdas/ecs-task-verifier/history-table";
import { type Answers, type AwsServer } from "../../support/aws-service";
import { StoppedClock } from "../clock";
import { DYNAMODB, Table } from "../dynamodb";

/** A history for each test of a file, which ends with it. */
export function historyOfEachTest(): Pick<HistoryServer, "start" | "stopOf"> & {
  readonly server: () => HistoryServer;
} {
  let server = new HistoryServer();
  beforeEach(() => {
    server = new HistoryServer();
  });
  afterEach(async () => {
    await server.stop();
  });
  return {
    server: () => server,
    start: (...args) => server.start(...args),
    stopOf: (...args) => server.stopOf(...args),
  };
}

/** A history in a table of its own behind a server. */
export class HistoryServer {
  readonly clock = new StoppedClock();
  readonly table = new Table("history");
  private readonly ends: (() => Promise<void> | void)[] = [];
  private server: AwsServer | undefined;

  async start(
    answers: Answers<typeof dynamodb> = {},
    signal = AbortSignal.timeout(10_000),
  ): Promise<DecisionHistory> {
    const server = await DYNAMODB.serve({ ...this.table.answers(), ...answers });
    const client = new dynamodb.DynamoDBClient({
      region: "eu-central-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      endpoint: server.endpoint,
      maxAttempts: 2,
    });
    this.server = server;
    this.ends.push(() => {
      client.destroy();
      return server.close();
    });
    return historyTable(client, "history", this.clock, signal);
  }

  /** How often something was asked. */
  count(operation: string): number {
    return (this.server?.operations() ?? []).filter((name) => name === operation).length;
  }

  /** The stop of a task of one service, so many milliseconds from now. */
  stopOf(task: string, at = 0, more: Partial<Stop> = {}): Stop {
    return { cluster: "shop", workload: "service:api", task, at: this.clock.now() + at, ...more };
  }

  async stop(): Promise<void> {
    for (const end of this.ends.splice(0)) await end();
  }
}
