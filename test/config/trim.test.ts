import { parse } from "yaml";
import { organizationSchema } from "../../config";
import { trim } from "../../config/trim";
import { VALID } from "./bad-files/base";

type Sections = Record<string, Record<string, unknown>>;

const trimmed = (value: unknown) => trim(organizationSchema, value) as Sections;

/** A map of so many keys. */
const map = (count: number, value: unknown, prefix = "k") =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${String(index)}`, value]));

const size = (value: unknown) => Object.keys(value as object).length;

test("a sound value stays as it is", () => {
  const value: unknown = parse(VALID);
  expect(trimmed(value)).toEqual(value);
});

test.each([[null], ["text"], [5], [[]], [["a"]]])("%j is no map and stays as it is", (value) => {
  expect(trimmed(value)).toEqual(value);
});

test("mistakes stay, as long as they are few", () => {
  const value = { organization: { id: 5, regions: ["x"] }, accounts: { a: 5, B: {} }, other: { a: [1] } };
  expect(trimmed(value)).toEqual(value);
});

test("sound entries stay, however many they are", () => {
  const accounts = map(3000, { id: "111111111111", role: "workload" });
  expect(size(trimmed({ accounts })["accounts"])).toBe(3000);
});

test("entries end behind the thousandth wrong one", () => {
  expect(size(trimmed({ accounts: map(1000, 5) })["accounts"])).toBe(1000);
  expect(size(trimmed({ accounts: map(1001, 5) })["accounts"])).toBe(1000);
});

test("so do those of a wrong name", () => {
  const account = { id: "111111111111", role: "workload" };
  expect(size(trimmed({ accounts: map(1500, account, "K") })["accounts"])).toBe(1000);
});

test("so do those of a list", () => {
  const regions = Array.from({ length: 1500 }, () => "x");
  expect(trimmed({ organization: { regions } })["organization"]?.["regions"]).toHaveLength(1000);
});

test("what is wrong inside of entries counts for all of them", () => {
  const accounts = map(10, { networks: Array.from({ length: 600 }, () => ({})) });
  const networks = Object.values(trimmed({ accounts })["accounts"] ?? {}).map(
    (account) => (account as { networks: unknown[] }).networks.length,
  );
  expect(networks).toEqual([600, 399]);
});

test("unknown keys end with the thousandth, known ones stay", () => {
  const value = { ...map(1500, 1), organization: { id: "o-exampleorg1" } };
  expect(size(trimmed(value))).toBe(1001);
  expect(trimmed(value)).toHaveProperty("organization", { id: "o-exampleorg1" });
});

test("a key that another kind of the same map takes counts as known", () => {
  const clusters = map(1500, { type: "eks", engine: "kyverno" });
  const accounts = { a: { id: "111111111111", role: "workload", clusters } };
  expect(trimmed({ accounts })).toEqual({ accounts });
});

test("a list where a map may stand is cut too", () => {
  const pullThroughCache = Array.from({ length: 1500 }, () => "x");
  expect(trimmed({ registry: { pullThroughCache } })["registry"]?.["pullThroughCache"]).toHaveLength(1000);
});
