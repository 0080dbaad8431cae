import { END_OF_SUPPORT_TITLES, type Rank, rankOf, SEVERITIES, type Severity, type Weight } from "../../aws";

/** Ranks of findings that somebody is told of. */
export type NotifiedRank = Exclude<Rank, "other">;

/** Beginning of the `GeneratorId` of the findings that our own functions write. */
export const OWN_GENERATOR_PREFIX = "supply-chain/";

type Pattern = Readonly<Record<string, unknown>>;

/**
 * What attack sequences of GuardDuty that may go through containers compromise: clusters, and groups of instances, which
 * are the hosts of containers, too. Those on credentials and on data in S3 are not about containers.
 */
const ATTACKED = ["EKS", "ECS", "EC2"] as const;

/**
 * EventBridge pattern for new findings about containers that Security Hub gathers: GuardDuty's from Runtime
 * Monitoring and its attack sequences, all of which are critical, and our own. What Inspector finds comes from
 * Inspector itself, which also says whether it runs.
 *
 * Security Hub writes GuardDuty's type `Execution:Runtime/ReverseShell` as
 * `TTPs/Execution/Execution:Runtime-ReverseShell`, but keeps the slash of attack sequences:
 * `TTPs/AttackSequence:EKS/CompromisedCluster`.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/securityhub-integration.html
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-attack-sequence-finding-types.html
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function hubPattern(rank: NotifiedRank): string {
  return JSON.stringify({
    source: ["aws.securityhub"],
    "detail-type": ["Security Hub Findings - Imported"],
    detail: {
      findings: {
        RecordState: ["ACTIVE"],
        Workflow: { Status: ["NEW"] },
        Severity: { Label: [rank.toUpperCase()] },
        $or: [
          {
            ProductName: ["GuardDuty"],
            Types: [
              { wildcard: "*:Runtime-*" },
              { wildcard: "*:Runtime/*" },
              ...ATTACKED.map((service) => ({ wildcard: `*AttackSequence:${service}*` })),
            ],
          },
          { GeneratorId: [{ prefix: OWN_GENERATOR_PREFIX }] },
        ],
      },
    },
  });
}

/** Findings of Inspector about images; suppressed and closed ones have another status. */
const IMAGES = {
  source: ["aws.inspector2"],
  "detail-type": ["Inspector2 Finding"],
} as const;
const ACTIVE = { status: ["ACTIVE"], resources: { type: ["AWS_ECR_CONTAINER_IMAGE"] } } as const;

/** What Inspector itself rates a finding with. */
const RATED = SEVERITIES.filter((severity) => severity !== "NONE" && severity !== "UNSCANNED");
const absentOr = (...matchers: readonly unknown[]) => [{ exists: false }, ...matchers];

/** What an event can say beside its severity, and how a pattern asks for it. What is missing is unknown. */
const seen = (exists: boolean) => ({ exploitabilityDetails: { lastKnownExploitAt: [{ exists }] } });
/** An exploit that was seen counts, whatever `exploitAvailable` says of public ones. */
const EXPLOITS = [
  { exploit: "SEEN", asked: seen(true) },
  { exploit: "AVAILABLE", asked: { exploitAvailable: ["YES"], ...seen(false) } },
  { exploit: "UNKNOWN", asked: { exploitAvailable: absentOr({ "anything-but": ["YES"] }), ...seen(false) } },
] as const;
const FIXES = [
  { fix: "YES", asked: absentOr({ "anything-but": ["NO"] }) },
  { fix: "NO", asked: ["NO"] },
] as const;
const RUNNING = [
  { running: "unknown", asked: absentOr({ numeric: [">", 0] }) },
  { running: 0, asked: [0] },
] as const;
const END_OF_SUPPORT: Weight = { severity: "UNTRIAGED", exploit: "UNKNOWN", fix: "NO", endOfSupport: true };
const TITLES = END_OF_SUPPORT_TITLES.map((prefix) => ({ prefix }));
const running = (asked: readonly unknown[]) => ({
  resources: { details: { awsEcrContainerImage: { inUseCount: asked } } },
});

/**
 * EventBridge patterns for findings of Inspector about images that have a rank: one about vulnerabilities, and one
 * about the end of support where that makes the rank. They are made of {@link rankOf}, so that people are told by the
 * same ranks by which `supply-chain where` sorts.
 *
 * @see https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html
 */
export function imagePatterns(rank: NotifiedRank): { vulnerabilities: string; endOfSupport?: string } {
  const ends = RUNNING.filter(({ running: count }) => rankOf(END_OF_SUPPORT, count) === rank);
  const pattern = (detail: Pattern) => JSON.stringify({ ...IMAGES, detail: { ...ACTIVE, ...detail } });
  return {
    vulnerabilities: pattern({
      title: [{ "anything-but": { prefix: END_OF_SUPPORT_TITLES } }],
      $or: alternatives(rank),
    }),
    ...(ends.length === 0
      ? {}
      : {
          endOfSupport: pattern({
            title: TITLES,
            resources: { ...ACTIVE.resources, ...running(ends.flatMap(({ asked }) => asked)).resources },
          }),
        }),
  };
}

/** EventBridge pattern for every finding of Inspector about images that may have a rank people are told of. */
export function anyImagePattern(): string {
  const told = RATED.filter(
    (severity) => rankOf({ severity, exploit: "AVAILABLE", fix: "YES" }, "unknown") !== "other",
  );
  return JSON.stringify({
    ...IMAGES,
    detail: { ...ACTIVE, $or: [{ severity: told }, { title: TITLES }] },
  });
}

function alternatives(rank: NotifiedRank): Pattern[] {
  return RUNNING.flatMap(({ running: count, asked }) =>
    EXPLOITS.flatMap(({ exploit, asked: exploited }) =>
      byFix((fix) => RATED.filter((severity) => rankOf({ severity, exploit, fix }, count) === rank)).map(
        (clause) => ({ ...clause, ...exploited, ...running(asked) }),
      ),
    ),
  );
}

/** One clause where it does not matter whether there is a fix, else one for each answer. */
function byFix(severitiesOf: (fix: "YES" | "NO") => Severity[]): Pattern[] {
  const [some, none] = [severitiesOf("YES"), severitiesOf("NO")];
  if (some.join() === none.join()) return some.length === 0 ? [] : [{ severity: some }];
  return FIXES.map(({ fix, asked }) => ({
    severity: fix === "NO" ? none : some,
    fixAvailable: asked,
  })).filter(({ severity }) => severity.length > 0);
}
