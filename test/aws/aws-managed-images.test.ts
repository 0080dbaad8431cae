import { awsManaged, awsManagedRepositories, REGIONS } from "../../aws";

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

/** Registries as the guides of GuardDuty and of AWS GovCloud (US) list them. */
const DOCUMENTED = [
  "197869348890.dkr.ecr.af-south-1.amazonaws.com",
  "258348409381.dkr.ecr.ap-east-1.amazonaws.com",
  "259886477082.dkr.ecr.ap-east-2.amazonaws.com",
  "533107202818.dkr.ecr.ap-northeast-1.amazonaws.com",
  "914738172881.dkr.ecr.ap-northeast-2.amazonaws.com",
  "273192626886.dkr.ecr.ap-northeast-3.amazonaws.com",
  "251508486986.dkr.ecr.ap-south-1.amazonaws.com",
  "950823858135.dkr.ecr.ap-south-2.amazonaws.com",
  "174946120834.dkr.ecr.ap-southeast-1.amazonaws.com",
  "005257825471.dkr.ecr.ap-southeast-2.amazonaws.com",
  "510637619217.dkr.ecr.ap-southeast-3.amazonaws.com",
  "251357961535.dkr.ecr.ap-southeast-4.amazonaws.com",
  "156041399949.dkr.ecr.ap-southeast-5.amazonaws.com",
  "054037130133.dkr.ecr.ap-southeast-7.amazonaws.com",
  "354763396469.dkr.ecr.ca-central-1.amazonaws.com",
  "339712888787.dkr.ecr.ca-west-1.amazonaws.com",
  "323658145986.dkr.ecr.eu-central-1.amazonaws.com",
  "529164026651.dkr.ecr.eu-central-2.amazonaws.com",
  "591436053604.dkr.ecr.eu-north-1.amazonaws.com",
  "266869475730.dkr.ecr.eu-south-1.amazonaws.com",
  "919611009337.dkr.ecr.eu-south-2.amazonaws.com",
  "694911143906.dkr.ecr.eu-west-1.amazonaws.com",
  "892757235363.dkr.ecr.eu-west-2.amazonaws.com",
  "665651866788.dkr.ecr.eu-west-3.amazonaws.com",
  "870907303882.dkr.ecr.il-central-1.amazonaws.com",
  "000014521398.dkr.ecr.me-central-1.amazonaws.com",
  "536382113932.dkr.ecr.me-south-1.amazonaws.com",
  "311141559934.dkr.ecr.mx-central-1.amazonaws.com",
  "758426053663.dkr.ecr.sa-east-1.amazonaws.com",
  "593207742271.dkr.ecr.us-east-1.amazonaws.com",
  "307168627858.dkr.ecr.us-east-2.amazonaws.com",
  "383115532789.dkr.ecr.us-gov-east-1.amazonaws.com",
  "383110348953.dkr.ecr.us-gov-west-1.amazonaws.com",
  "684579721401.dkr.ecr.us-west-1.amazonaws.com",
  "733349766148.dkr.ecr.us-west-2.amazonaws.com",
];

test("the table is what AWS documents, region by region, and nothing else", () => {
  expect(REGIONS.flatMap((region) => awsManagedRepositories(region)).sort()).toEqual(
    DOCUMENTED.map((host) => `${host}/aws-guardduty-agent-fargate`).sort(),
  );
});
