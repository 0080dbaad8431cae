import { awsManaged, awsManagedRepositories } from "../../aws";

const AGENT = "323658145986.dkr.ecr.eu-central-1.amazonaws.com/aws-guardduty-agent-fargate";

test.each(["", ":latest", ":v1.5.0-Fg_x86_64", `@sha256:${"a".repeat(64)}`, `:v1@sha256:${"a".repeat(64)}`])(
  "GuardDuty's agent is AWS's whatever its version: %s",
  (version) => {
    expect(awsManaged(`${AGENT}${version}`)).toBe("guardduty-agent");
  },
);

test("GuardDuty's agent is AWS's by whichever host name of its registry", () => {
  const address = AGENT.replace("dkr.ecr.eu-central-1.amazonaws.com", "dkr-ecr.eu-central-1.on.aws");
  expect(awsManaged(`${address}:latest`)).toBe("guardduty-agent");
  expect(awsManaged(`${address.replace(".aws/", ".aws.evil.example/")}:latest`)).toBeUndefined();
});

test.each([
  ["the account of another region", AGENT.replace("eu-central-1", "eu-west-1")],
  ["another account", AGENT.replace("323658145986", "666666666666")],
  ["another repository of the account", AGENT.replace("aws-guardduty-agent-fargate", "other")],
  ["a repository whose name goes on", `${AGENT}/x`],
  ["a repository whose name begins elsewhere", AGENT.replace("/aws", "/x/aws")],
  ["another suffix", AGENT.replace("amazonaws.com", "amazonaws.com.example")],
  ["a host before", `example.com/${AGENT}`],
  ["a digest that is none", `${AGENT}@sha256:1`],
  ["the name alone", "aws-guardduty-agent-fargate"],
  ["nothing", ""],
])("%s is not", (_, reference) => {
  expect(awsManaged(reference)).toBeUndefined();
});

test("the repositories of a region are those of the region alone", () => {
  expect(awsManagedRepositories("eu-central-1")).toEqual([
    "323658145986.dkr.ecr.eu-central-1.amazonaws.com/aws-guardduty-agent-fargate",
  ]);
  expect(awsManagedRepositories("cn-north-1")).toEqual([]);
});
