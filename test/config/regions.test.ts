import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  CONNECTION_REGIONS,
  CONTAINER_SIGNING_REGIONS,
  hasRuntimeMonitoring,
  OPT_IN_REGIONS,
  partitionOf,
  REGIONS,
  REGIONS_WITHOUT_INSPECTOR,
  UNSERVED_REGIONS,
} from "../../aws";
import { parseOrganization } from "../../config";
import { ProblemError } from "../../problem";
import { EMULATOR, emulatorPython } from "../../local/tools";
import { describeWith } from "../support/tools";

/** The part of the AWS SDK that knows partitions and their regions; every client has it. */
const sdk = createRequire(require.resolve("@aws-sdk/client-ecr"));
const { partition } = sdk("@aws-sdk/core/client") as {
  readonly partition: (region: string) => { readonly name: string; readonly description?: string };
};

const PARTITIONS = ["aws", "aws-cn", "aws-us-gov"];

test("the regions are those of the AWS SDK, in our three partitions", () => {
  const source = readFileSync(sdk.resolve("@aws-sdk/core/client"), "utf8");
  const named = [...source.matchAll(/"([a-z]{2}(?:-[a-z]+)+-\d)": \{\s*"description"/g)].map(
    ([, name = ""]) => name,
  );

  expect(named.filter((name) => PARTITIONS.includes(partition(name).name)).sort()).toEqual([...REGIONS]);
});

test("a region is in the partition that the AWS SDK says", () => {
  expect(REGIONS.map((region) => [region, partitionOf(region)])).toEqual(
    REGIONS.map((region) => [region, partition(region).name]),
  );
});

/** Regions of the three partitions in which a service is not. */
function without(regions: ReadonlySet<string>): string[] {
  return REGIONS.filter((region) => !regions.has(region));
}

test("images are signed everywhere but here", () => {
  expect(without(CONTAINER_SIGNING_REGIONS)).toEqual([
    "ap-east-2",
    "ap-northeast-3",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-2",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "me-west-1",
    "mx-central-1",
    "sa-west-1",
  ]);
});

test("connections to a source are everywhere but here", () => {
  expect(without(CONNECTION_REGIONS)).toEqual([
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-3",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-2",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "me-west-1",
    "mx-central-1",
    "sa-west-1",
    "us-gov-west-1",
  ]);
});

test("ECR, GuardDuty and Security Hub, or Inspector alone, are everywhere but here", () => {
  expect([...UNSERVED_REGIONS]).toEqual(["me-west-1", "sa-west-1"]);
  expect([...REGIONS_WITHOUT_INSPECTOR]).toEqual(["me-west-1", "sa-west-1", "ap-southeast-6"]);
});

describeWith([EMULATOR], "the endpoints that botocore lists", () => {
  const lacking = (service: string) => {
    const code = "import botocore; print(botocore.__path__[0])";
    const folder = execFileSync(emulatorPython(), ["-c", code]).toString().trim();
    const { partitions } = JSON.parse(readFileSync(join(folder, "data", "endpoints.json"), "utf8")) as {
      readonly partitions: readonly { readonly services: Record<string, { readonly endpoints: object }> }[];
    };
    const served = new Set(
      partitions.flatMap(({ services }) => Object.keys(services[service]?.endpoints ?? {})),
    );
    return REGIONS.filter((region) => !served.has(region));
  };

  test.each(["api.ecr", "guardduty", "securityhub"])("%s is where we say", (service) => {
    expect(lacking(service)).toEqual([...UNSERVED_REGIONS]);
  });

  test("inspector2 is where we say", () => {
    expect(lacking("inspector2")).toEqual([...REGIONS_WITHOUT_INSPECTOR].sort());
  });
});

/** The smallest organization, at home in one region. */
function at(home: string): string {
  return `organization: { id: o-exampleorg1, root: r-ex4m, partition: ${partitionOf(home)}, homeRegion: ${home}, regions: [${home}] }
accounts:
  management: { id: "111111111111", role: management }
  security: { id: "222222222222", role: security }
  images: { id: "333333333333", role: [registry, pipeline] }
`;
}

/** Codes of what is wrong with a file. */
function codesOf(text: string): string[] {
  try {
    parseOrganization(text, "organization.yaml");
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems.map(({ code }) => code);
  }
  return [];
}

test.each(REGIONS)(
  "%s can be a home region, with profiles and pipelines where their services are",
  (home) => {
    const profile = "signing: { profiles: { release: } }\n";
    const watched = hasRuntimeMonitoring(partitionOf(home)) ? "" : "guardDuty: { ecs: off, eks: off }\n";
    const always = [
      ...(OPT_IN_REGIONS.has(home) ? ["home-region-opt-in"] : []),
      ...(REGIONS_WITHOUT_INSPECTOR.has(home) ? ["service-not-in-region"] : []),
    ];
    const pipeline =
      "registry: { repositories: { shop/api: } }\npipelines: { api: { source: { github: example/api }, image: shop/api } }\n";

    expect(codesOf(at(home) + watched)).toEqual(always);
    expect(codesOf(at(home) + watched + profile)).toEqual(
      CONTAINER_SIGNING_REGIONS.has(home) ? always : [...always, "service-not-in-region"],
    );
    expect(codesOf(at(home) + watched + pipeline)).toEqual(
      CONNECTION_REGIONS.has(home) ? always : [...always, "service-not-in-region"],
    );
  },
);
