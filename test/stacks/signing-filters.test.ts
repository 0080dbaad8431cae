import { organizationSchema } from "../../config";
import { checkOrganization } from "../../config/checks";
import { synthesized } from "../../organizations/examples";
import { plan } from "../../plan";
import { resourcesOf } from "../support/synth";

/** More repositories of one profile than a signing rule takes by their names. */
const MANY = Object.fromEntries(
  Array.from({ length: 101 }, (_, index) => [`apps/r${String(index).padStart(3, "0")}`, {}]),
);

const PUSHED = {
  appliedFor: ["CREATE_ON_PUSH"],
  push: [{ account: "images", role: "ci/sandbox" }],
};

function organizationWith(
  creationTemplates: Record<string, { appliedFor: string[]; push?: object[]; regions?: string[] }>,
) {
  return organizationSchema.parse({
    organization: {
      id: "o-exampleorg1",
      root: "r-ex4m",
      homeRegion: "eu-central-1",
      regions: ["eu-central-1", "eu-west-1"],
    },
    accounts: {
      management: { id: "111111111111", role: "management" },
      security: { id: "222222222222", role: "security" },
      images: { id: "333333333333", role: "registry" },
    },
    signing: { profiles: { release: {} } },
    registry: { repositories: MANY, creationTemplates, replication: ["eu-west-1"] },
  });
}

/** The filters of the home region's only signing rule. */
function filtersWith(creationTemplates: Parameters<typeof organizationWith>[0]): string[] {
  const organization = organizationWith(creationTemplates);
  expect(checkOrganization(organization)).toEqual([]);
  const registry = plan(organization).find(
    ({ layer, region }) => layer.kind === "registry" && region === "eu-central-1",
  );
  const [home] = synthesized(registry ? [{ ...registry, after: [] }] : []);
  const configuration = resourcesOf(home?.terraform ?? {}, "aws_cloudcontrolapi_resource").find(
    ({ type_name: type }) => type === "AWS::ECR::SigningConfiguration",
  );
  const { Rules: rules } = JSON.parse(String(configuration?.["desired_state"])) as {
    Rules: { RepositoryFilters: { Filter: string }[] }[];
  };
  return rules.flatMap(({ RepositoryFilters }) => RepositoryFilters.map(({ Filter }) => Filter));
}

test("a folder takes the place of a hundred and one names", () => {
  expect(filtersWith({})).toEqual(["apps/*"]);
});

test("no filter reaches what a push creates", () => {
  const filters = filtersWith({ "apps/sandbox": PUSHED });
  expect(filters).toHaveLength(11);
  expect(filters.filter((filter) => !/^apps\/r\d\d(\d|\*)$/.test(filter))).toEqual([]);
});

test("what a replication creates in another region is no matter of the home region's rules", () => {
  const replicated = { appliedFor: ["REPLICATION"], regions: ["eu-west-1"] };
  expect(filtersWith({ "apps/sandbox": replicated })).toEqual(["apps/*"]);
});

test.each(["ROOT", "apps"])("where a push creates anything below %s only names are left", (prefix) => {
  const findings = checkOrganization(organizationWith({ [prefix]: PUSHED }));
  expect(findings.map(({ code, message }) => ({ code, message }))).toEqual([
    {
      code: "too-many-signing-filters",
      message:
        "signs 101 repositories, and names and common beginnings that match no other make no fewer than 101 filters",
    },
  ]);
});
