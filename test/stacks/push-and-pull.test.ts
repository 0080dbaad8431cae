import {
  type Actor,
  administrator,
  ANONYMOUS,
  cachePolicies,
  type Decision,
  evaluate,
  identityPolicies,
  organizationPolicies,
  parsePolicy,
  type Policies,
  policyOf,
  registryPolicies,
  repositoryPolicies,
  roleWith,
  service,
  serviceLinkedRole,
} from "../support/iam";
import { synthesizedExample } from "../../organizations/examples";
import { type SynthesizedStack } from "../support/synth";

const ORGANIZATION = "o-exampleorg1";
const IMAGES = "333333333333";
const SHOP_PROD = "444444444444";
const HOME = "eu-central-1";
const REPLICA = "eu-west-1";

const stacks = synthesizedExample("sample");
const stackOf = (kind: string, region: string): SynthesizedStack => {
  const found = stacks.find(({ deployment: { layer, region: at } }) => layer.kind === kind && at === region);
  if (!found) throw new Error(`no ${kind} stack in ${region}`);
  return found.terraform as SynthesizedStack;
};
const registries = { [HOME]: stackOf("registry", HOME), [REPLICA]: stackOf("registry", REPLICA) } as const;
const organization = stackOf("organization", HOME);
const FULL = policyOf("FullAWSAccess", { Effect: "Allow", Action: "*", Resource: "*" });
const guardrails: Policies = {
  serviceControl: [[FULL, ...organizationPolicies(organization, "SERVICE")]],
  resourceControl: [[FULL, ...organizationPolicies(organization, "RESOURCE")]],
};

/** Asks the registry of a region as everything that the sample deploys is in force. */
function ask(
  actor: Actor,
  action: string,
  repository = "shop/api",
  region: keyof typeof registries = HOME,
): Decision {
  const stack = registries[region];
  const [prefix = ""] = repository.split("/");
  const cached = cachePolicies(stack, prefix);
  return evaluate(
    {
      caller: actor.caller,
      action,
      resource: `arn:aws:ecr:${region}:${IMAGES}:repository/${repository}`,
    },
    {
      ...guardrails,
      identity: actor.identity,
      resource: [
        ...(cached.length > 0 ? cached : repositoryPolicies(stack, repository)),
        ...registryPolicies(stack),
      ],
    },
    { managementAccount: "111111111111" },
  );
}
const answers = (
  actor: Actor,
  actions: readonly string[],
  repository?: string,
  region?: keyof typeof registries,
) => Object.fromEntries(actions.map((action) => [action, ask(actor, action, repository, region).allowed]));
const all = (actions: readonly string[], allowed: boolean) =>
  Object.fromEntries(actions.map((action) => [action, allowed]));

const UPLOAD = ["ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage"];
const PUSH = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", ...UPLOAD];
const WRITE = [...UPLOAD, "ecr:ReplicateImage", "ecr:BatchImportUpstreamImage"];
const PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

const BUILD_NAME = "supply-chain-shop-api-build";
const BUILD = `arn:aws:iam::${IMAGES}:role/supply-chain/push/${BUILD_NAME}`;
const roles = identityPolicies(stackOf("pipeline", HOME), IMAGES);
const build = roleWith(BUILD, ORGANIZATION, roles.get(BUILD) ?? []);
const shopWeb = administrator(`arn:aws:iam::${IMAGES}:role/supply-chain/push/shop-web`, ORGANIZATION);
const admin = administrator(`arn:aws:iam::${IMAGES}:role/Admin`, ORGANIZATION);

