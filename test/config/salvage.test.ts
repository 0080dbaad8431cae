import { parse } from "yaml";
import { organizationSchema } from "../../config";
import { allowedBy } from "../../config/allowed";
import { salvage } from "../../config/salvage";
import { VALID } from "./bad-files/base";

type Sections = Record<string, Record<string, unknown>>;

function salvaged(damage: (file: Sections) => void) {
  const value = parse(VALID) as Sections;
  damage(value);
  const before = structuredClone(value);
  const { error } = organizationSchema.safeParse(value, { error: allowedBy });
  const { organization, damaged } = salvage(value, error?.issues ?? []);
  expect(value).toEqual(before);
  return { organization, damaged: damaged.map((path) => path.join(".")) };
}

test("a wrong value is taken out, and its key is damaged", () => {
  const { organization, damaged } = salvaged(({ accounts }) => {
    Object.assign(accounts?.["shop"] as object, { organizationalUnit: 5 });
  });
  expect(damaged).toEqual(["accounts.shop.organizationalUnit"]);
  expect(organization?.accounts["shop"]).not.toHaveProperty("organizationalUnit");
  expect(organization?.accounts["shop"]?.id).toBe("444444444444");
});

test("without a required value its parents are taken out, as far as it takes", () => {
  const { organization, damaged } = salvaged(({ pipelines }) => {
    Object.assign(pipelines?.["api"] as object, { source: { github: 5 } });
  });
  expect(damaged).toEqual(["pipelines.api.source.github", "pipelines.api.source", "pipelines.api"]);
  expect(organization?.pipelines).toEqual({});
  expect(Object.keys(organization?.accounts ?? {})).toHaveLength(4);
});

test("a missing value takes its parent with it", () => {
  const { organization, damaged } = salvaged(({ accounts }) => {
    Object.assign(accounts as object, { late: { role: "workload" } });
  });
  expect(damaged).toEqual(["accounts.late"]);
  expect(organization?.accounts).not.toHaveProperty("late");
});

test("of a list with a wrong entry nothing is left", () => {
  const { organization, damaged } = salvaged(({ guardrails }) => {
    Object.assign(guardrails as object, { attachTo: ["root", 5] });
  });
  expect(damaged).toEqual(["guardrails.attachTo"]);
  expect(organization?.guardrails.attachTo).toEqual([]);
});

test("an unknown key is taken out and damages nothing", () => {
  const { organization, damaged } = salvaged(({ guardrails }) => {
    Object.assign(guardrails as object, { firewall: true });
  });
  expect(damaged).toEqual([]);
  expect(organization?.guardrails.attachTo).toEqual(["production"]);
});

test("the key that an unknown one probably means is damaged and left", () => {
  const { organization, damaged } = salvaged(({ guardrails }) => {
    Object.assign(guardrails as object, { attachto: ["root"] });
  });
  expect(damaged).toEqual(["guardrails.attachTo"]);
  expect(organization?.guardrails.attachTo).toEqual(["production"]);
});

test("an invalid name is taken out with what it names", () => {
  const { organization, damaged } = salvaged(({ signing }) => {
    Object.assign(signing?.["profiles"] as object, { "No!": {} });
  });
  expect(damaged).toEqual(["signing.profiles.No!"]);
  expect(Object.keys(organization?.signing.profiles ?? {})).toEqual(["release"]);
});

test.each([
  ["a section that is required", (file: Sections) => delete file["organization"]],
  ["a value that a required section needs", (file: Sections) => delete file["organization"]?.["root"]],
])("without %s nothing is left", (_name, damage) => {
  expect(salvaged(damage).organization).toBeUndefined();
});

test("of a value that is no map nothing is left", () => {
  const { error } = organizationSchema.safeParse([], { error: allowedBy });
  expect(salvage([], error?.issues ?? [])).toEqual({ organization: undefined, damaged: [] });
});
