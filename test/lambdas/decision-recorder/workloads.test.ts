import { type DecisionRecord } from "../../../verification";
import { fault } from "../../support/aws-service";
import { decision, DIGEST, Hub, REPOSITORY, trusted } from "./support";

let hub: Hub;

beforeEach(() => {
  hub = new Hub();
});

afterEach(async () => {
  await hub.stop();
});

const reference = `${REPOSITORY}:1`;
const at = (minute: number) => `2026-03-04T06:${String(minute).padStart(2, "0")}:00.000Z`;
const service = (name: string, minute: number) => ({
  at: at(minute),
  workload: { service: name, container: "main" },
});
const family = (name: string, minute: number) => ({
  at: at(minute),
  source: "ecs-task" as const,
  workload: {
    task: `arn:aws:ecs:eu-central-1:444444444444:task/shop/${name}`,
    taskDefinition: `arn:aws:ecs:eu-central-1:444444444444:task-definition/${name}:7`,
    container: "main",
  },
});
const bad = (changed: Partial<DecisionRecord>) => decision(changed);
const good = (changed: Partial<DecisionRecord>) => trusted(at(0), changed);
const states = () => Object.values(hub.states());
const finding = () => [...hub.findings.values()][0];

describe("a digest that is refused in two services", () => {
  beforeEach(async () => {
    await hub.record([bad(service("api", 0)), bad({ ...service("web", 1), code: "repository-not-allowed" })]);
  });

  test("is one finding, which names both", () => {
    expect(Object.keys(finding()?.ProductFields ?? {}).sort()).toEqual([
      "supply-chain/service:api/main",
      "supply-chain/service:web/main",
    ]);
    expect(states()).toEqual(["ACTIVE"]);
  });

  test("is open until it is good in both", async () => {
    await hub.record([good(service("api", 2))]);
    expect(states()).toEqual(["ACTIVE"]);
    expect(finding()?.Description).toBe(
      `Cluster shop, ${DIGEST}: it has no signature [repository-not-allowed]`,
    );
    await hub.record([good(service("web", 3))]);
    expect(states()).toEqual(["ARCHIVED"]);
  });

  test("is not closed by a third", async () => {
    const { operations } = await hub.record([good(service("batch", 2))]);
    expect(operations).toEqual(["GetFindings"]);
    expect(states()).toEqual(["ACTIVE"]);
  });

  test("is told of once, however often and in whatever order both are looked at", async () => {
    const looks = [
      bad({ ...service("web", 5), code: "repository-not-allowed" }),
      bad(service("api", 4)),
      bad({ ...service("web", 3), code: "repository-not-allowed" }),
    ];
    expect((await hub.record(looks)).operations).toEqual(["GetFindings"]);
    expect((await hub.record(looks.reverse())).operations).toEqual(["GetFindings"]);
  });
});

test("of two decisions of one moment the first that came holds", async () => {
  await hub.record([bad(service("api", 1))]);
  await hub.record([good(service("api", 1))]);
  expect(states()).toEqual(["ACTIVE"]);
});

test("a finding is not closed by what was decided before the image was refused there", async () => {
  await hub.record([bad(service("api", 1))]);
  await hub.record([bad(service("web", 5))]);
  await hub.record([good(service("api", 2)), good(service("web", 4))]);
  expect(states()).toEqual(["ACTIVE"]);
});

test("a refusal that comes late is told of though another workload was looked at since", async () => {
  await hub.record([bad(service("web", 5))]);
  await hub.record([bad(service("api", 1))]);
  await hub.record([good(service("web", 6))]);
  expect(states()).toEqual(["ACTIVE"]);
  expect(Date.parse(finding()?.UpdatedAt ?? "")).toBe(Date.parse(at(6)));
});

test("no change is older than what Security Hub has", async () => {
  await hub.record([bad(service("web", 5))]);
  await hub.record([bad(service("api", 1))]);
  expect(finding()?.UpdatedAt).toBe("2026-03-04T06:05:00.001Z");
});

test("tasks without a service are told apart by their families", async () => {
  const image = { reference };
  await hub.record([bad({ ...family("nightly", 1), image, code: "tag-refused" })]);
  await hub.record([good(family("weekly", 2))]);
  expect(states()).toEqual(["ACTIVE"]);
  await hub.record([good(family("nightly", 3))]);
  expect(states()).toEqual(["ARCHIVED"]);
});

test("the revision of a task without a service makes no other of it", async () => {
  await hub.record([bad(family("nightly", 1))]);
  const next = family("nightly", 2);
  const workload = { ...next.workload, taskDefinition: next.workload.taskDefinition.replace(":7", ":8") };
  await hub.record([good({ ...next, workload })]);
  expect(states()).toEqual(["ARCHIVED"]);
});

test("a service and a family of the same name are two workloads", async () => {
  await hub.record([bad(service("api", 1))]);
  await hub.record([good(family("api", 2))]);
  expect(states()).toEqual(["ACTIVE"]);
});

test("a daemon is named, and is another workload than a family of the same name", async () => {
  const { workload, ...rest } = family("agent", 1);
  const taskDefinition = workload.taskDefinition.replace(":task-definition/", ":daemon-task-definition/");
  await hub.record([bad({ ...rest, workload: { ...workload, taskDefinition } })]);
  await hub.record([good(family("agent", 2))]);
  expect(states()).toEqual(["ACTIVE"]);
  expect(Object.keys(finding()?.ProductFields ?? {})).toEqual(["supply-chain/daemon:agent/main"]);
});

