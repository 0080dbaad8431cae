import fc from "fast-check";
import { count, coveredImageOf, findingOf, usesOf } from "../../../cli/where/read";
import { parseQuery } from "../../../where";
import { ProblemError } from "../../../problem";
import { covered, DIGEST, finding, onEcs, onEks } from "./sample";

const RUNS = { seed: 20260304, numRuns: 500 };
const anything = fc.anything({ withDate: true, withNullPrototype: true });

/** A good answer with one member, somewhere, replaced by anything. */
function spoiled(good: object): fc.Arbitrary<unknown> {
  return fc.tuple(fc.nat(), anything).map(([seed, value]) => {
    const copy = structuredClone(good) as Record<string, unknown>;
    const places: [Record<string, unknown>, string][] = [];
    const visit = (node: unknown): void => {
      if (typeof node !== "object" || node === null || node instanceof Date) return;
      for (const key of Object.keys(node)) {
        places.push([node as Record<string, unknown>, key]);
        visit((node as Record<string, unknown>)[key]);
      }
    };
    visit(copy);
    const [node, key] = places[seed % places.length] ?? [copy, "none"];
    node[key] = value;
    return copy;
  });
}

const believable = (value: unknown) =>
  value === "unknown" || (typeof value === "number" && Number.isSafeInteger(value) && value >= 0);

test("whatever a server answers as a finding is read or left out, never an error", () => {
  fc.assert(
    fc.property(fc.oneof(anything, spoiled(finding())), (value) => {
      const read = findingOf(value);
      if (read) expect(believable(read.image.inUse)).toBe(true);
    }),
    RUNS,
  );
});

test("whatever a server answers as an image is read or left out, never an error", () => {
  fc.assert(
    fc.property(fc.oneof(anything, spoiled(covered(DIGEST, { inUseCount: 1 }))), (value) => {
      const read = coveredImageOf(value);
      if (read) expect(believable(read.inUse)).toBe(true);
    }),
    RUNS,
  );
});

test("whatever a server answers as a cluster is read or left out, never an error", () => {
  fc.assert(
    fc.property(fc.oneof(anything, spoiled(onEcs()), spoiled(onEks())), (value) => {
      for (const { running, stopped } of usesOf(value) ?? []) {
        expect([running, stopped].every(believable)).toBe(true);
      }
    }),
    RUNS,
  );
});

test("a cluster that is told without details counts as one that runs the image, who knows how often", () => {
  for (const clusterDetails of [undefined, []]) {
    expect(usesOf({ ...onEcs(), clusterDetails })).toMatchObject([
      { cluster: { arn: onEcs().clusterArn }, running: "unknown", stopped: "unknown" },
    ]);
  }
});

test("a cluster that is told without details keeps the form of its type, so that ECS can be told apart", () => {
  const workloads = [onEcs(), onEks()].flatMap((cluster) => usesOf({ ...cluster, clusterDetails: [] }) ?? []);
  expect(workloads.map(({ workload }) => workload)).toEqual([
    { taskDefinitionArn: "unknown", group: "" },
    { namespace: "unknown", workloads: [] },
  ]);
});

test("any text is a query or is refused in words", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      try {
        expect(["vulnerability", "package", "image"]).toContain(parseQuery(text).kind);
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        expect(error.problems.map(({ code }) => code)).toEqual(["invalid-query"]);
      }
    }),
    RUNS,
  );
});

test.each<[unknown, number | "unknown"]>([
  [0, 0],
  [3, 3],
  [undefined, "unknown"],
  [null, "unknown"],
  ["3", "unknown"],
  [-1, "unknown"],
  [1.5, "unknown"],
  [Number.NaN, "unknown"],
  [2 ** 60, "unknown"],
])("%j counts as %j", (value, read) => {
  expect(count(value)).toBe(read);
});
