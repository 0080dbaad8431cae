import * as securityhub from "@aws-sdk/client-securityhub";
import { GENERATOR } from "../../../lambdas/image-verification/finding-id";
import { recordDecisions } from "../../../lambdas/decision-recorder/record";
import { CLIENT_SETTINGS } from "../../../lambdas/shared/client-settings";
import { createLogger } from "../../../lambdas/shared/logger";
import { findingStore } from "../../../lambdas/shared/security-hub";
import { type DecisionRecord } from "../../../verification";
import { type Answers, type AwsServer, awsService, fault } from "../../support/aws-service";
import { refusedFilters } from "../security-hub";

const SECURITY_HUB = awsService("securityhub", securityhub);

export const PLACE = { partition: "aws", region: "eu-central-1", accountId: "444444444444" } as const;
export const REPOSITORY = "333333333333.dkr.ecr.eu-central-1.amazonaws.com/shop/api";
export const DIGEST = `sha256:${"a".repeat(64)}`;

/** An image that was refused at 05:06, changed as is said. */
export function decision(changed: Partial<DecisionRecord> = {}): DecisionRecord {
  return {
    version: 1,
    at: "2026-03-04T05:06:00.000Z",
    source: "ecs-deployment",
    ...PLACE,
    cluster: "shop",
    mode: "block",
    known: true,
    workload: { service: "api", container: "main" },
    image: { reference: `${REPOSITORY}@${DIGEST}`, repository: REPOSITORY, digest: DIGEST },
    outcome: "refused",
    action: "deny",
    code: "unsigned",
    message: "it has no signature",
    correlation: { requestId: "request-1" },
    ...changed,
  };
}

/** The same image, trusted. */
export function trusted(at: string, changed: Partial<DecisionRecord> = {}): DecisionRecord {
  const rest = Object.entries(decision()).filter(([name]) => name !== "code" && name !== "message");
  const base = Object.fromEntries(rest) as unknown as DecisionRecord;
  return { ...base, at, outcome: "trusted", action: "allow", ...changed };
}

function oldest(decisions: readonly (DecisionRecord | string)[]): number {
  return Math.min(...decisions.map((each) => (typeof each === "string" ? Infinity : Date.parse(each.at))));
}

/** A Security Hub that keeps what it is told, served over HTTP and checked against the SDK's model. */
export class Hub {
  readonly findings = new Map<string, securityhub.AwsSecurityFinding>();
  readonly lines: Record<string, unknown>[] = [];
  private readonly clients: securityhub.SecurityHubClient[] = [];
  private readonly servers: AwsServer[] = [];

  async start(changed: Answers<typeof securityhub> = {}): Promise<AwsServer> {
    const server = await SECURITY_HUB.serve({ ...this.answers(), ...changed });
    this.servers.push(server);
    return server;
  }

  /**
   * Records decisions, each in a message named by its place in the list.
   *
   * @param at when they are read: RFC 3339. Left out, when the oldest of them was decided
   */
  async record(
    decisions: readonly (DecisionRecord | string)[],
    changed: Answers<typeof securityhub> = {},
    at?: string,
  ): Promise<{ readonly failed: string[]; readonly operations: string[] }> {
    const server = await this.start(changed);
    const client = new securityhub.SecurityHubClient({
      ...CLIENT_SETTINGS,
      maxAttempts: 1,
      region: PLACE.region,
      endpoint: server.endpoint,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
    this.clients.push(client);
    const { batchItemFailures } = await recordDecisions(
      decisions.map((each, index) => ({
        id: String(index),
        body: typeof each === "string" ? each : JSON.stringify(each),
      })),
      {
        findings: findingStore(client, { generator: GENERATOR, ...PLACE }, AbortSignal.timeout(10_000)),
        log: createLogger((line) => this.lines.push(JSON.parse(line) as Record<string, unknown>)),
        place: PLACE,
        recorder: "recorder",
        clock: { now: () => (at === undefined ? oldest(decisions) : Date.parse(at)) },
      },
    );
    return {
      failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
      operations: server.operations(),
    };
  }

  /** Findings by what stands behind the cluster in their ids, with their state. */
  states(): Record<string, string | undefined> {
    return Object.fromEntries(
      [...this.findings].map(([id, { RecordState }]) => [id.split("/").slice(4).join("/"), RecordState]),
    );
  }

  /** The lines of metrics. */
  metrics(): Record<string, unknown>[] {
    return this.lines.filter(({ message }) => message === "metric");
  }

  async stop(): Promise<void> {
    for (const client of this.clients) client.destroy();
    for (const server of this.servers) await server.close();
  }

  private answers(): Answers<typeof securityhub> {
    return {
      GetFindings: ({ Filters }) => {
        const refused = refusedFilters(Filters);
        if (refused) return refused;
        const ids = new Set(Filters?.Id?.map(({ Value }) => Value));
        return { Findings: [...this.findings.values()].filter(({ Id }) => ids.has(Id)) };
      },
      BatchImportFindings: ({ Findings = [] }) => {
        if (Findings.length > 100) return fault("InvalidInputException", "more than 100 findings");
        for (const finding of Findings) this.findings.set(finding.Id ?? "", finding);
        return { FailedCount: 0, SuccessCount: Findings.length, FailedFindings: [] };
      },
    };
  }
}
