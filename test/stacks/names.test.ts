import { type Location, repositoryArn, repositoryUri, roleArn, signingProfileArn } from "../../aws";
import {
  artifactBucketName,
  buildRoleName,
  deployRoleName,
  pipelineRoleName,
  type ProfileIdentity,
  profileName,
  PUSH_ROLE_PATH,
  ROLE_PATH,
  stackName,
} from "../../names";
import { synthesizedExample } from "../../organizations/examples";
import { resourcesOf, type SynthesizedStack } from "../support/synth";

const STACKS = synthesizedExample("complete");
const HOME: Location = { partition: "aws", accountId: "333333333333", region: "eu-central-1" };
const BUILDS: Location = { ...HOME, accountId: "777777777777" };
const RELEASE: ProfileIdentity = {
  ...HOME,
  organizationId: "o-exampleorg1",
  key: "release",
  validity: "135 months",
  generation: 2,
};

/** What the resources of one type are called in AWS, over all stacks. */
function made(type: string, address: (at: Location, resource: Record<string, unknown>) => string): string[] {
  return STACKS.flatMap(({ deployment: { partition, region, account }, terraform }) =>
    resourcesOf(terraform as SynthesizedStack, type).map((resource) =>
      address({ partition, region, accountId: account.id }, resource),
    ),
  );
}

/** Every text of a form that one of the stacks holds, each once, in order. */
function named(form: RegExp): string[] {
  return [...new Set(STACKS.flatMap(({ terraform }) => JSON.stringify(terraform).match(form) ?? []))].sort();
}

const roles = made(
  "aws_iam_role",
  ({ partition, accountId }, { path, name }) =>
    `arn:${partition}:iam::${accountId}:role${String(path)}${String(name)}`,
);
const repositories = made(
  "aws_ecr_repository",
  ({ partition, region, accountId }, { name }) =>
    `arn:${partition}:ecr:${region}:${accountId}:repository/${String(name)}`,
);

describe("what the plan calls something is what AWS will call it:", () => {
  test("a build role", () => {
    expect(roles).toContain(roleArn(BUILDS, buildRoleName("shop-api"), PUSH_ROLE_PATH));
  });

  test("a pipeline role", () => {
    expect(roles).toContain(roleArn(BUILDS, pipelineRoleName("shop-api"), ROLE_PATH));
  });

  test("a deploy role", () => {
    const shop = { ...HOME, accountId: "444444444444" };
    expect(roles).toContain(roleArn(shop, deployRoleName("shop-api", "shop-us"), ROLE_PATH));
  });

  test("an artifact bucket", () => {
    const buckets = made("aws_s3_bucket", (_, { bucket }) => String(bucket));
    expect(buckets).toContain(artifactBucketName(BUILDS, "shop-api"));
  });

  test("a signing profile", () => {
    expect(made("aws_signer_signing_profile", (_, { name }) => String(name))).toContain(profileName(RELEASE));
  });

  test("a stack", () => {
    const state = STACKS.map(({ terraform }) => JSON.stringify(terraform["terraform"]));
    const name = stackName("registry", "images", "eu-west-1");
    expect(state.filter((text) => text.includes(`supply-chain/o-exampleorg1/${name}.tfstate`))).toHaveLength(
      1,
    );
  });

  test("a repository", () => {
    expect(repositories).toContain(repositoryArn(HOME, "shop/api"));
  });

  test("a repository's address", () => {
    const hosts = made(
      "aws_ecr_repository",
      ({ accountId, region }, { name }) => `${accountId}.dkr.ecr.${region}.amazonaws.com/${String(name)}`,
    );
    expect(hosts).toContain(repositoryUri(HOME, "shop/api"));
  });
});

describe("a stack names only what one of the stacks makes:", () => {
  test("roles of ours", () => {
    const used = named(/arn:aws:iam::\d{12}:role\/supply-chain\/[\w+=,.@/-]+(?=["\\])/g);
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter((arn) => !roles.includes(arn))).toEqual([]);
  });

  test("signing profiles", () => {
    const profiles = made(
      "aws_signer_signing_profile",
      ({ partition, region, accountId }, { name }) =>
        `arn:${partition}:signer:${region}:${accountId}:/signing-profiles/${String(name)}`,
    );
    expect(profiles).toContain(signingProfileArn(RELEASE, profileName(RELEASE)));
    expect(named(/arn:aws:signer:[\w-]+:\d{12}:\/signing-profiles\/\w+/g)).toEqual(profiles.sort());
  });

  test("repositories", () => {
    const ofOthers = [
      // GuardDuty's agent of the regions with ECS clusters, and the publisher of the example.
      "arn:aws:ecr:eu-central-1:323658145986:repository/aws-guardduty-agent-fargate",
      "arn:aws:ecr:us-east-1:593207742271:repository/aws-guardduty-agent-fargate",
      "arn:aws:ecr:eu-central-1:888888888888:repository/partner/agent",
    ];
    expect(named(/arn:aws:ecr:[\w-]+:\d{12}:repository\/[\w./-]+(?=["\\])/g)).toEqual(
      [...repositories, ...ofOthers].sort(),
    );
  });

  test("artifact buckets", () => {
    const buckets = made("aws_s3_bucket", (_, { bucket }) => `arn:aws:s3:::${String(bucket)}`);
    expect(named(/arn:aws:s3:::supply-chain-[\w-]+/g)).toEqual(buckets.sort());
  });
});
