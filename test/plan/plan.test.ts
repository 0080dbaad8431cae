import { loadOrganization, parseOrganization } from "../../config";
import { EXAMPLES } from "../../organizations/examples";
import { type Deployment, type LayerKind, plan } from "../../plan";

const sample = plan(loadOrganization("organization.yaml"));
const complete = plan(loadOrganization(EXAMPLES.complete), "2026-03-10");

function named(deployments: readonly Deployment[], name: string): Deployment {
  const found = deployments.find((deployment) => deployment.name === name);
  if (!found) throw new Error(`${name} is not planned`);
  return found;
}

function layerOf<K extends LayerKind>(deployments: readonly Deployment[], name: string, kind: K) {
  const { layer } = named(deployments, name);
  if (layer.kind !== kind) throw new Error(`${name} is a ${layer.kind} stack`);
  return layer as Extract<Deployment["layer"], { kind: K }>;
}

test("the sample is planned in this order, after these stacks", () => {
  expect(sample.map(({ name, account, after }) => [name, account.id, ...after])).toEqual([
    ["organization-management-eu-central-1", "111111111111"],
    ["organization-management-eu-west-1", "111111111111", "organization-management-eu-central-1"],
    ["workload-shop-prod-eu-central-1", "444444444444"],
    ["workload-shop-staging-eu-central-1", "555555555555"],
    ["workload-data-eu-west-1", "666666666666"],
    ["security-security-eu-west-1", "222222222222", "organization-management-eu-west-1"],
    [
      "security-security-eu-central-1",
      "222222222222",
      "organization-management-eu-central-1",
      "security-security-eu-west-1",
    ],
    ["registry-images-eu-west-1", "333333333333", "security-security-eu-west-1"],
    [
      "registry-images-eu-central-1",
      "333333333333",
      "security-security-eu-central-1",
      "registry-images-eu-west-1",
      "workload-shop-prod-eu-central-1",
      "workload-shop-staging-eu-central-1",
      "workload-data-eu-west-1",
    ],
    [
      "pipeline-images-eu-central-1",
      "333333333333",
      "workload-shop-prod-eu-central-1",
      "workload-shop-staging-eu-central-1",
      "registry-images-eu-central-1",
    ],
  ]);
});

test("a pipeline of its own account is applied before the registry whose signing profile names its role", () => {
  const { after } = named(complete, "registry-images-eu-central-1");
  expect(after).toContain("pipeline-builds-eu-central-1");
  expect(named(complete, "pipeline-builds-eu-central-1").after).not.toContain("registry-images-eu-central-1");
});

test("clusters that GuardDuty must leave alone are marked before it is switched on", () => {
  expect(named(complete, "security-security-eu-central-1").after).toContain(
    "workload-shop-prod-eu-central-1",
  );
  expect(named(complete, "security-security-us-east-1").after).not.toContain("workload-shop-prod-us-east-1");
});

test("services of the whole organization are planned in the home region only", () => {
  expect(layerOf(complete, "organization-management-eu-central-1", "organization").organizationWide).toEqual({
    servicePrincipals: [
      "guardduty.amazonaws.com",
      "inspector2.amazonaws.com",
      "malware-protection.guardduty.amazonaws.com",
      "securityhub.amazonaws.com",
    ],
    policyTypes: ["RESOURCE_CONTROL_POLICY", "SERVICE_CONTROL_POLICY"],
    guardrails: {
      targets: [
        { name: "production", id: "ou-ex4m-prod0001" },
        { name: "staging", id: "ou-ex4m-stag0001" },
        { name: "images", id: "333333333333" },
        { name: "ou-ex4m-data0001", id: "ou-ex4m-data0001" },
      ],
      exemptRoleArns: [
        "arn:aws:iam::*:role/supply-chain-deployment",
        "arn:aws:iam::444444444444:role/platform/terraform",
        "arn:aws:iam::333333333333:role/incident/break-glass",
      ],
      registryAccountIds: ["333333333333"],
    },
  });
  const other = layerOf(complete, "organization-management-eu-west-1", "organization");
  expect(other.organizationWide).toBeUndefined();
  expect(layerOf(complete, "security-security-eu-west-1", "security").aggregation).toBeUndefined();
});

test("accounts are existing members of Inspector in the regions they are used in", () => {
  const existing = ["eu-central-1", "eu-west-1", "us-east-1"].map(
    (region) => layerOf(complete, `security-security-${region}`, "security").inspector.existingMemberIds,
  );
  expect(existing).toEqual([["555555555555"], ["666666666666"], []]);
});

