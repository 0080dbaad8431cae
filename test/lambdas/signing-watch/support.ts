import * as ecr from "@aws-sdk/client-ecr";
import * as securityhub from "@aws-sdk/client-securityhub";
import { type RegistrySigningRule } from "../../../aws";
import { type Surroundings } from "../../../lambdas/signing-watch/follow";
import { type PushMessage } from "../../../lambdas/signing-watch/event";
import { GENERATOR } from "../../../lambdas/signing-watch/findings";
import { followPushes } from "../../../lambdas/signing-watch/follow";
import { findingStore } from "../../../lambdas/shared/security-hub";
import { reconcile, type Reconciled, sha256Of } from "../../../lambdas/signing-watch/reconcile";
import { registryOf } from "../../../lambdas/signing-watch/registry";
import { CLIENT_SETTINGS } from "../../../lambdas/shared/client-settings";
import { createLogger } from "../../../lambdas/shared/logger";
import { type Answers, type AwsServer, awsService, fault } from "../../support/aws-service";
import { StoppedClock } from "../clock";
import { refusedFilters } from "../security-hub";

const ECR = awsService("ecr", ecr);
const SECURITY_HUB = awsService("securityhub", securityhub);

export const PLACE = { partition: "aws", region: "eu-central-1", accountId: "333333333333" } as const;
export const RELEASE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_1a2b3c4d";
export const RULES: readonly RegistrySigningRule[] = [{ profileArn: RELEASE, filters: ["shop/*"] }];
export const INDEX = "application/vnd.oci.image.index.v1+json";
export const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const MINUTE = 60_000;

/** A digest that one can tell from others. */
export function digestOf(name: string): string {
  return `sha256:${Buffer.from(name).toString("hex").padEnd(64, "0")}`;
}

interface Stored {
  readonly detail: ecr.ImageDetail;
  readonly manifest: string;
  states: ecr.ImageSigningStatus[];
}

/** A registry and a Security Hub that keep what they are told, served over HTTP and checked against the SDK's models. */
export class World {
  readonly clock = new StoppedClock();
  readonly lines: Record<string, unknown>[] = [];
  readonly findings = new Map<string, securityhub.AwsSecurityFinding>();
  rules: readonly RegistrySigningRule[] | undefined = RULES;
  private readonly images = new Map<string, Stored>();
  private readonly clients: { destroy(): void }[] = [];
  private readonly started: AwsServer[] = [];
  private readonly log = createLogger((line) => this.lines.push(JSON.parse(line) as Record<string, unknown>));

  /** Pushes an image; `minutesAgo` by the clock. */
  push(
    repository: string,
    name: string,
    {
      minutesAgo = 1,
      tags = ["1.0"],
      children,
      ...more
    }: Partial<ecr.ImageDetail> & {
      readonly minutesAgo?: number;
      readonly tags?: string[];
      readonly children?: readonly string[];
    } = {},
  ): string {
    const digest = digestOf(name);
    const manifests = children?.map((child) => ({ digest: digestOf(child) }));
    this.images.set(`${repository}@${digest}`, {
      detail: {
        repositoryName: repository,
        imageDigest: digest,
        ...(tags.length > 0 ? { imageTags: tags } : {}),
        imagePushedAt: new Date(this.clock.now() - minutesAgo * MINUTE),
        imageManifestMediaType: manifests ? INDEX : MANIFEST,
        ...(manifests ? {} : { artifactMediaType: "application/vnd.oci.image.config.v1+json" }),
        ...more,
      },
      manifest: JSON.stringify({ schemaVersion: 2, ...(manifests ? { manifests } : {}) }),
      states: [],
    });
    return digest;
  }

  sign(repository: string, name: string, status: ecr.SigningStatus, failureReason?: string): void {
    const stored = this.images.get(`${repository}@${digestOf(name)}`);
    if (!stored) throw new Error(`${name} was not pushed`);
    stored.states = [
      {
        signingProfileArn: RELEASE,
        status,
        ...(failureReason === undefined ? {} : { failureCode: "AccessDenied", failureReason }),
      },
    ];
  }

  remove(repository: string, name: string): void {
    this.images.delete(`${repository}@${digestOf(name)}`);
  }

  /** The event of a push as it lies in the queue. */
  message(
    repository: string,
    name: string,
    { id = name, minutesAgo }: { readonly id?: string; readonly minutesAgo?: number } = {},
  ): { id: string; body: string } {
    const detail = {
      result: "SUCCESS",
      "repository-name": repository,
      "image-digest": digestOf(name),
      "action-type": "PUSH",
      "image-tag": "1.0",
    };
    const time =
      minutesAgo === undefined
        ? {}
        : { time: new Date(this.clock.now() - minutesAgo * MINUTE).toISOString().replace(".000", "") };
    const event = { source: "aws.ecr", "detail-type": "ECR Image Action", ...time, detail };
    return { id, body: JSON.stringify(event) };
  }

  /** Findings that are open, by the image's name at their end. */
  open(): securityhub.AwsSecurityFinding[] {
    return [...this.findings.values()].filter(({ RecordState }) => RecordState === "ACTIVE");
  }

  /** Values of a metric in the order of writing. */
  metrics(name: "OpenProblems" | "CompleteLooks" = "OpenProblems"): unknown[] {
    return this.lines.filter(({ message }) => message === "metric").flatMap((line) => line[name] ?? []);
  }

