import { loadOrganization } from "../../config";
import { EXAMPLE_DAY, EXAMPLES, synthesized, synthesizedExample } from "../../organizations/examples";
import { plan } from "../../plan";
import {
  type Actor,
  administrator,
  cachePolicies,
  evaluate,
  identityPolicies,
  organizationPolicies,
  parsePolicy,
  type Policies,
  policyOf,
  registryPolicies,
  repositoryPolicies,
  roleWith,
} from "../support/iam";
import { resourcesOf, type SynthesizedStack } from "../support/synth";

const ORGANIZATION = "o-exampleorg1";
const IMAGES = "333333333333";
const ROLE = `arn:aws:iam::${IMAGES}:role/supply-chain/push/supply-chain-signing-backfill`;
const MINE = "arn:aws:iam::222222222222:role/platform/signing";

const stacks = synthesizedExample("complete");
const stackOf = (kind: string, region: string) =>
  stacks.find(({ deployment: { layer, region: at } }) => layer.kind === kind && at === region)
    ?.terraform as SynthesizedStack;
const registry = stackOf("registry", "eu-central-1");
const replica = stackOf("registry", "eu-west-1");
const organization = stackOf("organization", "eu-central-1");
const FULL = policyOf("FullAWSAccess", { Effect: "Allow", Action: "*", Resource: "*" });
const guardrails: Policies = {
  serviceControl: [[FULL, ...organizationPolicies(organization, "SERVICE")]],
  resourceControl: [[FULL, ...organizationPolicies(organization, "RESOURCE")]],
};
const management = { managementAccount: "111111111111" };
const backfill = roleWith(ROLE, ORGANIZATION, identityPolicies(registry, IMAGES).get(ROLE) ?? []);

const UPLOAD = ["ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage"];
const SIGN = [
  ...UPLOAD,
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:DescribeImages",
  "ecr:DescribeImageScanFindings",
  "ecr:DescribeImageSigningStatus",
  "ecr:GetDownloadUrlForLayer",
];

/** Asks the registry as everything that the example deploys is in force. */
function may(actor: Actor, action: string, repository: string, region = "eu-central-1"): boolean {
  const stack = region === "eu-central-1" ? registry : replica;
  const [prefix = ""] = repository.split("/");
  const cached = cachePolicies(stack, prefix);
  const undeclared = repository === "shop/undeclared";
  const own = undeclared ? [] : cached.length > 0 ? cached : repositoryPolicies(stack, repository);
  const resource = `arn:aws:ecr:${region}:${IMAGES}:repository/${repository}`;
  return evaluate(
    { caller: actor.caller, action, resource },
    { ...guardrails, identity: actor.identity, resource: [...own, ...registryPolicies(stack)] },
    management,
  ).allowed;
}
const allowed = (actor: Actor, actions: readonly string[], repository: string, region?: string) =>
  actions.filter((action) => may(actor, action, repository, region));

test.each(["shop/api", "shop/web", "data/reports"])("the role signs what is in %s", (repository) => {
  expect(allowed(backfill, SIGN, repository)).toEqual(SIGN);
});

test("the role signs with the profiles that sign, and with no other", () => {
  const sign = (name: string) =>
    evaluate(
      {
        caller: backfill.caller,
        action: "signer:SignPayload",
        resource: `arn:aws:signer:eu-central-1:${IMAGES}:/signing-profiles/${name}`,
      },
      { ...guardrails, identity: backfill.identity },
      management,
    ).allowed;
  const names = resourcesOf(registry, "aws_signer_signing_profile").map(({ name }) => String(name));
  expect(names.length).toBeGreaterThan(2);
  // Generation 2 of both signs; those before and after are only trusted.
  expect(names.filter(sign)).toHaveLength(2);
  expect(sign("other_0123abcd")).toBe(false);
});

test.each([
  ["a repository that nobody pushes to", "shop/resize", "eu-central-1"],
  ["a cache", "kubernetes/pause", "eu-central-1"],
  ["a repository that nobody declared", "shop/undeclared", "eu-central-1"],
  ["a replica", "shop/api", "eu-west-1"],
])("the role writes nothing into %s", (_, repository, region) => {
  expect(allowed(backfill, UPLOAD, repository, region)).toEqual([]);
});

