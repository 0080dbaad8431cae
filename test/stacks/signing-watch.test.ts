import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadOrganization } from "../../config";
import { unzip } from "../../files";
import { parseSettings } from "../../lambdas/signing-watch/settings";
import { EXAMPLE_DAY, EXAMPLES } from "../../organizations/examples";
import { type Deployment, plan } from "../../plan";
import { synthesize } from "../../stacks";
import { resourcesOf, type SynthesizedStack } from "../support/synth";

const folder = mkdtempSync(join(tmpdir(), "signing-watch-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test("the watch is shipped with the other profiles of each repository, and with nobody else's", () => {
  const deployments = plan(loadOrganization(EXAMPLES.complete, EXAMPLE_DAY), EXAMPLE_DAY);
  const registry = deployments
    .filter(({ layer, region }) => layer.kind === "registry" && region === "eu-central-1")
    .map((deployment) => ({ ...deployment, after: [] }));
  const draft = synthesize(registry, folder, folder);
  draft.publish();
  const [{ terraform } = { terraform: {} }] = draft.stacks;
  const fn = resourcesOf(terraform as SynthesizedStack, "aws_lambda_function").find(
    ({ function_name: name }) => name === "supply-chain-signing-watch",
  );
  const zip = readFileSync(join(folder, "stacks", registry[0]?.name ?? "", String(fn?.["filename"])));
  const settings = unzip(zip).find(({ name }) => name === "settings.json");
  const { otherProfileArns } = parseSettings(Buffer.from(settings?.content ?? []).toString());
  const named = [...otherProfileArns].map(([repository, arns]) => [
    repository,
    arns.map((arn) => arn.slice(arn.lastIndexOf("/") + 1)).sort(),
  ]);
  const next = "release_9e0a1554";
  expect(named).toEqual([
    ["data/reports", ["nightly_73307279", "release_0fe4a2c7", next]],
    ["shop/api", [next]],
    ["shop/resize", [next]],
    ["shop/web", [next]],
  ]);
});

test("what the watch reads does not count as pulled, in its own registry and beside those that the file names", () => {
  const deployments = plan(loadOrganization(EXAMPLES.complete, EXAMPLE_DAY), EXAMPLE_DAY);
  const excluded = (region: string) => {
    const registry = deployments
      .filter((deployment) => deployment.layer.kind === "registry" && deployment.region === region)
      .map((deployment) => ({ ...deployment, after: [] }));
    const [{ terraform } = { terraform: {} }] = synthesize(registry, folder, folder).stacks;
    return resourcesOf(terraform as SynthesizedStack, "aws_cloudcontrolapi_resource")
      .filter(({ type_name: type }) => type === "AWS::ECR::PullTimeUpdateExclusion")
      .map(({ desired_state: state }) => JSON.parse(String(state)) as unknown);
  };
  const scanner = { PrincipalArn: "arn:aws:iam::222222222222:role/scanners/third-party" };
  const watch = {
    PrincipalArn: "arn:aws:iam::333333333333:role/supply-chain/supply-chain-signing-watch-eu-central-1",
  };
  expect(excluded("eu-central-1")).toEqual([scanner, watch]);
  expect(excluded("eu-west-1")).toEqual([scanner]);
});

test("what the caches of the file hold is signed by no rule, however many repositories share its folder", () => {
  const [cache] = plan(loadOrganization(EXAMPLES.sample)).flatMap(({ layer }) =>
    layer.kind === "registry" ? layer.caches : [],
  );
  expect(cache).toBeDefined();
  const registry = plan(loadOrganization(EXAMPLES.sample)).flatMap((deployment): Deployment[] => {
    const { layer, region } = deployment;
    if (layer.kind !== "registry" || region !== "eu-central-1" || cache === undefined) return [];
    const [first, ...others] = layer.repositories;
    if (first === undefined) return [];
    const many = Array.from({ length: 120 }, (_, index) => ({ ...first, name: `team/app-${String(index)}` }));
    const caches = [{ ...cache, prefix: "team/cache" }];
    return [{ ...deployment, after: [], layer: { ...layer, repositories: [...many, ...others], caches } }];
  });
  const [{ terraform } = { terraform: {} }] = synthesize(registry, join(folder, "many"), folder).stacks;
  const rules = resourcesOf(terraform as SynthesizedStack, "aws_cloudcontrolapi_resource")
    .filter(({ type_name: type }) => type === "AWS::ECR::SigningConfiguration")
    .map(({ desired_state: state }) => String(state))
    .join();
  expect(rules).toContain("team/app-1");
  expect(rules).not.toContain('"team/*"');
});
