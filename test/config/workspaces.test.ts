import fc from "fast-check";
import { type Organization } from "../../config";
import { checkOrganization } from "../../config/checks";
import { plan } from "../../plan";
import { organizations } from "../support/organizations";

/** The organization with so many letters more in the key of one account, wherever it is named. */
function withLongKey(organization: Organization, key: string, letters: number): Organization {
  const longer = (text: string) =>
    text.replace(new RegExp(`"${key}(?=["/])`, "g"), `"${key}${"k".repeat(letters)}`);
  // Roles have some of the same words.
  const parts = JSON.stringify(organization).split(/("role":\[[^\]]*\])/);
  return JSON.parse(
    parts.map((part, index) => (index % 2 === 0 ? longer(part) : part)).join(""),
  ) as Organization;
}

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

const drawn = fc
  .record({
    organization: organizations(),
    key: fc.constantFrom("security", "images", "team-0", "team-1", "builds-0"),
    letters: fc.nat({ max: 20 }),
  })
  .map(({ organization, key, letters }) => withLongKey(organization, key, letters));

test("the longest name of a planned stack decides how long a workspace's name may be", () => {
  fc.assert(
    fc.property(drawn, (organization) => {
      const longest = Math.max(...plan(organization).map(({ name }) => name.length));

      expect(checkOrganization(withWorkspaces(organization, 90 - longest))).toEqual([]);
      expect(checkOrganization(withWorkspaces(organization, 91 - longest))).toMatchObject([
        { code: "workspace-name-too-long", path: ["state", "workspace"] },
      ]);
    }),
    { seed: 20261124, numRuns: 200 },
  );
});