test.each([
  "ecr:BatchDeleteImage",
  "ecr:BatchImportUpstreamImage",
  "ecr:DeleteRepository",
  "ecr:PutImageTagMutability",
  "ecr:PutLifecyclePolicy",
  "ecr:ReplicateImage",
  "ecr:SetRepositoryPolicy",
])("the role may not %s", (action) => {
  expect(may(backfill, action, "shop/api")).toBe(false);
});

describe("records", () => {
  const records = `arn:aws:logs:eu-central-1:${IMAGES}:log-group:/supply-chain/signing-backfill`;
  const ask = (actor: Actor, action: string, resource: string) =>
    evaluate(
      { caller: actor.caller, action, resource },
      { ...guardrails, identity: actor.identity },
      management,
    ).allowed;

  test("are only added by the role", () => {
    expect(ask(backfill, "logs:CreateLogStream", `${records}:log-stream:x`)).toBe(true);
    expect(ask(backfill, "logs:PutLogEvents", `${records}:log-stream:x`)).toBe(true);
    for (const action of ["DeleteLogStream", "DeleteLogGroup", "PutRetentionPolicy", "GetLogEvents"]) {
      expect([action, ask(backfill, `logs:${action}`, `${records}:log-stream:x`)]).toEqual([action, false]);
    }
  });

  test("of other log groups are none of its business", () => {
    const other = `arn:aws:logs:eu-central-1:${IMAGES}:log-group:/aws/lambda/x:log-stream:x`;
    expect(ask(backfill, "logs:PutLogEvents", other)).toBe(false);
  });
});

describe("who becomes the role", () => {
  const [trust] = resourcesOf(registry, "aws_iam_role")
    .filter(({ name }) => name === "supply-chain-signing-backfill")
    .map(({ assume_role_policy: text }) => parsePolicy("trust", text));
  const assumes = (arn: string) => {
    const { caller, identity } = administrator(arn, ORGANIZATION);
    const policies = { ...guardrails, identity, resource: trust ? [trust] : [] };
    return evaluate({ caller, action: "sts:AssumeRole", resource: ROLE }, policies, management).allowed;
  };

  test("the role that the file names", () => {
    expect(assumes(MINE)).toBe(true);
  });

  test.each([
    MINE.replace("platform/", ""),
    MINE.replace("222222222222", "444444444444"),
    `arn:aws:iam::222222222222:role/Admin`,
    `arn:aws:iam::${IMAGES}:role/supply-chain/push/x`,
  ])("not %s", (arn) => {
    expect(assumes(arn)).toBe(false);
  });

  test.each(["iam:CreateRole", "iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy", "iam:DeleteRole"])(
    "and nobody by %s, which the guardrails keep from administrators",
    (action) => {
      const { caller, identity } = administrator(`arn:aws:iam::${IMAGES}:role/Admin`, ORGANIZATION);
      expect(
        evaluate({ caller, action, resource: ROLE }, { ...guardrails, identity }, management),
      ).toMatchObject({
        allowed: false,
        by: expect.stringMatching(/KeepRoles$/) as unknown,
      });
    },
  );
});

test("nobody else gains anything: without the role every policy of the registry says what it said", () => {
  const others = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const kept = value.map(others).filter((one) => one !== ROLE && one !== `arn:aws:iam::${IMAGES}:root`);
      return kept.length === 1 && kept.every((one) => typeof one === "string") ? kept[0] : kept;
    }
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, others(inner)]));
  };
  const file = loadOrganization(EXAMPLES.complete, EXAMPLE_DAY);
  const signing = { ...file.signing, backfill: undefined };
  const without = synthesized(plan({ ...file, signing }, EXAMPLE_DAY)).find(
    ({ deployment: { name } }) => name === "registry-images-eu-central-1",
  )?.terraform as SynthesizedStack;
  for (const type of ["aws_ecr_repository_policy", "aws_ecr_registry_policy"]) {
    const texts = (stack: SynthesizedStack) =>
      resourcesOf(stack, type).map(({ policy }) => others(JSON.parse(String(policy))));
    expect(texts(registry)).toEqual(texts(without));
  }
  expect(JSON.stringify(without)).not.toContain("backfill");
});