  async start(
    answers: {
      readonly ecr?: Answers<typeof ecr>;
      readonly hub?: Answers<typeof securityhub>;
    } = {},
    { requestTimeout = 5_000 } = {},
  ): Promise<{
    readonly surroundings: Surroundings;
    readonly registry: AwsServer;
    readonly hub: AwsServer;
  }> {
    const registry = await ECR.serve({ ...this.registryAnswers(), ...answers.ecr });
    const hub = await SECURITY_HUB.serve({ ...this.hubAnswers(), ...answers.hub });
    this.started.push(registry, hub);
    const settings = (endpoint: string) => ({
      ...CLIENT_SETTINGS,
      requestHandler: { ...CLIENT_SETTINGS.requestHandler, requestTimeout },
      region: PLACE.region,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      endpoint,
    });
    const client = new ecr.ECRClient(settings(registry.endpoint));
    const hubClient = new securityhub.SecurityHubClient(settings(hub.endpoint));
    this.clients.push(client, hubClient);
    const signal = AbortSignal.timeout(20_000);
    return {
      registry,
      hub,
      surroundings: {
        registry: registryOf(client, signal),
        hub: findingStore(hubClient, { generator: GENERATOR, ...PLACE }, signal),
        clock: this.clock,
        log: this.log,
        place: PLACE,
        watch: "watch",
        otherProfileArns: [],
        lateAfterMilliseconds: 15 * MINUTE,
      },
    };
  }

  /** Handles messages and returns the ids of those that stay in the queue. */
  async follow(messages: readonly PushMessage[], ...options: Parameters<World["start"]>) {
    const { surroundings, ...servers } = await this.start(...options);
    const { batchItemFailures } = await followPushes(messages, surroundings);
    return { stay: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), ...servers };
  }

  /** One run of the schedule. */
  async reconcile({
    milliseconds = 40_000,
    ...answers
  }: Parameters<World["start"]>[0] & { readonly milliseconds?: number } = {}): Promise<
    Reconciled & Pick<Awaited<ReturnType<World["start"]>>, "registry" | "hub">
  > {
    const { surroundings, ...servers } = await this.start(answers);
    const result = await reconcile({ ...surroundings, rulesSha256: sha256Of(RULES), milliseconds });
    return { ...result, ...servers };
  }

  async stop(): Promise<void> {
    for (const client of this.clients) client.destroy();
    for (const server of this.started) await server.close();
  }

  private registryAnswers(): Answers<typeof ecr> {
    const stored = (repository = "", { imageDigest = "" }: ecr.ImageIdentifier = {}) =>
      this.images.get(`${repository}@${imageDigest}`);
    return {
      GetSigningConfiguration: () =>
        this.rules
          ? {
              registryId: PLACE.accountId,
              signingConfiguration: {
                rules: this.rules.map(({ profileArn, filters }) => ({
                  signingProfileArn: profileArn,
                  repositoryFilters: filters.map((filter) => ({ filter, filterType: "WILDCARD_MATCH" })),
                })),
              },
            }
          : fault("SigningConfigurationNotFoundException", "nothing is configured"),
      DescribeImages: ({ repositoryName, imageIds, nextToken, maxResults = 100 }) => {
        if (imageIds) {
          const details = imageIds.flatMap((id) => stored(repositoryName, id)?.detail ?? []);
          return details.length < imageIds.length
            ? fault("ImageNotFoundException", "is gone")
            : { imageDetails: details };
        }
        const all = [...this.images.values()]
          .map(({ detail }) => detail)
          .filter((detail) => detail.repositoryName === repositoryName);
        const start = Number(nextToken ?? 0);
        const end = start + maxResults;
        return {
          imageDetails: all.slice(start, end),
          ...(end < all.length ? { nextToken: String(end) } : {}),
        };
      },
      DescribeImageSigningStatus: ({ repositoryName, imageId }) => {
        const image = stored(repositoryName, imageId);
        if (!image) return fault("ImageNotFoundException", "is gone");
        return { repositoryName, imageId, registryId: PLACE.accountId, signingStatuses: image.states };
      },
      DescribeRepositories: () => ({
        repositories: [
          ...new Set([...this.images.values()].map(({ detail }) => detail.repositoryName ?? "")),
        ].map((repositoryName) => ({ repositoryName })),
      }),
      BatchGetImage: ({ repositoryName, imageIds = [] }) => ({
        images: imageIds.flatMap((imageId) => {
          const image = stored(repositoryName, imageId);
          return image ? [{ repositoryName, imageId, imageManifest: image.manifest }] : [];
        }),
      }),
    };
  }

  private hubAnswers(): Answers<typeof securityhub> {
    return {
      GetFindings: ({ Filters, NextToken, MaxResults = 100 }) => {
        const refused = refusedFilters(Filters);
        if (refused) return refused;
        const among = (filters: readonly securityhub.StringFilter[] | undefined, value = "") =>
          filters === undefined || filters.some(({ Value }) => Value === value);
        const found = [...this.findings.values()].filter(
          (finding) =>
            among(Filters?.Id, finding.Id) &&
            among(Filters?.RecordState, finding.RecordState) &&
            among(Filters?.GeneratorId, finding.GeneratorId) &&
            among(Filters?.AwsAccountId, finding.AwsAccountId) &&
            among(Filters?.Region, finding.Resources?.[0]?.Region),
        );
        const start = Number(NextToken ?? 0);
        const end = start + MaxResults;
        return {
          Findings: found.slice(start, end),
          ...(end < found.length ? { NextToken: String(end) } : {}),
        };
      },
      BatchImportFindings: ({ Findings = [] }) => {
        if (Findings.length > 100) return fault("InvalidInputException", "more than 100 findings");
        for (const finding of Findings) this.findings.set(finding.Id ?? "", finding);
        return { FailedCount: 0, SuccessCount: Findings.length, FailedFindings: [] };
      },
    };
  }
}
