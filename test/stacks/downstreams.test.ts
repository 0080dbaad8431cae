import { parseOrganization } from "../../config";
import { synthesized } from "../../organizations/examples";
import { plan } from "../../plan";
import { textOf } from "../config/bad-files/base";
import { type Actor, administrator, evaluate, registryPolicies, repositoryPolicies } from "../support/iam";
import { type SynthesizedStack } from "../support/synth";

const UPSTREAM = [
  "ecr:BatchGetImage",
  "ecr:BatchImportUpstreamImage",
  "ecr:GetDownloadUrlForLayer",
  "ecr:GetImageCopyStatus",
];

/** Stacks of a file in which the home region caches its replica, and an account caches from both. */
const stacks = synthesized(
  plan(
    parseOrganization(
      textOf([
        [
          "[kubernetes]",
          "{ near: { upstream: ecr, registry: 333333333333.dkr.ecr.eu-west-1.amazonaws.com } }",
        ],
        ["{ pull: [shop] }", "{ pull: [shop], downstreams: [shop] }"],
      ]),
      "organization.yaml",
    ),
  ),
);

function copied(region: string, { caller, identity }: Actor): string[] {
  const found = stacks.find(
    ({ deployment: { layer, region: at } }) => layer.kind === "registry" && at === region,
  );
  const stack = found?.terraform as SynthesizedStack;
  const policies = {
    identity,
    resource: [...repositoryPolicies(stack, "shop/api"), ...registryPolicies(stack)],
  };
  const resource = `arn:aws:ecr:${region}:333333333333:repository/shop/api`;
  return UPSTREAM.filter((action) => evaluate({ caller, action, resource }, policies).allowed);
}

const role = (arn: string) => administrator(arn, "o-exampleorg1");

test.each(["eu-central-1", "eu-west-1"])("an account downstream copies from %s", (region) => {
  expect(copied(region, role("arn:aws:iam::444444444444:role/cache"))).toEqual(UPSTREAM);
});

test("a cache of the file copies from the account's replica, and from nowhere else", () => {
  const cache = role("arn:aws:iam::333333333333:role/supply-chain/push/supply-chain-cache-near-eu-central-1");
  expect(copied("eu-west-1", cache)).toEqual(UPSTREAM);
  expect(copied("eu-central-1", cache)).not.toContain("ecr:BatchImportUpstreamImage");
});

test.each(["arn:aws:iam::222222222222:role/cache", "arn:aws:iam::333333333333:role/Admin"])(
  "%s imports nothing",
  (arn) => {
    for (const region of ["eu-central-1", "eu-west-1"]) {
      expect(copied(region, role(arn))).not.toContain("ecr:BatchImportUpstreamImage");
    }
  },
);
