import { findingOf } from "../../../lambdas/decision-recorder/findings";
import { fault } from "../../support/aws-service";
import { decision, DIGEST, Hub, PLACE, REPOSITORY, trusted } from "./support";

let hub: Hub;

beforeEach(() => {
  hub = new Hub();
});

afterEach(async () => {
  await hub.stop();
});

const OPEN = { [`shop/${DIGEST}`]: "ACTIVE" };
const REFUSED = { outcome: "refused", at: 0 } as const;
const CLOSED = { [`shop/${DIGEST}`]: "ARCHIVED" };

test("a refused image is a finding with everything that is needed to mend it", async () => {
  await hub.record([decision()]);
  const [finding] = hub.findings.values();
  expect(finding).toMatchObject({
    Id: `supply-chain/image-verification/444444444444/eu-central-1/shop/${DIGEST}`,
    ProductArn: "arn:aws:securityhub:eu-central-1:444444444444:product/444444444444/default",
    GeneratorId: "supply-chain/image-verification",
    AwsAccountId: "444444444444",
    CreatedAt: "2026-03-04T05:06:00.000Z",
    UpdatedAt: "2026-03-04T05:06:00.000Z",
    RecordState: "ACTIVE",
    Title: `Image not trusted: ${REPOSITORY}`,
    Description: `Cluster shop, ${DIGEST}: it has no signature [unsigned]`,
    FindingProviderFields: { Severity: { Label: "HIGH" } },
    ProductFields: {
      "supply-chain/service:api/main": "refused 2026-03-04T05:06:00.000Z unsigned it has no signature",
    },
    Resources: [
      {
        Type: "AwsEcrContainerImage",
        Id: `arn:aws:ecr:eu-central-1:333333333333:repository/shop/api/${DIGEST}`,
        Details: {
          AwsEcrContainerImage: {
            RegistryId: "333333333333",
            RepositoryName: "shop/api",
            ImageDigest: DIGEST,
          },
        },
      },
      { Type: "AwsEcsCluster", Id: "arn:aws:ecs:eu-central-1:444444444444:cluster/shop" },
    ],
  });
});

test("an image that nobody could judge is a finding of its own words", async () => {
  await hub.record([decision({ outcome: "undecided", action: "tell", code: "aws-unavailable" })]);
  expect([...hub.findings.values()]).toMatchObject([
    { Title: `Image not verified: ${REPOSITORY}`, FindingProviderFields: { Severity: { Label: "MEDIUM" } } },
  ]);
});

test("an image of no registry of AWS is named as it stands", () => {
  const image = { reference: "docker.io/library/nginx:1", repository: "docker.io/library/nginx" };
  const { Resources } = findingOf(PLACE, decision({ image }), REFUSED, "2026-03-04T05:06:00Z");
  expect(Resources?.[0]).toMatchObject({ Type: "Other", Id: "docker.io/library/nginx:1" });
});

test("a cluster of EKS is named as one", () => {
  const { Resources } = findingOf(
    PLACE,
    decision({ source: "eks-admission" }),
    REFUSED,
    "2026-03-04T05:06:00Z",
  );
  expect(Resources?.[1]).toMatchObject({
    Type: "AwsEksCluster",
    Id: "arn:aws:eks:eu-central-1:444444444444:cluster/shop",
  });
});

test("the same message twice writes one finding once, and the same metric", async () => {
  await hub.record([decision(), decision()]);
  const { operations } = await hub.record([decision()]);
  expect(operations).toEqual(["GetFindings"]);
  expect(hub.findings.size).toBe(1);
  expect(new Set(hub.metrics().map((line) => JSON.stringify({ ...line, timestamp: 0 }))).size).toBe(1);
});

test("the same digest in two services of a cluster is one finding, in two clusters two", async () => {
  await hub.record([
    decision(),
    decision({ at: "2026-03-04T05:07:00Z", workload: { service: "web", container: "main" } }),
    decision({ cluster: "tools" }),
  ]);
  expect(hub.states()).toEqual({ ...OPEN, [`tools/${DIGEST}`]: "ACTIVE" });
});

test("a later decision that the image is trusted closes its finding", async () => {
  await hub.record([decision()]);
  await hub.record([trusted("2026-03-04T06:00:00Z")]);
  expect(hub.states()).toEqual(CLOSED);
  expect([...hub.findings.values()][0]).toMatchObject({ UpdatedAt: "2026-03-04T06:00:00.000Z" });
});

