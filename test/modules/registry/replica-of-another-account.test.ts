import { ImageRegistry, ImageRepository } from "../../../modules/registry";
import {
  type Actor,
  administrator,
  evaluate,
  registryPolicies,
  repositoryPolicies,
  serviceLinkedRole,
} from "../../support/iam";
import { synthStack } from "../../support/synth";
import { ORGANIZATION } from "./support";

const source = { accountId: "333333333333", region: "eu-central-1" };
const REPLICA = { accountId: "666666666666", region: "eu-central-1", partition: "aws" } as const;
const ARN = "arn:aws:ecr:eu-central-1:666666666666:repository";

const stack = synthStack((scope) => {
  new ImageRegistry(scope, "registry", {
    ...REPLICA,
    organizationId: ORGANIZATION,
    replicaOf: { ...source, repositoryPrefixes: ["shop/"] },
  });
  for (const name of ["shop/api", "tools/own"]) {
    new ImageRepository(scope, name.replace("/", "-"), {
      ...REPLICA,
      name,
      pull: ["444444444444"],
      ...(name === "shop/api"
        ? { replicaOf: source }
        : { pushers: ["arn:aws:iam::666666666666:role/supply-chain/push/tools"] }),
    });
  }
});

/** What the policies of the destination let somebody do whose identity may do anything. */
function allows(actor: Actor, action: string, name: string): boolean {
  const declared = name === "shop/new" ? [] : repositoryPolicies(stack, name);
  return evaluate(
    { caller: actor.caller, action, resource: `${ARN}/${name}` },
    { identity: actor.identity, resource: [...registryPolicies(stack), ...declared] },
  ).allowed;
}

const replication = (accountId: string) => serviceLinkedRole("replication", accountId, ORGANIZATION);
const admin = (accountId: string) => administrator(`arn:aws:iam::${accountId}:role/admin`, ORGANIZATION);

describe("a replica of another account's registry", () => {
  test("is filled by the source's replication", () => {
    expect(allows(replication("333333333333"), "ecr:ReplicateImage", "shop/api")).toBe(true);
  });

  test.each<[string, Actor, string, string]>([
    ["the source makes no repository", replication("333333333333"), "ecr:CreateRepository", "shop/new"],
    [
      "the source fills none that is not its replica",
      replication("333333333333"),
      "ecr:ReplicateImage",
      "tools/own",
    ],
    ["another account replicates nothing", replication("555555555555"), "ecr:ReplicateImage", "shop/api"],
    ["an administrator of the source writes nothing", admin("333333333333"), "ecr:PutImage", "shop/api"],
    ["nor replicates", admin("333333333333"), "ecr:ReplicateImage", "shop/api"],
    ["an administrator of the destination writes nothing", admin("666666666666"), "ecr:PutImage", "shop/api"],
    ["whoever is not named does not pull", admin("555555555555"), "ecr:BatchGetImage", "shop/api"],
  ])("%s", (_, actor, action, name) => {
    expect(allows(actor, action, name)).toBe(false);
  });

  test("is pulled by whom it names", () => {
    expect(allows(admin("444444444444"), "ecr:BatchGetImage", "shop/api")).toBe(true);
  });
});
