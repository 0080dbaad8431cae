import { loadOrganization } from "../../config";
import { EXAMPLES } from "../../organizations/examples";
import { type Deployment, type LayerKind, plan, signingProfile } from "../../plan";

const sample = plan(loadOrganization(EXAMPLES.sample));
const complete = plan(loadOrganization(EXAMPLES.complete));

function layerOf<K extends LayerKind>(deployments: readonly Deployment[], name: string, kind: K) {
  const layer = deployments.find((deployment) => deployment.name === name)?.layer;
  if (layer?.kind !== kind) throw new Error(`${name} is no ${kind} stack`);
  return layer as Extract<Deployment["layer"], { kind: K }>;
}

test("every trusted generation is made, with its validity and the same signers", () => {
  const { profiles, forgottenProfiles } = layerOf(complete, "registry-images-eu-central-1", "registry");
  expect(profiles.map(({ key, generation, validity }) => [key, generation, validity.value])).toEqual([
    ["release", 2, 135],
    ["release", 3, 135],
    ["nightly", 1, 135],
    ["nightly", 2, 90],
  ]);
  expect(profiles[1]?.signers).toEqual(profiles[0]?.signers);
  expect(profiles[2]?.signers).toEqual(profiles[3]?.signers);
  expect(forgottenProfiles.map(({ key, generation }) => [key, generation])).toEqual([
    ["release", 1],
    ["release", 4],
  ]);
});

test("an existing role of the registry's account that pushes may sign with every trusted generation", () => {
  const { profiles } = layerOf(sample, "registry-images-eu-central-1", "registry");
  expect(profiles.map(({ key, ownSigners, signers }) => [key, ownSigners, signers])).toEqual([
    ["api", [], []],
    ["web", ["arn:aws:iam::333333333333:role/supply-chain/push/shop-web"], []],
    ["reports", ["arn:aws:iam::333333333333:role/supply-chain/push/reports"], []],
  ]);
});

test("who reads and who revokes is told by account, the same for every generation", () => {
  const { profiles } = layerOf(complete, "registry-images-eu-central-1", "registry");
  const rights = profiles.map(({ readers, revokers, ownReaders, ownRevokers }) => ({
    readers,
    revokers,
    ownReaders,
    ownRevokers,
  }));
  const release = {
    readers: ["arn:aws:iam::444444444444:role/audit/reader"],
    revokers: ["arn:aws:iam::222222222222:role/incident/revoke"],
    ownReaders: [],
    ownRevokers: ["arn:aws:iam::333333333333:role/incident/break-glass"],
  };
  const nightly = { readers: [], revokers: [], ownReaders: [], ownRevokers: [] };
  expect(rights).toEqual([release, release, nightly, nightly]);
});

test("an account trusts every generation of what it may pull, where a cluster asks for signatures", () => {
  const statements = (deployments: readonly Deployment[], stack: string) =>
    layerOf(deployments, stack, "workload").trustPolicy?.trustPolicies.map(
      ({ name, registryScopes, trustedIdentities }) => [
        name,
        registryScopes.length,
        trustedIdentities.length,
      ],
    );
  // In three registries each: shop/api, shop/web and shop/resize by release, data/reports by nightly and release.
  // And one repository of a publisher outside.
  const production = [
    ["release", 9, 2],
    ["publisher partner", 1, 1],
  ];
  expect(statements(complete, "workload-shop-prod-eu-central-1")).toEqual(production);
  expect(statements(complete, "workload-shop-prod-us-east-1")).toEqual(production);
  expect(statements(complete, "workload-data-eu-west-1")).toEqual([
    ["nightly+release", 3, 4],
    ["release", 3, 2],
  ]);
  expect(statements(sample, "workload-data-eu-west-1")).toEqual([["reports", 2, 1]]);
});

test("accounts that may pull the same share one trust policy", () => {
  const policy = (stack: string) => layerOf(sample, stack, "workload").trustPolicy;
  expect(policy("workload-shop-prod-eu-central-1")).toBe(policy("workload-shop-staging-eu-central-1"));
});

test("a profile tells its generations and the repositories that trust it", () => {
  const organization = loadOrganization(EXAMPLES.complete);
  expect(signingProfile(organization, "nightly")).toEqual({
    registry: { partition: "aws", region: "eu-central-1", accountId: "333333333333" },
    generations: [
      { generation: 2, arn: "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/nightly_0a4a2a72" },
      { generation: 1, arn: "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/nightly_73307279" },
    ],
    repositories: [
      {
        name: "data/reports",
        trusted: [
          {
            profile: "nightly",
            generation: 2,
            arn: "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/nightly_0a4a2a72",
          },
          {
            profile: "nightly",
            generation: 1,
            arn: "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/nightly_73307279",
          },
          {
            profile: "release",
            generation: 2,
            arn: "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_0fe4a2c7",
          },
          {
            profile: "release",
            generation: 3,
            arn: "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_9e0a1554",
          },
        ],
      },
    ],
  });
  const { repositories } = signingProfile(organization, "release");
  expect(repositories.map(({ name }) => name)).toEqual([
    "shop/api",
    "shop/web",
    "shop/resize",
    "data/reports",
  ]);
});

test("a repository that trusts a second profile is pushed by who may sign with both, and signed by one", () => {
  const { repositories, profiles, droppedTrust } = layerOf(
    complete,
    "registry-images-eu-central-1",
    "registry",
  );
  const nameOf = (arn: string) => {
    const found = profiles.find(({ name }) => arn.endsWith(`/${name}`));
    return `${found?.key ?? ""}/${String(found?.generation)}`;
  };
  const reports = repositories.find(({ name }) => name === "data/reports");
  expect(reports?.signingProfileArns.map(nameOf)).toEqual(["nightly/2"]);
  expect(reports?.otherProfileArns.map(nameOf)).toEqual(["nightly/1", "release/2", "release/3"]);
  const hotfix = "arn:aws:iam::666666666666:role/reports-hotfix";
  expect(profiles.filter(({ signers }) => signers.includes(hotfix)).map(({ key }) => key)).toEqual([
    "release",
    "release",
    "nightly",
    "nightly",
  ]);
  expect(droppedTrust).toEqual([
    { repository: "shop/web", profile: "legacy", doubts: [] },
    { repository: "shop/resize", profile: "legacy", doubts: [] },
  ]);
});
