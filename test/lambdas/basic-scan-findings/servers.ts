import * as ecr from "@aws-sdk/client-ecr";
import * as securityhub from "@aws-sdk/client-securityhub";
import { GENERATOR } from "../../../lambdas/basic-scan-findings/findings";
import { type Image } from "../../../lambdas/basic-scan-findings/image";
import { reconcile, type Reconciled } from "../../../lambdas/basic-scan-findings/reconcile";
import { registryOf } from "../../../lambdas/basic-scan-findings/registry";
import { settle, type Settled, type Surroundings } from "../../../lambdas/basic-scan-findings/settle";
import { CLIENT_SETTINGS } from "../../../lambdas/shared/client-settings";
import { createLogger } from "../../../lambdas/shared/logger";
import { findingStore } from "../../../lambdas/shared/security-hub";
import { type Answers, type AwsServer, awsService, fault } from "../../support/aws-service";
import { StoppedClock } from "../clock";
import { refusedFilters, takeIn } from "../security-hub";

export type Finding = securityhub.AwsSecurityFinding;
export type EcrAnswers = Answers<typeof ecr>;
export type HubAnswers = Answers<typeof securityhub>;

const ECR = awsService("ecr", ecr);
const HUB = awsService("securityhub", securityhub);

export const PLACE = { partition: "aws", region: "eu-central-1", accountId: "333333333333" } as const;
export const DIGEST = `sha256:${"a".repeat(64)}`;
export const IMAGE: Image = { repository: "shop/api", digest: DIGEST };

/** Id of a finding about the image. */
export const idOf = (one: string, digest = DIGEST) =>
  `supply-chain/basic-scan-findings/333333333333/eu-central-1/shop/api@${digest}/${one}`;

/** A vulnerability as ECR tells of it. */
export function vulnerability(name: string, severity: ecr.FindingSeverity): ecr.ImageScanFinding {
  return {
    name,
    severity,
    uri: `https://example.com/${name}`,
    attributes: [
      { key: "package_name", value: "openssl" },
      { key: "package_version", value: "3.0.1" },
    ],
  };
}

/** A scan that is done, in one page. */
export function scanned(...findings: readonly ecr.ImageScanFinding[]): EcrAnswers {
  const counts = new Map<string, number>();
  for (const { severity = "" } of findings) counts.set(severity, (counts.get(severity) ?? 0) + 1);
  return {
    DescribeImageScanFindings: () => ({
      imageScanStatus: { status: "COMPLETE" },
      imageScanFindings: {
        findings: [...findings],
        findingSeverityCounts: Object.fromEntries(counts),
      },
    }),
  };
}

/** Security Hub that keeps what is written and finds it again, in pages of one. */
export class Hub {
  readonly findings = new Map<string, Finding>();
  /** Findings of each write. */
  readonly writes: Finding[][] = [];

  readonly answers: HubAnswers = {
    GetFindings: ({ Filters = {}, NextToken }) => {
      const { Id, RecordState, GeneratorId, AwsAccountId, Region } = Filters;
      const refused = refusedFilters(Filters);
      if (refused) return refused;
      if (GeneratorId?.[0]?.Value !== GENERATOR) throw new Error("asks for findings of others");
      const asked = (filter: typeof Id, value: string | undefined) =>
        filter === undefined || filter.some((one) => one.Value === value);
      const found = [...this.findings.values()].filter(
        (one) =>
          asked(Id, one.Id) &&
          asked(RecordState, one.RecordState) &&
          asked(AwsAccountId, one.AwsAccountId) &&
          asked(Region, one.Resources?.[0]?.Region),
      );
      const index = Number(NextToken ?? 0);
      return {
        Findings: found.slice(index, index + 1),
        ...(index + 1 < found.length ? { NextToken: String(index + 1) } : {}),
      };
    },
    BatchImportFindings: ({ Findings = [] }) => {
      if (Findings.length > 100) return fault("InvalidInputException", "more than 100 findings");
      this.writes.push(Findings);
      for (const one of Findings) takeIn(this.findings, one);
      return { FailedCount: 0, SuccessCount: Findings.length, FailedFindings: [] };
    },
  };
}

const servers: AwsServer[] = [];

/** Ends what {@link withServers} started and fails for whatever the models do not have. */
export async function closeServers(): Promise<void> {
  for (const server of servers.splice(0)) await server.close();
}

/** Both services, running. */
export async function start(ecrAnswers: EcrAnswers, hubAnswers: HubAnswers) {
  const [registry, hub] = [await ECR.serve(ecrAnswers), await HUB.serve(hubAnswers)];
  servers.push(registry, hub);
  return { registry, hub };
}

/** Calls the function's work against both services. */
export async function withServers<T>(
  ecrAnswers: EcrAnswers,
  hubAnswers: HubAnswers,
  work: (surroundings: Surroundings) => Promise<T>,
  { requestTimeout = 5_000, clock = new StoppedClock(), lines = [] as unknown[] } = {},
): Promise<T & { readonly asked: readonly string[] }> {
  const none: EcrAnswers = { DescribeRepositories: () => ({ repositories: [] }) };
  const { registry, hub } = await start({ ...none, ...ecrAnswers }, hubAnswers);
  const settings = (endpoint: string) => ({
    ...CLIENT_SETTINGS,
    requestHandler: { ...CLIENT_SETTINGS.requestHandler, requestTimeout },
    region: PLACE.region,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    endpoint,
  });
  const clients = {
    ecr: new ecr.ECRClient(settings(registry.endpoint)),
    hub: new securityhub.SecurityHubClient(settings(hub.endpoint)),
  };
  const signal = AbortSignal.timeout(20_000);
  try {
    const result = await work({
      registry: registryOf(clients.ecr, PLACE, signal),
      findings: findingStore(clients.hub, { generator: GENERATOR, ...PLACE }, signal),
      clock,
      log: createLogger((line) => lines.push(JSON.parse(line))),
      place: PLACE,
    });
    return { ...result, asked: [...registry.operations(), ...hub.operations()] };
  } finally {
    clients.ecr.destroy();
    clients.hub.destroy();
  }
}

/** Looks at the image. */
export const look = (ecrAnswers: EcrAnswers, hub: HubAnswers, options = {}) =>
  withServers<Settled>(ecrAnswers, hub, (surroundings) => settle(IMAGE, surroundings), options);

/** Looks at every image with open findings. */
export const lookAtAll = (ecrAnswers: EcrAnswers, hub: HubAnswers, milliseconds = 60_000, options = {}) =>
  withServers<Reconciled>(
    ecrAnswers,
    hub,
    (surroundings) => reconcile({ ...surroundings, name: "import", milliseconds }),
    options,
  );