test("a trusted image without a finding writes nothing", async () => {
  const { operations } = await hub.record([trusted("2026-03-04T06:00:00Z")]);
  expect(operations).toEqual(["GetFindings"]);
});

test("an older decision changes nothing that a younger one has said", async () => {
  await hub.record([decision()]);
  await hub.record([trusted("2026-03-04T06:00:00Z")]);
  await hub.record([decision({ at: "2026-03-04T05:30:00Z" })]);
  expect(hub.states()).toEqual(CLOSED);
  await hub.record([decision({ at: "2026-03-04T07:00:00Z" })]);
  await hub.record([trusted("2026-03-04T06:30:00Z")]);
  expect(hub.states()).toEqual(OPEN);
});

test("of one batch the youngest decision counts, in whatever order they come", async () => {
  await hub.record([trusted("2026-03-04T06:00:00Z"), decision()]);
  expect(hub.states()).toEqual({});
  await hub.record([decision({ at: "2026-03-04T07:00:00Z" }), trusted("2026-03-04T06:30:00Z")]);
  expect(hub.states()).toEqual(OPEN);
});

test("a finding that is opened again keeps the time at which it was first made", async () => {
  await hub.record([decision()]);
  await hub.record([trusted("2026-03-04T06:00:00Z")]);
  await hub.record([decision({ at: "2026-03-04T07:00:00Z" })]);
  expect([...hub.findings.values()]).toMatchObject([
    { CreatedAt: "2026-03-04T05:06:00.000Z", UpdatedAt: "2026-03-04T07:00:00.000Z", RecordState: "ACTIVE" },
  ]);
});

test.each(["in a batch", "after it"])("doubt does not change that an image is refused, %s", async (when) => {
  const doubt = decision({ at: "2026-03-04T06:00:00Z", outcome: "undecided", code: "deadline" });
  await hub.record(when === "in a batch" ? [decision(), doubt] : [decision()]);
  if (when !== "in a batch") await hub.record([doubt]);
  expect([...hub.findings.values()]).toMatchObject([{ Title: `Image not trusted: ${REPOSITORY}` }]);
});

const reference = `${REPOSITORY}:1`;

test("an image without digest has a finding of its container, which a trusted image there closes", async () => {
  await hub.record([decision({ image: { reference }, code: "tag-refused" })]);
  const [name] = Object.keys(hub.states());
  expect(name).toMatch(/^shop\/container-[0-9a-f]{32}$/);
  await hub.record([trusted("2026-03-04T06:00:00Z", { workload: { service: "api", container: "side" } })]);
  expect(Object.values(hub.states())).toEqual(["ACTIVE"]);
  await hub.record([trusted("2026-03-04T06:00:00Z")]);
  expect(Object.values(hub.states())).toEqual(["ARCHIVED"]);
});

test("a deployment that could not be looked at has a finding, which a trusted image of it closes", async () => {
  const workload = { service: "api" };
  await hub.record([
    decision({ image: { reference: "arn:aws:ecs:…" }, workload, outcome: "undecided", code: "ecs-answer" }),
  ]);
  expect(Object.values(hub.states())).toEqual(["ACTIVE"]);
  await hub.record([trusted("2026-03-04T06:00:00Z", { source: "ecs-task" })]);
  expect(Object.values(hub.states())).toEqual(["ACTIVE"]);
  await hub.record([trusted("2026-03-04T06:00:00Z")]);
  expect(Object.values(hub.states())).toEqual(["ARCHIVED"]);
});

test("an exception closes a finding, break-glass does not", async () => {
  const at = "2026-03-04T06:00:00Z";
  const admitted = { at, outcome: "admitted", action: "allow" } as const;
  await hub.record([decision()]);
  await hub.record([decision({ ...admitted, code: "break-glass" })]);
  expect(hub.states()).toEqual(OPEN);
  await hub.record([decision({ ...admitted, code: "exception" })]);
  expect(hub.states()).toEqual(CLOSED);
});

test("what is still waited for is no finding", async () => {
  const { operations } = await hub.record([decision({ outcome: "undecided", action: "wait" })]);
  expect(operations).toEqual([]);
});