describe("push", () => {
  test("the build role of the pipeline pushes, with the permissions its stack gives it", () => {
    expect(answers(build, PUSH)).toEqual(all(PUSH, true));
    expect(
      evaluate(
        { caller: build.caller, action: "ecr:GetAuthorizationToken", resource: "*" },
        {
          ...guardrails,
          identity: build.identity,
        },
      ).allowed,
    ).toBe(true);
  });

  test("managed signing signs as the build role, and writes the signature as that role", () => {
    const [statement] = (build.identity[0]?.statements ?? []).filter(
      ({ Action }) => Action === "signer:SignPayload",
    );
    const profile = String(statement?.Resource);
    expect(profile).toMatch(/^arn:aws:signer:eu-central-1:333333333333:\/signing-profiles\/\w+$/);
    const sign = { caller: build.caller, action: "signer:SignPayload", resource: profile };
    expect(evaluate(sign, { ...guardrails, identity: build.identity }).allowed).toBe(true);
    expect(ask(build, "ecr:PutImage").allowed).toBe(true);
  });

  test("a role that the file names pushes to its repository", () => {
    expect(answers(shopWeb, PUSH, "shop/web")).toEqual(all(PUSH, true));
  });

  test("managed signing signs as that role, with no more than the registry's stack gives it", () => {
    const given = Object.values(registries[HOME].resource?.["aws_iam_role_policy"] ?? {})
      .filter(({ name, role }) => name === "supply-chain-signing" && role === "shop-web")
      .map(({ policy }) => parsePolicy("identity of shop-web", policy));
    const sign = (resource: string) =>
      evaluate(
        { caller: shopWeb.caller, action: "signer:SignPayload", resource },
        { ...guardrails, identity: given },
      ).allowed;
    const profile = (name: string) => `arn:aws:signer:${HOME}:${IMAGES}:/signing-profiles/${name}`;
    expect([sign(profile("web_6b33d8df")), sign(profile("reports_d6db0f55"))]).toEqual([true, false]);
  });

  test.each<[string, Actor]>([
    ["an administrator of the registry's account", admin],
    ["the pusher of another repository", shopWeb],
    [
      "the build role of another pipeline",
      administrator(`arn:aws:iam::${IMAGES}:role/supply-chain/push/supply-chain-other-build`, ORGANIZATION),
    ],
    [
      "a role of the same name under another path",
      administrator(`arn:aws:iam::${IMAGES}:role/ci/${BUILD_NAME}`, ORGANIZATION),
    ],
    [
      "a role of the same name and path, one level deeper",
      administrator(`arn:aws:iam::${IMAGES}:role/supply-chain/push/x/${BUILD_NAME}`, ORGANIZATION),
    ],
    [
      "a role of the same name and path in another account of the organization",
      administrator(BUILD.replace(IMAGES, SHOP_PROD), ORGANIZATION),
    ],
    [
      "a role of the same name and path in an account outside the organization",
      administrator(BUILD.replace(IMAGES, "777777777777")),
    ],
    ["a role of another organization", administrator("arn:aws:iam::777777777777:role/ci", "o-exampleorg2")],
    ["the root user of the account", administrator(`arn:aws:iam::${IMAGES}:root`, ORGANIZATION)],
    ["somebody without credentials", ANONYMOUS],
    ["Lambda", service("lambda.amazonaws.com", `arn:aws:lambda:${HOME}:${IMAGES}:function:f`)],
    ["replication", serviceLinkedRole("replication", IMAGES, ORGANIZATION)],
    ["a pull-through cache", serviceLinkedRole("pull-through cache", IMAGES, ORGANIZATION)],
    ["Inspector", serviceLinkedRole("inspector", IMAGES, ORGANIZATION)],
  ])("%s writes nothing", (_, actor) => {
    expect(answers(actor, WRITE)).toEqual(all(WRITE, false));
  });

  test("the registry policy denies those outside the push path without help of the repository's", () => {
    const policies = { identity: admin.identity, resource: registryPolicies(registries[HOME]) };
    const resource = `arn:aws:ecr:${HOME}:${IMAGES}:repository/undeclared`;
    expect(evaluate({ caller: admin.caller, action: "ecr:PutImage", resource }, policies)).toEqual({
      allowed: false,
      by: "registry/DenyOtherWriters",
    });
  });

  test("the guardrails keep an administrator from making a role under the push path", () => {
    const request = { caller: admin.caller, action: "iam:CreateRole", resource: BUILD };
    expect(evaluate(request, { ...guardrails, identity: admin.identity })).toMatchObject({
      allowed: false,
      by: expect.stringMatching(/^supply-chain-scp-\d\/KeepRoles$/) as unknown,
    });
  });
});

