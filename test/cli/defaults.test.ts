import { defaultsFrom, organizationFile, UsageError } from "../../cli";

test.each([
  [{}, { organization: "organization.yaml", output: "cdktf.out" }],
  [
    { SUPPLY_CHAIN_ORGANIZATION: "mine/organization.yaml", CDKTF_OUTDIR: "out" },
    { organization: "mine/organization.yaml", output: "out" },
  ],
  [
    { SUPPLY_CHAIN_ORGANIZATION: "", CDKTF_OUTDIR: "" },
    { organization: "organization.yaml", output: "cdktf.out" },
  ],
])("the environment %j gives %j", (environment, defaults) => {
  expect(defaultsFrom(environment)).toMatchObject(defaults);
});

test("the day is that of UTC", () => {
  expect(defaultsFrom({}, new Date("2026-03-10T23:59:59-01:00")).today).toBe("2026-03-11");
});

const defaults = { organization: "default.yaml", output: "out", today: "2026-03-10" };

test.each([
  ["the option", { organization: "option.yaml" }, [], "option.yaml"],
  ["the argument", {}, ["argument.yaml"], "argument.yaml"],
  ["the default", {}, [], "default.yaml"],
])("the file is %s", (_, values, positionals, file) => {
  expect(organizationFile(values, positionals, defaults)).toBe(file);
});

test("the file may be said once", () => {
  expect(() => organizationFile({ organization: "a.yaml" }, ["b.yaml"], defaults)).toThrow(
    new UsageError("the organization is given twice: a.yaml and b.yaml"),
  );
});
