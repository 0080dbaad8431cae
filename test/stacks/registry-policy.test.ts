import { ECR_POLICY_LENGTH } from "../../aws";
import { type Organization, organizationSchema } from "../../config";
import { checkOrganization } from "../../config/checks";
import { synthesized } from "../../organizations/examples";
import { plan } from "../../plan";
import { administrator, evaluate, registryPolicies, repositoryPolicies } from "../support/iam";
import { resourceOf, type SynthesizedStack } from "../support/synth";

const ORGANIZATION = "o-exampleorg1";
const IMAGES = "333333333333";
const accountId = (index: number) => String(500_000_000_000 + index);
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

/** So many repositories, each pushed to by roles of the registry's account and of an account of its own. */
function organization(repositories: number, path: string): Organization {
  return organizationSchema.parse({
    organization: { id: ORGANIZATION, root: "r-ex4m", homeRegion: "eu-central-1", regions: ["eu-central-1"] },
    accounts: {
      management: { id: "111111111111", role: "management" },
      security: { id: "222222222222", role: "security" },
      images: { id: IMAGES, role: ["registry", "pipeline"] },
      ...Object.fromEntries(
        numbers(repositories).map((index) => [
          `t${String(index)}`,
          { id: accountId(index), role: "workload" },
        ]),
      ),
    },
    registry: {
      repositories: Object.fromEntries(
        numbers(repositories).map((index) => [
          `team/r${String(index)}`,
          {
            push: [
              { account: "images", role: `${path}r${String(index)}` },
              { account: `t${String(index)}`, role: `${path}build` },
            ],
          },
        ]),
      ),
    },
  });
}

/** The registry's stack at home, of an organization that has no problem. */
function registryOf(file: Organization): SynthesizedStack {
  expect(checkOrganization(file)).toEqual([]);
  const registry = plan(file).filter(({ layer }) => layer.kind === "registry");
  const [stack] = synthesized(registry.map((deployment) => ({ ...deployment, after: [] })));
  return stack?.terraform as SynthesizedStack;
}

const lengthOf = (stack: SynthesizedStack) =>
  String(resourceOf(stack, "aws_ecr_registry_policy")["policy"]).length;

describe("the registry's policy", () => {
  const many = registryOf(organization(300, "supply-chain/push/"));

  test("is as long for 300 repositories that roles of 300 accounts push to as for one", () => {
    expect(lengthOf(many)).toBe(lengthOf(registryOf(organization(1, "supply-chain/push/"))));
    expect(lengthOf(many)).toBeLessThan(ECR_POLICY_LENGTH / 5);
  });

  test("takes no more roles outside the push path than it has room for", () => {
    expect(lengthOf(registryOf(organization(50, "ci/")))).toBeGreaterThan(ECR_POLICY_LENGTH / 2);
    expect(checkOrganization(organization(300, "ci/"))).toMatchObject([
      {
        code: "policy-too-long",
        path: ["registry"],
        allowed: "at most 9140",
        change: "push with roles under the IAM path supply-chain/push/, which counts once",
      },
    ]);
  });

  const push = (role: string, repository: string, organizationId?: string) => {
    const { caller, identity } = administrator(role, organizationId);
    const resource = `arn:aws:ecr:eu-central-1:${IMAGES}:repository/${repository}`;
    const declared = repository === "undeclared" ? [] : repositoryPolicies(many, repository);
    return evaluate(
      { caller, action: "ecr:PutImage", resource },
      { identity, resource: [...declared, ...registryPolicies(many)] },
      { managementAccount: "111111111111" },
    );
  };
  const build = (index: number) => `arn:aws:iam::${accountId(index)}:role/supply-chain/push/build`;

  test("lets a role of another account push to its repository", () => {
    expect(push(build(7), "team/r7", ORGANIZATION).allowed).toBe(true);
  });

  test.each<[string, string, string, string | undefined]>([
    ["to the repository of others", build(7), "team/r8", ORGANIZATION],
    ["to a repository that nobody declared", build(7), "undeclared", ORGANIZATION],
    ["from an account that no repository names", build(301), "team/r7", ORGANIZATION],
    ["from outside the path", build(7).replace("supply-chain/push", "ci"), "team/r7", ORGANIZATION],
    ["from outside the organization", build(7), "team/r7", undefined],
    ["from another organization", build(7), "team/r7", "o-exampleorg2"],
  ])("lets it not push %s", (_what, role, repository, organizationId) => {
    expect(push(role, repository, organizationId).allowed).toBe(false);
  });
});