test.each([
  ["Trusted", trusted("2026-03-04T05:06:00Z")],
  ["Admitted", decision({ outcome: "admitted", action: "allow", code: "exception" })],
  ["BreakGlass", decision({ outcome: "admitted", action: "allow", code: "break-glass" })],
  ["Refused", decision()],
  ["Undecided", decision({ outcome: "undecided" })],
  ["Waiting", decision({ outcome: "undecided", action: "wait" })],
] as const)("a decision counts as %s", async (metric, record) => {
  await hub.record([record]);
  expect(hub.metrics()).toMatchObject([
    {
      _aws: {
        Timestamp: Date.parse("2026-03-04T05:06:00Z"),
        CloudWatchMetrics: [
          {
            Namespace: "SupplyChain/ImageVerification",
            Dimensions: [["Recorder"], ["Recorder", "Cluster"]],
            Metrics: [{ Name: metric, Unit: "Count" }],
          },
        ],
      },
      Recorder: "recorder",
      Cluster: "shop",
      [metric]: 1,
    },
  ]);
});

test("a message that is no decision stays in the queue, and the others are recorded", async () => {
  const { failed } = await hub.record(["{", decision()]);
  expect(failed).toEqual(["0"]);
  expect(hub.states()).toEqual(OPEN);
});

test("messages whose findings could not be written stay in the queue; their metrics are written all the same", async () => {
  const { failed } = await hub.record([decision(), decision({ cluster: "tools" })], {
    BatchImportFindings: () => fault("ThrottlingException", "slow"),
  });
  expect(failed).toEqual(["0", "1"]);
  expect(hub.metrics()).toHaveLength(2);
});

test("a finding that Security Hub refuses stays in the queue", async () => {
  const { failed } = await hub.record([decision()], {
    BatchImportFindings: () => ({
      FailedCount: 1,
      SuccessCount: 0,
      FailedFindings: [{ Id: "x", ErrorCode: "InvalidInput", ErrorMessage: "no" }],
    }),
  });
  expect(failed).toEqual(["0"]);
});

test("texts of any length fit into a finding", async () => {
  const long = "x".repeat(2_000);
  await hub.record([
    decision({ message: long, cluster: "c".repeat(255), image: { reference: long, repository: long } }),
  ]);
  const [finding] = hub.findings.values();
  expect(finding?.Title).toHaveLength(256);
  expect(finding?.Description).toHaveLength(1_024);
  expect(finding?.Id?.length).toBeLessThanOrEqual(512);
  expect(finding?.Resources?.[0]?.Id).toHaveLength(512);
});

test("what only looks like a registry of ECR is no image of ECR", async () => {
  const repository = "333333333333.dkr.ecr.eu-central-1.example.com/shop/api";
  const image = { reference: `${repository}@${DIGEST}`, repository, digest: DIGEST };
  await hub.record([decision({ image })]);
  const [finding] = hub.findings.values();
  expect(finding?.Resources?.[0]).toEqual({ Type: "Other", Id: image.reference, Partition: "aws" });
});

describe("an image that is refused again for the same reason, which is not written down", () => {
  const read = "2026-03-04T06:01:01.001Z";
  const late = () => trusted("2026-03-04T06:00:01Z");

  beforeEach(async () => {
    await hub.record([decision()]);
    const { operations } = await hub.record([decision({ at: "2026-03-04T06:01:00Z" })]);
    expect(operations).toEqual(["GetFindings"]);
  });

  test("has a finding that no decision closes that is read more than a minute after it was taken", async () => {
    await hub.record([late()], {}, read);
    expect(hub.states()).toEqual(OPEN);
  });

  test("has a finding that the next look closes", async () => {
    await hub.record([late()], {}, read);
    await hub.record([trusted("2026-03-04T07:00:00Z", { source: "ecs-schedule" })]);
    expect(hub.states()).toEqual(CLOSED);
  });

  test.each([
    ["within the hour closes", "2026-03-04T08:00:00Z", CLOSED],
    ["later does not close", "2026-03-04T08:00:00.001Z", OPEN],
  ])("has a finding that a decision of the hourly look which is read %s", async (_, at, states) => {
    await hub.record([trusted("2026-03-04T07:00:00Z", { source: "ecs-schedule" })], {}, at);
    expect(hub.states()).toEqual(states);
  });

  test("has a finding that a decision closes that is read within the minute", async () => {
    await hub.record([trusted("2026-03-04T06:02:00Z")], {}, "2026-03-04T06:03:00Z");
    expect(hub.states()).toEqual(CLOSED);
  });
});

test("of one batch that is read late the youngest decision counts all the same", async () => {
  await hub.record([decision(), trusted("2026-03-04T06:00:00Z")], {}, "2026-03-04T09:00:00Z");
  expect(hub.states()).toEqual({});
});

test("a refusal that is read late opens a finding", async () => {
  await hub.record([decision()], {}, "2026-03-05T05:06:00Z");
  expect(hub.states()).toEqual(OPEN);
});
