import fc from "fast-check";
import { type Organization } from "../../config";
import { checkOrganization } from "../../config/checks";
import { plan } from "../../plan";
import { organizations } from "../support/organizations";

/** The organization with workspaces whose names have so many characters beside the stack's. */
function withWorkspaces(organization: Organization, characters: number): Organization {
  const workspace = `${"w".repeat(characters)}{stack}`;
  const state = {
    backend: "hcp-terraform",
    hostname: "app.terraform.io",
    organization: "example",
    workspace,
  } as const;
  return { ...organization, state };
}

test("the longest name of a planned stack decides how long a workspace's name may be", () => {
  fc.assert(
    fc.property(organizations(), (organization) => {
      const longest = Math.max(...plan(organization).map(({ name }) => name.length));

      expect(checkOrganization(withWorkspaces(organization, 90 - longest))).toEqual([]);
      expect(checkOrganization(withWorkspaces(organization, 91 - longest))).toMatchObject([
        { code: "workspace-name-too-long", path: ["state", "workspace"] },
      ]);
    }),
    { seed: 20261124, numRuns: 100 },
  );
});
