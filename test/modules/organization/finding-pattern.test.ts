import { type Exploit, type Fix, RANKS, rankOf, SEVERITIES, type Severity } from "../../../aws";
import { anyImagePattern, hubPattern, imagePatterns } from "../../../modules/organization/finding-pattern";
import { matchesPattern, PATTERN_LENGTH } from "../../support/event-pattern";
import { guardDutyFinding, hubEvent } from "../../support/finding-events";

/** What Inspector may say in an event, with what it means. */
interface Said {
  readonly severity: Severity;
  readonly exploit: readonly [available: string | undefined, seen: string | undefined, means: Exploit];
  readonly fix: readonly [string | undefined, Fix];
  readonly running: readonly [number | undefined, number | "unknown"];
  readonly title: string;
}

/** When an exploit was last seen, as Inspector writes it into events. */
const SEEN = "Mar 29, 2024, 12:00:00 AM";
const TITLES = ["CVE-2024-3094 - xz-utils", "Platform End Of Life"];
const EVERYTHING: readonly Said[] = SEVERITIES.filter(
  (severity) => severity !== "NONE" && severity !== "UNSCANNED",
).flatMap((severity) =>
  (
    [
      ["YES", undefined, "AVAILABLE"],
      ["NO", undefined, "NO"],
      [undefined, undefined, "UNKNOWN"],
      ["YES", SEEN, "SEEN"],
      ["NO", SEEN, "SEEN"],
      [undefined, SEEN, "SEEN"],
    ] as const
  ).flatMap((exploit) =>
    (
      [
        ["YES", "YES"],
        ["PARTIAL", "PARTIAL"],
        ["NO", "NO"],
        [undefined, "UNKNOWN"],
      ] as const
    ).flatMap((fix) =>
      (
        [
          [0, 0],
          [3, 3],
          [undefined, "unknown"],
        ] as const
      ).flatMap((running) => TITLES.map((title) => ({ severity, exploit, fix, running, title }))),
    ),
  ),
);

function eventOf({ severity, exploit, fix, running, title }: Said, changes: object = {}): object {
  return {
    source: "aws.inspector2",
    "detail-type": "Inspector2 Finding",
    detail: {
      status: "ACTIVE",
      severity,
      title,
      ...(exploit[0] === undefined ? {} : { exploitAvailable: exploit[0] }),
      ...(exploit[1] === undefined ? {} : { exploitabilityDetails: { lastKnownExploitAt: exploit[1] } }),
      ...(fix[0] === undefined ? {} : { fixAvailable: fix[0] }),
      resources: [
        {
          type: "AWS_ECR_CONTAINER_IMAGE",
          details: {
            awsEcrContainerImage: {
              repositoryName: "shop/api",
              ...(running[0] === undefined ? {} : { inUseCount: running[0] }),
            },
          },
        },
      ],
      ...changes,
    },
  };
}

/** The rules of a rank that an event meets. */
function met(rank: "critical" | "high", event: object): string[] {
  const { vulnerabilities, endOfSupport } = imagePatterns(rank);
  return [vulnerabilities, ...(endOfSupport === undefined ? [] : [endOfSupport])].filter((pattern) =>
    matchesPattern(pattern, event),
  );
}

const rankOfSaid = ({ severity, exploit, fix, running, title }: Said) =>
  rankOf(
    {
      severity,
      exploit: exploit[2],
      fix: fix[1],
      ...(title.startsWith("Platform") ? { endOfSupport: true } : {}),
    },
    running[1],
  );

test("whatever Inspector says is told once, to the people of its rank", () => {
  expect(EVERYTHING).toHaveLength(864);
  const wrong = EVERYTHING.filter((said) => {
    const event = eventOf(said);
    const told = (["critical", "high"] as const).flatMap((rank) => met(rank, event).map(() => rank));
    const rank = rankOfSaid(said);
    return told.join() !== (rank === "other" ? "" : rank);
  });
  expect(wrong).toEqual([]);
});

test("every rank occurs", () => {
  expect([...new Set(EVERYTHING.map(rankOfSaid))].sort()).toEqual([...RANKS].sort());
});

test("what is told of anywhere is forwarded", () => {
  const lost = EVERYTHING.filter(
    (said) => rankOfSaid(said) !== "other" && !matchesPattern(anyImagePattern(), eventOf(said)),
  );
  expect(lost).toEqual([]);
});