test("the re-scan duration is in Inspector's words, and is nobody's where the file does not say", () => {
  const organization = loadOrganization("organization.yaml");
  const rescanOf = (changes: Partial<typeof organization.inspector>) => {
    const changed = plan({ ...organization, inspector: { ...organization.inspector, ...changes } });
    return layerOf(changed, "security-security-eu-west-1", "security").inspector.rescan;
  };

  expect(layerOf(complete, "security-security-us-east-1", "security").inspector.rescan).toEqual({
    rescanDuration: "DAYS_180",
    pullDateRescanDuration: "DAYS_90",
    pullDateRescanMode: "LAST_PULL_DATE",
  });
  expect(rescanOf({ rescan: { pushDate: "lifetime", pullDateMode: "last-in-use" } })).toEqual({
    rescanDuration: "LIFETIME",
    pullDateRescanMode: "LAST_IN_USE_AT",
  });
  expect(rescanOf({})).toBeUndefined();
});

test("a repository knows its profile, its pushers and the accounts that may pull", () => {
  const [api] = layerOf(sample, "registry-images-eu-central-1", "registry").repositories;
  expect(api).toEqual({
    name: "shop/api",
    events: [],
    signingProfileArns: ["arn:aws:signer:eu-central-1:333333333333:/signing-profiles/api_b263a02b"],
    otherProfileArns: [],
    pushers: ["arn:aws:iam::333333333333:role/supply-chain/push/supply-chain-shop-api-build"],
    pull: ["444444444444", "555555555555"],
    lambdaPullAccounts: [],
    verifiers: [],
    downstreams: [],
    keep: { releases: 30, releaseTags: ["v*"], untaggedDays: 7 },
    encryption: { type: "aes256" },
    mutableTags: [],
  });
});

test("a replica is not pushed to, not signed, and does not name a key of the home region", () => {
  const replica = layerOf(complete, "registry-images-us-east-1", "registry");
  expect(replica.replicaOf).toEqual({ accountId: "333333333333", region: "eu-central-1" });
  expect(replica.replicationRegions).toEqual([]);
  expect(replica.profiles).toEqual([]);
  expect(replica.caches).toEqual([
    { prefix: "kubernetes", upstream: "kubernetes", encryption: { type: "kms" } },
  ]);
  expect(
    replica.repositories.map(({ name, pushers, signingProfileArns, encryption }) => ({
      name,
      pushers,
      signingProfileArns,
      encryption,
    })),
  ).toEqual([
    { name: "shop/api", pushers: [], signingProfileArns: [], encryption: { type: "kms" } },
    { name: "shop/web", pushers: [], signingProfileArns: [], encryption: { type: "aes256" } },
    { name: "shop/resize", pushers: [], signingProfileArns: [], encryption: { type: "kms" } },
    { name: "data/reports", pushers: [], signingProfileArns: [], encryption: { type: "kms" } },
  ]);
});

test("beside caches only declared repositories are replicated", () => {
  const { replicationRegions, replicationPrefixes } = layerOf(
    sample,
    "registry-images-eu-central-1",
    "registry",
  );
  expect({ replicationRegions, replicationPrefixes }).toEqual({
    replicationRegions: ["eu-west-1"],
    replicationPrefixes: ["data/", "shop/"],
  });
});

test("without repositories nothing is replicated, so that nothing cached is", () => {
  const organization = loadOrganization("organization.yaml");
  const empty = { ...organization, pipelines: {}, registry: { ...organization.registry, repositories: {} } };
  const planned = plan(empty);
  const { replicationRegions, caches } = layerOf(planned, "registry-images-eu-central-1", "registry");
  expect(caches).not.toEqual([]);
  expect(replicationRegions).toEqual([]);
  expect(planned.filter(({ layer }) => layer.kind === "registry")).toHaveLength(1);
});

