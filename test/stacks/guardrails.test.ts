import {
  type Actor,
  administrator,
  type Decision,
  evaluate,
  identityPolicies,
  organizationPolicies,
  policyOf,
  roleWith,
  serviceLinkedRole,
} from "../support/iam";
import { synthesizedExample } from "../../organizations/examples";
import { type SynthesizedStack } from "../support/synth";

const ORGANIZATION = "o-exampleorg1";
const IMAGES = "333333333333";
const SHOP_PROD = "444444444444";
const HOME = "eu-central-1";

const stacks = synthesizedExample("sample");
const organization = stacks.find(({ deployment: { layer } }) => layer.kind === "organization");
const serviceControl = [
  [
    policyOf("FullAWSAccess", { Effect: "Allow", Action: "*", Resource: "*" }),
    ...organizationPolicies(organization?.terraform as SynthesizedStack, "SERVICE"),
  ],
];
const ask = ({ caller, identity }: Actor, action: string, resource: string): Decision =>
  evaluate({ caller, action, resource }, { identity, serviceControl }, { managementAccount: "111111111111" });

const REGISTRY = [
  "ecr:CreatePullThroughCacheRule",
  "ecr:CreateRepositoryCreationTemplate",
  "ecr:DeletePullThroughCacheRule",
  "ecr:DeleteRegistryPolicy",
  "ecr:DeleteRepositoryCreationTemplate",
  "ecr:DeleteSigningConfiguration",
  "ecr:DeregisterPullTimeUpdateExclusion",
  "ecr:PutAccountSetting",
  "ecr:PutRegistryPolicy",
  "ecr:PutRegistryScanningConfiguration",
  "ecr:PutReplicationConfiguration",
  "ecr:PutSigningConfiguration",
  "ecr:RegisterPullTimeUpdateExclusion",
  "ecr:UpdatePullThroughCacheRule",
  "ecr:UpdateRepositoryCreationTemplate",
];
const REPOSITORY = [
  "ecr:BatchDeleteImage",
  "ecr:DeleteLifecyclePolicy",
  "ecr:DeleteRepository",
  "ecr:DeleteRepositoryPolicy",
  "ecr:PutImageScanningConfiguration",
  "ecr:PutImageTagMutability",
  "ecr:PutLifecyclePolicy",
  "ecr:SetRepositoryPolicy",
  "ecr:UpdateImageStorageClass",
];
const repository = (account: string, name: string) => `arn:aws:ecr:${HOME}:${account}:repository/${name}`;
const role = (account: string, name: string) =>
  administrator(`arn:aws:iam::${account}:role/${name}`, ORGANIZATION);

/** What each action gets for an answer, on the registry or on a repository. */
function answers(actor: Actor, account: string): Record<string, boolean> {
  return Object.fromEntries([
    ...REGISTRY.map((action) => [action, ask(actor, action, "*").allowed] as const),
    ...REPOSITORY.map(
      (action) => [action, ask(actor, action, repository(account, "shop/api")).allowed] as const,
    ),
  ]);
}
const all = (allowed: boolean) =>
  Object.fromEntries([...REGISTRY, ...REPOSITORY].map((action) => [action, allowed]));

describe("the guardrails of the sample", () => {
  test.each<[string, Actor]>([
    ["an administrator of the registry's account", role(IMAGES, "Admin")],
    ["the root user of the account", administrator(`arn:aws:iam::${IMAGES}:root`, ORGANIZATION)],
    ["a build role, were it given the permissions", role(IMAGES, "supply-chain/push/supply-chain-api-build")],
    [
      "a function of the suite, were it given the permissions",
      role(IMAGES, "supply-chain/supply-chain-signing-watch-eu-central-1"),
    ],
    ["a role whose name only begins like the deployment role's", role(IMAGES, "supply-chain-deployment-2")],
    ["a role of the deployment role's name under a path", role(IMAGES, "x/supply-chain-deployment")],
  ])("keep %s from changing the registry and its repositories", (_, actor) => {
    expect(answers(actor, IMAGES)).toEqual(all(false));
  });

  test.each<[string, Actor]>([
    ["the deployment role of the registry's account", role(IMAGES, "supply-chain-deployment")],
    [
      "the service-linked role of replication, were it given the permissions",
      role(IMAGES, "aws-service-role/replication.ecr.amazonaws.com/AWSServiceRoleForECRReplication"),
    ],
  ])("do not bind %s", (_, actor) => {
    expect(answers(actor, IMAGES)).toEqual(all(true));
  });

  test("say which statement denies", () => {
    const admin = role(IMAGES, "Admin");
    const by = (sid: string): unknown => expect.stringMatching(new RegExp(`^supply-chain-scp-\\d/${sid}$`));
    expect(ask(admin, "ecr:PutRegistryPolicy", "*").by).toEqual(by("KeepRegistry"));
    expect(ask(admin, "ecr:BatchDeleteImage", repository(IMAGES, "shop/api")).by).toEqual(
      by("KeepRepositories"),
    );
  });

  test("keep repositories of the registry from principals of other accounts, too", () => {
    for (const action of REPOSITORY) {
      expect(ask(role(SHOP_PROD, "Admin"), action, repository(IMAGES, "shop/api")).allowed).toBe(false);
    }
  });

  test("leave the repositories of other accounts to their owners, but not their scans and signing", () => {
    const kept = Object.entries(answers(role(SHOP_PROD, "Admin"), SHOP_PROD))
      .filter(([, allowed]) => !allowed)
      .map(([action]) => action);
    expect(kept).toEqual([
      "ecr:DeleteSigningConfiguration",
      "ecr:PutRegistryScanningConfiguration",
      "ecr:PutSigningConfiguration",
    ]);
  });

  test("let replication, pull-through caches and Inspector work", () => {
    const image = repository(IMAGES, "kubernetes/pause");
    const linked = (name: Parameters<typeof serviceLinkedRole>[0]) =>
      serviceLinkedRole(name, IMAGES, ORGANIZATION);
    expect(ask(linked("replication"), "ecr:CreateRepository", image).allowed).toBe(true);
    expect(ask(linked("replication"), "ecr:ReplicateImage", image).allowed).toBe(true);
    expect(ask(linked("pull-through cache"), "ecr:PutImage", image).allowed).toBe(true);
    expect(ask(linked("inspector"), "ecr:DescribeImages", image).allowed).toBe(true);
  });

  test("deny no role of the suite anything that its own policy allows", () => {
    const asked = stacks.flatMap(({ deployment: { account }, terraform }) =>
      [...identityPolicies(terraform as SynthesizedStack, account.id)].flatMap(([arn, identity]) =>
        identity
          .flatMap(({ statements }) => statements)
          .filter(({ Effect }) => Effect === "Allow")
          .flatMap(({ Action = [], Resource = [] }) =>
            [Action]
              .flat()
              .flatMap((action) =>
                [Resource].flat().map((resource) => ({ action, resource: concrete(resource) })),
              ),
          )
          .map(({ action, resource }) => ({
            arn,
            action,
            by: ask(roleWith(arn, ORGANIZATION, identity), action, resource).by,
          })),
      ),
    );
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter(({ by }) => by.startsWith("supply-chain-scp-"))).toEqual([]);
  });
});

/** A resource that a pattern stands for. */
function concrete(pattern: string): string {
  return pattern === "*" ? pattern : pattern.replaceAll("*", "x");
}
