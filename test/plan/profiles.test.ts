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
  expect(forgottenProfiles).toEqual([
    { key: "release", generation: 1 },
    { key: "release", generation: 4 },
  ]);
});

test("an account trusts every generation of what it may pull, where a cluster asks for signatures", () => {
  const trusted = (stack: string) => layerOf(complete, stack, "workload").trustedProfiles;
  const counts = (stack: string) =>
    Object.entries(trusted(stack) ?? {}).map(([key, arns]) => [key, arns.length]);
  expect(counts("workload-shop-prod-eu-central-1")).toEqual([["release", 2]]);
  expect(counts("workload-data-eu-west-1")).toEqual([
    ["nightly", 2],
    ["release", 2],
  ]);
  expect(layerOf(sample, "workload-data-eu-west-1", "workload").trustedProfiles).toEqual({
    reports: [expect.stringMatching(/:\/signing-profiles\/reports_[0-9a-f]{8}$/)],
  });
});

test("a profile tells its generations and the repositories it signs", () => {
  const organization = loadOrganization(EXAMPLES.complete);
  expect(signingProfile(organization, "nightly")).toEqual({
    registry: { partition: "aws", region: "eu-central-1", accountId: "333333333333" },
    generations: [
      { generation: 2, arn: "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/nightly_0a4a2a72" },
      { generation: 1, arn: "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/nightly_73307279" },
    ],
    repositories: ["data/reports"],
  });
});