test("a profile is signed with by the pushers of other accounts", () => {
  const { profiles } = layerOf(complete, "registry-images-eu-central-1", "registry");
  const signing = profiles.filter(({ generation }) => generation === 2);
  expect(signing.map(({ key, validity, signers }) => ({ key, validity, signers }))).toEqual([
    {
      key: "release",
      validity: { value: 135, unit: "MONTHS" },
      signers: [
        // Who pushes data/reports, which trusts release too.
        "arn:aws:iam::666666666666:role/reports-hotfix",
        "arn:aws:iam::777777777777:role/ci/reports-release",
        "arn:aws:iam::777777777777:role/supply-chain/push/supply-chain-reports-build",
        "arn:aws:iam::777777777777:role/supply-chain/push/supply-chain-shop-api-build",
        "arn:aws:iam::777777777777:role/supply-chain/push/supply-chain-shop-web-build",
      ],
    },
    {
      key: "nightly",
      validity: { value: 90, unit: "DAYS" },
      signers: [
        "arn:aws:iam::666666666666:role/reports-hotfix",
        "arn:aws:iam::777777777777:role/ci/reports-release",
        "arn:aws:iam::777777777777:role/supply-chain/push/supply-chain-reports-build",
      ],
    },
  ]);
});

test("a pipeline deploys through a role of the target account, which names the pipeline's role", () => {
  const [shop] = layerOf(sample, "pipeline-images-eu-central-1", "pipeline").pipelines;
  expect(shop?.deploy).toEqual([
    {
      type: "ecs",
      accountId: "555555555555",
      region: "eu-central-1",
      clusterName: "shop",
      roleName: "supply-chain-deploy-shop-api-shop",
      serviceName: "api",
      containerName: "api",
    },
    {
      type: "ecs",
      accountId: "444444444444",
      region: "eu-central-1",
      clusterName: "shop",
      roleName: "supply-chain-deploy-shop-api-shop",
      serviceName: "api",
      containerName: "api",
    },
  ]);
  const [cluster] = layerOf(sample, "workload-shop-prod-eu-central-1", "workload").clusters;
  expect(cluster?.deployRoles).toEqual([
    {
      roleName: "supply-chain-deploy-shop-api-shop",
      pipelineRoleArn: "arn:aws:iam::333333333333:role/supply-chain/supply-chain-shop-api-pipeline",
      pipelineAccountId: "333333333333",
      serviceNames: ["api"],
      taskRoleArns: [
        "arn:aws:iam::444444444444:role/api-task",
        "arn:aws:iam::444444444444:role/api-execution",
      ],
      namespaces: [],
    },
  ]);
});

test("a cluster may run the repositories that its account may pull, replicas included", () => {
  const [reports] = layerOf(sample, "workload-data-eu-west-1", "workload").clusters;
  expect(reports?.repositoryArns).toEqual([
    "arn:aws:ecr:eu-central-1:333333333333:repository/data/reports",
    "arn:aws:ecr:eu-west-1:333333333333:repository/data/reports",
  ]);
});

test("the deployment role is the account's own or the organization's", () => {
  const roles = complete.map(({ account, deploymentRoleArn }) => `${account.key} ${deploymentRoleArn}`);
  expect([...new Set(roles)]).toEqual([
    "management arn:aws:iam::111111111111:role/supply-chain-deployment",
    "shop-prod arn:aws:iam::444444444444:role/platform/terraform",
    "shop-staging arn:aws:iam::555555555555:role/supply-chain-deployment",
    "data arn:aws:iam::666666666666:role/supply-chain-deployment",
    "security arn:aws:iam::222222222222:role/supply-chain-deployment",
    "images arn:aws:iam::333333333333:role/supply-chain-deployment",
    "builds arn:aws:iam::777777777777:role/supply-chain-deployment",
  ]);
});

const GOV_KEY = "arn:aws-us-gov:kms:us-gov-west-1:333333333333:key/66666666-7777-8888-9999-000000000000";

test("double encryption of a registry in GovCloud reaches its repositories, with a key of one's own too", () => {
  const text = `
organization:
  { id: o-exampleorg1, root: r-ex4m, partition: aws-us-gov, homeRegion: us-gov-west-1, regions: [us-gov-west-1] }
accounts:
  management: { id: "111111111111", role: management }
  security: { id: "222222222222", role: security }
  images: { id: "333333333333", role: registry }
registry:
  encryption: kms-dsse
  repositories:
    shop/api: {}
    shop/web: { encryption: aes256 }
    shop/own: { encryption: { type: kms-dsse, kmsKey: ${GOV_KEY} } }
`;
  const planned = plan(parseOrganization(text, "organization.yaml"));
  const { repositories } = layerOf(planned, "registry-images-us-gov-west-1", "registry");
  expect(repositories.map(({ encryption }) => encryption)).toEqual([
    { type: "kms-dsse" },
    { type: "aes256" },
    { type: "kms-dsse", keyArn: GOV_KEY },
  ]);
});