test("what is refused by its name alone is told of with the family, or the daemon, that names it", async () => {
  const image = { reference };
  const { workload, ...rest } = family("agent", 1);
  const taskDefinition = workload.taskDefinition.replace(":task-definition/", ":daemon-task-definition/");
  await hub.record([
    bad({ ...rest, image, workload }),
    bad({ ...rest, image, workload: { ...workload, taskDefinition } }),
  ]);
  expect(
    [...hub.findings.values()].map(({ Description = "" }) => Description.split(":", 2).join(":")),
  ).toEqual(["Cluster shop, container main of family:agent", "Cluster shop, container main of daemon:agent"]);
});

test("a container that names the digest closes nothing of one beside it that has a tag", async () => {
  const beside = (container: string) => ({ service: "api", container });
  await hub.record([
    bad({ code: "tag-refused", workload: beside("side") }),
    good({ workload: beside("main") }),
  ]);
  expect(states()).toEqual(["ACTIVE"]);
});

test("a finding of which it is not known whom it is about is closed by no decision", async () => {
  await hub.record([bad(service("api", 1))]);
  delete finding()?.ProductFields;
  await hub.record([good(service("api", 2))]);
  expect(states()).toEqual(["ACTIVE"]);
});

test("more workloads than a finding can keep leave it open, and are told of once", async () => {
  const many = Array.from({ length: 60 }, (_, index) => `service-${String(index)}`);
  await hub.record(many.map((name) => bad(service(name, 1))));
  expect(Object.keys(finding()?.ProductFields ?? {})).toHaveLength(41);
  expect((await hub.record(many.map((name) => bad(service(name, 2))))).operations).toEqual(["GetFindings"]);
  await hub.record(many.map((name) => good(service(name, 3))));
  expect(states()).toEqual(["ACTIVE"]);
});

test("a workload with a long name is kept by its hash", async () => {
  const long = service("s".repeat(255), 1);
  await hub.record([bad(long)]);
  expect(Object.keys(finding()?.ProductFields ?? {})).toEqual([
    expect.stringMatching(/^supply-chain\/hash:[0-9a-f]{64}$/),
  ]);
  await hub.record([good({ ...long, at: at(2) })]);
  expect(states()).toEqual(["ARCHIVED"]);
});

test("fields that others wrote do not matter", async () => {
  await hub.record([bad(service("api", 1))]);
  Object.assign(finding()?.ProductFields ?? {}, {
    "aws/securityhub/ProductName": "Default",
    "supply-chain/service:web/main": "something else",
  });
  await hub.record([good(service("api", 2))]);
  expect(states()).toEqual(["ARCHIVED"]);
});

test("a finding that is refused keeps no other message of the batch back when it comes again", async () => {
  const refuseWeb = {
    BatchImportFindings: ({
      Findings = [],
    }: {
      Findings?: readonly { Id?: string | undefined }[] | undefined;
    }) => {
      for (const each of Findings)
        if (each.Id?.includes("/tools/") !== true) hub.findings.set(each.Id ?? "", each as never);
      const failed = Findings.filter(({ Id }) => Id?.includes("/tools/"));
      return {
        FailedCount: failed.length,
        SuccessCount: Findings.length - failed.length,
        FailedFindings: failed.map(({ Id }) => ({
          Id: Id ?? "",
          ErrorCode: "InvalidInput",
          ErrorMessage: "no",
        })),
      };
    },
  };
  const batch = [bad(service("api", 1)), bad({ cluster: "tools" })];
  expect((await hub.record(batch, refuseWeb)).failed).toEqual(["0", "1"]);
  expect((await hub.record(batch, refuseWeb)).failed).toEqual(["1"]);
});

test("Security Hub that does not answer keeps all messages in the queue", async () => {
  const throttled = { GetFindings: () => fault("LimitExceededException", "later") };
  expect((await hub.record([bad(service("api", 1)), good(service("web", 1))], throttled)).failed).toEqual([
    "0",
    "1",
  ]);
});

describe("a container without a digest in two namespaces of a cluster of EKS", () => {
  const pod = (namespace: string, minute: number) => ({
    at: at(minute),
    source: "eks-admission" as const,
    workload: { namespace, owner: "Deployment/api", container: "main" },
    image: { reference },
  });

  test("is a finding for each, and one is not closed by the other", async () => {
    await hub.record([bad(pod("payments", 0)), bad(pod("tools", 0))]);
    await hub.record([good(pod("tools", 1))]);
    expect(states().sort()).toEqual(["ACTIVE", "ARCHIVED"]);
    expect(finding()?.Description).toBe(
      "Cluster shop, container main of Deployment/api: it has no signature [unsigned]",
    );
    expect(Object.keys(finding()?.ProductFields ?? {})).toContain(
      "supply-chain/pod:payments/Deployment/api/main",
    );
  });

  test("has no finding in common with a cluster of ECS of the same name", async () => {
    const { workload, source } = pod("payments", 0);
    await hub.record([bad({ workload, source }), bad(service("api", 0))]);
    const ids = [...hub.findings.keys()].map((id) => id.slice(id.indexOf("eu-central-1/") + 13));
    expect(ids.sort()).toEqual([`eks/shop/${DIGEST}`, `shop/${DIGEST}`]);
  });
});