const WORST: Said = {
  severity: "CRITICAL",
  exploit: ["YES", undefined, "AVAILABLE"],
  fix: ["YES", "YES"],
  running: [3, 3],
  title: "CVE-2024-3094 - xz-utils",
};

test.each([
  ["is suppressed", { status: "SUPPRESSED" }],
  ["is closed", { status: "CLOSED" }],
  ["is about a machine", { resources: [{ type: "AWS_EC2_INSTANCE" }] }],
])("nobody is told of what %s", (_, changes) => {
  expect(met("critical", eventOf(WORST))).toHaveLength(1);
  expect(met("critical", eventOf(WORST, changes))).toEqual([]);
  expect(matchesPattern(anyImagePattern(), eventOf(WORST, changes))).toBe(false);
});

test("Security Hub tells of what our functions and GuardDuty find, not of what Inspector does", () => {
  const finding = (fields: object) => ({
    source: "aws.securityhub",
    "detail-type": "Security Hub Findings - Imported",
    detail: {
      findings: [
        { RecordState: "ACTIVE", Workflow: { Status: "NEW" }, Severity: { Label: "CRITICAL" }, ...fields },
      ],
    },
  });
  const told = (fields: object) => matchesPattern(hubPattern("critical"), finding(fields));
  expect(told({ ProductName: "Default", GeneratorId: "supply-chain/signing-watch" })).toBe(true);
  expect(told({ ProductName: "GuardDuty", Types: ["TTPs/Execution/Execution:Runtime-ReverseShell"] })).toBe(
    true,
  );
  expect(told({ ProductName: "Inspector", Resources: [{ Type: "AwsEcrContainerImage" }] })).toBe(false);
  expect(told({ ProductName: "Default", GeneratorId: "other" })).toBe(false);
  expect(matchesPattern(hubPattern("high"), finding({ GeneratorId: "supply-chain/signing-watch" }))).toBe(
    false,
  );
});

const ATTACK = "TTPs/AttackSequence:EKS/CompromisedCluster";
const OWN = { ProductName: "Default", GeneratorId: "supply-chain/signing-watch" };

test.each([
  ATTACK,
  "TTPs/AttackSequence:ECS/CompromisedCluster",
  "TTPs/AttackSequence:EC2/CompromisedInstanceGroup",
])("the people of critical findings are told of GuardDuty's %s", (type) => {
  const event = hubEvent(guardDutyFinding(type, "CRITICAL"));
  expect(matchesPattern(hubPattern("critical"), event)).toBe(true);
  expect(matchesPattern(hubPattern("high"), event)).toBe(false);
});

test.each([
  "TTPs/AttackSequence:IAM/CompromisedCredentials",
  "TTPs/AttackSequence:S3/CompromisedData",
  "TTPs/Discovery:S3-AnomalousBehavior",
])("nobody is told of GuardDuty's %s, which is not about containers", (type) => {
  expect(matchesPattern(hubPattern("critical"), hubEvent(guardDutyFinding(type, "CRITICAL")))).toBe(false);
});

test("a type of GuardDuty counts in its own findings alone", () => {
  const event = hubEvent(guardDutyFinding(ATTACK, "CRITICAL", { ProductName: "Default" }));
  expect(matchesPattern(hubPattern("critical"), event)).toBe(false);
});

describe.each([
  ["GuardDuty", {}],
  ["ours", OWN],
])("a finding of Security Hub, %s,", (_, fields) => {
  const told = (changes: object) => {
    const event = hubEvent(guardDutyFinding(ATTACK, "CRITICAL", { ...fields, ...changes }));
    return (["critical", "high"] as const).filter((rank) => matchesPattern(hubPattern(rank), event));
  };

  it("is told while it is new and active", () => {
    expect(told({})).toEqual(["critical"]);
  });

  it.each(["NOTIFIED", "SUPPRESSED", "RESOLVED"])("is told to nobody once its workflow is %s", (Status) => {
    expect(told({ Workflow: { Status } })).toEqual([]);
  });

  it("is told to nobody once it is archived", () => {
    expect(told({ RecordState: "ARCHIVED" })).toEqual([]);
  });
});

test("no pattern is longer than EventBridge takes", () => {
  const patterns = (["critical", "high"] as const).flatMap((rank) => [
    hubPattern(rank),
    ...Object.values(imagePatterns(rank)),
  ]);
  expect([...patterns, anyImagePattern()].filter(({ length }) => length > PATTERN_LENGTH)).toEqual([]);
});
