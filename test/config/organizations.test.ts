import fc from "fast-check";
import { parseOrganization } from "../../config";
import { checkOrganization } from "../../config/checks";
import { generateOrganization } from "../../organizations/large";
import { organizations } from "../support/organizations";

test("every generated organization passes every check", () => {
  fc.assert(
    fc.property(organizations(), (organization) => {
      expect(checkOrganization(organization)).toEqual([]);
    }),
    { seed: 20261124, numRuns: 300 },
  );
});

test.each([
  { accounts: 4, regions: 1, repositories: 0 },
  { accounts: 10, regions: 2, repositories: 100 },
  { accounts: 200, regions: 2, repositories: 5000 },
])("the organization generated for benchmarks is valid: %o", (size) => {
  const organization = parseOrganization(generateOrganization(size), "generated.yaml");

  expect(Object.keys(organization.accounts)).toHaveLength(size.accounts);
  expect(organization.organization.regions).toHaveLength(size.regions);
  expect(Object.keys(organization.registry.repositories)).toHaveLength(size.repositories);
});
