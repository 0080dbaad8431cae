import fc from "fast-check";
import { CHECKS } from "../../config/checks";
import { loadOrganization, type Organization, parseOrganization } from "../../config";
import { noEvidence } from "../../config/evidence";
import { EXAMPLES } from "../../organizations/examples";
import { organizations } from "../support/organizations";
import { textOf, VALID } from "./bad-files/base";

type Path = readonly string[];

/** The same values, with every path that is read told. */
function watched<T>(value: T, path: Path, tell: (path: Path) => void): T {
  if (typeof value !== "object" || value === null) return value;
  return new Proxy(value, {
    get: (target, key, receiver) => {
      const found: unknown = Reflect.get(target, key, receiver);
      if (typeof key === "symbol" || typeof found === "function" || key === "length") return found;
      tell([...path, key]);
      return watched(found, [...path, key], tell);
    },
  });
}

/** Whether damage at the path would leave out a check that says it reads the key. */
function covers(key: string, path: Path): boolean {
  return key.split(".").every((part, index) => part === "*" || [part, undefined].includes(path[index]));
}

/** Paths that a check reads without saying so. */
function unsaid(organization: Organization): string[] {
  return CHECKS.flatMap(({ reads, find }, index) => {
    const paths = new Set<string>();
    find(
      watched(organization, [], (path) => {
        if (!reads.some((key) => covers(key, path))) paths.add(`check ${String(index)}: ${path.join(".")}`);
      }),
      () => false,
      undefined,
      noEvidence,
    );
    return [...paths];
  });
}

test("every check says what it reads, so that it is left out when that is damaged", () => {
  fc.assert(
    fc.property(organizations(), (organization) => {
      expect(unsaid(organization)).toEqual([]);
    }),
    { seed: 20261124, numRuns: 50 },
  );
});

test.each([
  ["with every key", () => loadOrganization(EXAMPLES.complete)],
  ["with most defaults", () => parseOrganization(VALID, "organization.yaml")],
  [
    "with a connection of a pipeline",
    () =>
      parseOrganization(
        textOf([
          [
            "{ github: example/api }",
            "{ github: example/api, connection: arn:aws:codeconnections:eu-west-1:333333333333:connection/11111111-2222-3333-4444-555555555555 }",
          ],
        ]),
        "organization.yaml",
      ),
  ],
])("so it is for an organization %s", (_name, organization) => {
  expect(unsaid(organization())).toEqual([]);
});
