import { Token } from "cdktf";
import {
  ImageRegistry,
  ImageRepository,
  PullThroughCache,
  RepositoryCreationTemplate,
} from "../../../modules/registry";
import { stackRejectionOf } from "../../support/rejection";
import { REGISTRY } from "./support";

test.each([
  ["arn:aws:iam::333333333333:role/*", undefined, "333333333333"],
  ["arn:aws:iam::444444444444:role/deployment", undefined, "333333333333"],
  ["arn:aws-cn:iam::333333333333:role/deployment", Token.asString({ account: "known at apply" }), "ACCOUNT"],
])("a deployer is one role of the account, which %s is not", (arn, accountId, account) => {
  const at = accountId === undefined ? REGISTRY : { ...REGISTRY, accountId };
  const deployers = [arn];
  const line = (id: string) =>
    `test/${id}: "${arn}" does not name one role of account ${account} (partition aws); allowed: ` +
    `arn:aws:iam::${account}:role/NAME, with its path and without wildcards; name the role of this account that ` +
    "deploys, or leave it out [invalid-deployer-arn]";
  expect([
    ...stackRejectionOf(
      (scope) => new ImageRepository(scope, "repository", { ...at, name: "api", deployers }),
    ),
    ...stackRejectionOf((scope) => new ImageRegistry(scope, "registry", { ...at, deployers })),
    ...stackRejectionOf(
      (scope) => new PullThroughCache(scope, "cache", { ...at, upstream: "quay", deployers }),
    ),
    ...stackRejectionOf((scope) => {
      const props = { prefix: "shop", appliedFor: ["REPLICATION"] } as const;
      return new RepositoryCreationTemplate(scope, "template", { ...at, ...props, deployers });
    }),
  ]).toEqual(["repository", "registry", "cache", "template"].map(line));
});
