import { type AppliedFor, PullThroughCache, RepositoryCreationTemplate } from "../../../modules/registry";
import { administrator, cachePolicies, evaluate, identityPolicies, roleWith } from "../../support/iam";
import { synthStack } from "../../support/synth";
import { ORGANIZATION, REGISTRY } from "./support";

const KEY = "arn:aws:kms:eu-central-1:333333333333:key/11111111-2222-3333-4444-555555555555";

describe("into what a template makes below a cache of another registry of ECR", () => {
  const region = "eu-central-1";
  const registryHost = "666666666666.dkr.ecr.eu-west-1.amazonaws.com";
  const below = (prefix: string, appliedFor: AppliedFor) =>
    synthStack((stack) => {
      new PullThroughCache(stack, "cache", {
        ...REGISTRY,
        upstream: "ecr",
        prefix: "platform",
        registryHost,
      });
      new RepositoryCreationTemplate(stack, "template", {
        ...REGISTRY,
        prefix,
        appliedFor: [appliedFor],
        cacheRoleArns: [PullThroughCache.roleArn(REGISTRY, "platform")],
        encryption: { type: "kms", keyArn: KEY },
      });
    });
  const writes = (stack: ReturnType<typeof below>, prefix: string, name: string) => {
    const arn = `arn:aws:iam::333333333333:role/supply-chain/push/supply-chain-cache-${name}-${region}`;
    const identity = identityPolicies(stack, "333333333333").get(arn) ?? administrator(arn).identity;
    const { caller } = roleWith(arn, ORGANIZATION, identity);
    const resource = `arn:aws:ecr:${region}:333333333333:repository/${prefix}/app`;
    return [
      "ecr:InitiateLayerUpload",
      "ecr:UploadLayerPart",
      "ecr:CompleteLayerUpload",
      "ecr:PutImage",
    ].filter(
      (action) =>
        evaluate({ caller, action, resource }, { identity, resource: cachePolicies(stack, prefix) }).allowed,
    );
  };

  test.each(["platform/team", "platform/team/deep"])(
    "the cache's role writes by what its own policy allows: %s",
    (prefix) => {
      expect(writes(below(prefix, "PULL_THROUGH_CACHE"), prefix, "platform")).toHaveLength(4);
    },
  );

  test("no role of another cache writes, whatever its own policy allows", () => {
    for (const name of ["partner", "platform+other", "platform+team+deep"]) {
      expect(writes(below("platform/team", "PULL_THROUGH_CACHE"), "platform/team", name)).toEqual([]);
    }
  });

  test("the cache's role does not write where the template is for replication", () => {
    expect(writes(below("platform/team", "REPLICATION"), "platform/team", "platform")).toEqual([]);
  });
});
