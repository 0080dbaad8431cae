import { statementsOf } from "../../support/statements";
import { resourcesOf } from "../../support/synth";
import { cluster, synthVerification } from "./verification-support";

const ecs = (rest: string) => `arn:aws:ecs:eu-central-1:444444444444:${rest}`;

const numbered = (region: string, count: number) =>
  Array.from(
    { length: count },
    (_, number) => `arn:aws:ecr:${region}:333333333333:repository/app/n${String(number).padStart(3, "0")}`,
  );

test.each([
  ["every repository", numbered("eu-west-1", 112), numbered("eu-west-1", 112)],
  [
    "the registries of more",
    [...numbered("eu-central-1", 1), ...numbered("eu-west-1", 122)],
    ["arn:aws:ecr:eu-central-1:333333333333:repository/*", "arn:aws:ecr:eu-west-1:333333333333:repository/*"],
  ],
])("lists %s that a policy has room for", (_, repositoryArns, listed) => {
  const found = resourcesOf(synthVerification({ repositoryArns }), "aws_iam_role_policy")
    .flatMap(({ policy }) => statementsOf(policy))
    .filter(({ Sid }) => Sid === "ReadImages");
  expect(found.map(({ Resource }) => Resource)).toEqual([listed, listed]);
});

const enforcing = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, number) => [`orders-${String(number).padStart(3, "0")}`, cluster()]),
  );
/** The policy of the role that has a statement. */
function policyWith(sid: string, props: Parameters<typeof synthVerification>[0]) {
  const [policy = []] = resourcesOf(synthVerification(props), "aws_iam_role_policy")
    .map((each) => statementsOf(each["policy"]))
    .filter((statements) => statements.some(({ Sid }) => Sid === sid));
  return policy;
}
const taskVerifierPolicy = (props: Parameters<typeof synthVerification>[0]) => policyWith("StopTasks", props);
const stoppedIn = (count: number) => Object.keys(enforcing(count)).map((name) => ecs(`task/${name}/*`));
const registryOf = (region: string) => `arn:aws:ecr:${region}:333333333333:repository/*`;

test.each([
  ["names each", 15, stoppedIn(15), [ecs("cluster/orders-000"), ecs("cluster/orders-014")]],
  ["names none", 500, [ecs("task/*")], undefined],
])("what the task verifier reads of clusters %s of %i", (_, count, read, ends) => {
  const policy = taskVerifierPolicy({ clusters: enforcing(count) });
  expect([policy.find(({ Sid }) => Sid === "ReadTasks")?.["Resource"]].flat()).toEqual(read);
  const conditions = policy.find(({ Sid }) => Sid === "ListTasks")?.["Condition"] as
    { ArnEquals: { "ecs:cluster": string[] } } | undefined;
  const listed = conditions?.ArnEquals["ecs:cluster"];
  expect(listed && [listed[0], listed.at(-1)]).toEqual(ends);
});

test.each([
  ["every cluster and repository", 70, 30, numbered("eu-west-1", 70), stoppedIn(30)],
  ["every cluster, and registries", 100, 45, [registryOf("eu-west-1")], stoppedIn(45)],
  ["every cluster, and registries, of more", 130, 60, [registryOf("eu-west-1")], stoppedIn(60)],
  ["all clusters, and registries", 500, 500, [registryOf("eu-west-1")], [ecs("task/*")]],
])(
  "the task verifier's role lists %s where %i repositories and %i enforcing clusters have room",
  (_, repositories, clusters, read, stopped) => {
    const policy = taskVerifierPolicy({
      repositoryArns: numbered("eu-west-1", repositories),
      clusters: enforcing(clusters),
      otherRegions: { watched: ["eu-central-1"], named: {} },
    });
    const resourcesOfSid = (sid: string) => policy.find(({ Sid }) => Sid === sid)?.["Resource"];
    expect([resourcesOfSid("ReadImages")].flat()).toEqual(read);
    expect([resourcesOfSid("StopTasks")].flat()).toEqual(stopped);
  },
);

const deploymentsIn = (count: number) =>
  Object.keys(enforcing(count)).flatMap((name) =>
    ["service", "service-deployment", "service-revision"].map((type) => ecs(`${type}/${name}/*`)),
  );

test.each([
  ["every cluster and repository", 20, 20, deploymentsIn(20), numbered("eu-west-1", 20)],
  ["every cluster, and registries", 60, 20, deploymentsIn(20), [registryOf("eu-west-1")]],
  [
    "all clusters, and every repository",
    60,
    500,
    ["service", "service-deployment", "service-revision"].map((type) => ecs(`${type}/*`)),
    numbered("eu-west-1", 60),
  ],
])(
  "the hook's role lists %s where %i repositories and %i clusters have room",
  (_, many, count, read, images) => {
    const policy = policyWith("ReadDeployments", {
      repositoryArns: numbered("eu-west-1", many),
      clusters: enforcing(count),
    });
    expect(policy.find(({ Sid }) => Sid === "ReadDeployments")?.["Resource"]).toEqual(read.toSorted());
    expect([policy.find(({ Sid }) => Sid === "ReadImages")?.["Resource"]].flat()).toEqual(images);
  },
);

test.each([60, 500])("of registries that are too many beside %i clusters, every one may be read", (count) => {
  const repositoryArns = Array.from(
    { length: 200 },
    (_, number) => `arn:aws:ecr:eu-west-1:${String(number).padStart(12, "3")}:repository/agent`,
  );
  const props = { repositoryArns, clusters: enforcing(count) };
  for (const sid of ["StopTasks", "ReadDeployments"]) {
    const images = policyWith(sid, props).find(({ Sid }) => Sid === "ReadImages")?.["Resource"];
    expect([images].flat()).toEqual(["arn:aws:ecr:*:*:repository/*"]);
  }
});