describe("pull", () => {
  const puller = (accountId: string, organizationId?: string) =>
    administrator(`arn:aws:iam::${accountId}:role/task`, organizationId);

  test.each<[string, Actor, boolean]>([
    ["an account that the file names", puller(SHOP_PROD, ORGANIZATION), true],
    ["another account that the file names", puller("555555555555", ORGANIZATION), true],
    ["the registry's account", admin, true],
    ["an account of the organization that is not named", puller("666666666666", ORGANIZATION), false],
    ["an account outside the organization", puller("777777777777"), false],
    ["a named account that has left the organization", puller(SHOP_PROD), false],
    ["a named account that has joined another", puller(SHOP_PROD, "o-exampleorg2"), false],
    [
      "a role without permission in a named account",
      { ...puller(SHOP_PROD, ORGANIZATION), identity: [] },
      false,
    ],
    ["a role without permission in the registry's account", { ...admin, identity: [] }, false],
    ["somebody without credentials", ANONYMOUS, false],
    ["Lambda", service("lambda.amazonaws.com", `arn:aws:lambda:${HOME}:${SHOP_PROD}:function:f`), false],
    ["Inspector", serviceLinkedRole("inspector", IMAGES, ORGANIZATION), true],
  ])("%s", (name, actor, allowed) => {
    const actions = name === "Inspector" ? PULL.slice(1) : PULL;
    for (const region of [HOME, REPLICA] as const) {
      expect(answers(actor, actions, "shop/api", region)).toEqual(all(actions, allowed));
    }
  });
});

describe("replicas", () => {
  test("replication of the home region's account writes them", () => {
    const replication = serviceLinkedRole("replication", IMAGES, ORGANIZATION);
    expect(ask(replication, "ecr:ReplicateImage", "shop/api", REPLICA).allowed).toBe(true);
  });

  test.each<[string, Actor]>([
    ["the build role", build],
    ["an administrator", admin],
    [
      "a role named like replication's",
      administrator(`arn:aws:iam::${IMAGES}:role/AWSServiceRoleForECRReplication`, ORGANIZATION),
    ],
    ["replication of another account", serviceLinkedRole("replication", SHOP_PROD, ORGANIZATION)],
  ])("%s does not", (_, actor) => {
    expect(answers(actor, WRITE, "shop/api", REPLICA)).toEqual(all(WRITE, false));
  });
});

describe("pull-through caches", () => {
  const cached = "kubernetes/pause";
  const task = administrator(`arn:aws:iam::${SHOP_PROD}:role/task`, ORGANIZATION);

  test("ECR writes what it fetched, by its service-linked role", () => {
    const actor = serviceLinkedRole("pull-through cache", IMAGES, ORGANIZATION);
    expect(answers(actor, PUSH, cached)).toEqual(all(PUSH, true));
  });

  test("the organization pulls and imports", () => {
    const actions = [...PULL, "ecr:BatchImportUpstreamImage", "ecr:CreateRepository"];
    expect(answers(task, actions, cached)).toEqual(all(actions, true));
    expect(answers(administrator("arn:aws:iam::777777777777:role/x"), actions, cached)).toEqual(
      all(actions, false),
    );
  });

  test.each<[string, Actor]>([
    ["an account of the organization", task],
    ["an administrator of the registry's account", admin],
    ["the build role of a pipeline", administrator(BUILD, ORGANIZATION)],
  ])("%s pushes nothing into them", (_, actor) => {
    expect(answers(actor, UPLOAD, cached)).toEqual(all(UPLOAD, false));
  });
});
