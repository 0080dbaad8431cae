import { parseOrganization } from "../../config";
import { plan } from "../../plan";
import { type Edit, textOf } from "../config/bad-files/base";

/** What each region of the account shop is told of the others. */
function told(...clusters: readonly string[]) {
  const edit: Edit = ["web: { type: ecs }", clusters.join("\n      ")];
  return Object.fromEntries(
    plan(parseOrganization(textOf([edit]), "organization.yaml")).flatMap(({ layer, region }) =>
      layer.kind === "workload" ? [[region, layer.otherRegions]] : [],
    ),
  );
}

const web = "web: { type: ecs }";

test("the home region is told of the clusters in regions where nothing is verified", () => {
  expect(told(web, "batch: { type: ecs, region: eu-west-1, signatures: off, name: Batch-1 }")).toMatchObject({
    "eu-central-1": { watched: ["eu-central-1"], named: { "eu-west-1": ["Batch-1"] } },
  });
});

test("one region of an account is told, that at home before others", () => {
  expect(told(web, "far: { type: ecs, region: eu-west-1 }")).toEqual({
    "eu-central-1": { watched: ["eu-central-1", "eu-west-1"], named: {} },
    "eu-west-1": undefined,
  });
});

test("without verification at home it is the first region by name that has one", () => {
  expect(told("web: { type: ecs, signatures: off }", "far: { type: ecs, region: eu-west-1 }")).toMatchObject({
    "eu-west-1": { watched: ["eu-west-1"], named: { "eu-central-1": ["web"] } },
  });
});

test("clusters of EKS are none of ECS", () => {
  expect(told(web, "pods: { type: eks, region: eu-west-1, signatures: off }")["eu-central-1"]).toEqual({
    watched: ["eu-central-1"],
    named: {},
  });
});
