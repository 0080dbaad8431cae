import { parseOrganization } from "../../config";
import { synthesized } from "../../organizations/examples";
import { plan } from "../../plan";
import { textOf } from "../config/bad-files/base";
import { administrator, evaluate, registryPolicies, repositoryPolicies } from "../support/iam";
import { type SynthesizedStack } from "../support/synth";

/** Stacks of a file in which one account pulls, another verifies, and so does one role of a third. */
const stacks = synthesized(
  plan(
    parseOrganization(
      textOf([
        [
          "  shop:\n",
          '  audit: { id: "555555555555", role: workload }\n  data: { id: "666666666666", role: workload }\n  shop:\n',
        ],
        ["{ pull: [shop] }", "{ pull: [shop], verify: [audit, { account: data, role: audit/verifier }] }"],
      ]),
      "organization.yaml",
    ),
  ),
);

const ACTIONS = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchDeleteImage",
  "ecr:BatchGetImage",
  "ecr:BatchImportUpstreamImage",
  "ecr:CompleteLayerUpload",
  "ecr:DeleteRepositoryPolicy",
  "ecr:DescribeImageScanFindings",
  "ecr:DescribeImageSigningStatus",
  "ecr:DescribeImages",
  "ecr:GetDownloadUrlForLayer",
  "ecr:GetLifecyclePolicy",
  "ecr:InitiateLayerUpload",
  "ecr:ListImages",
  "ecr:PutImage",
  "ecr:ReplicateImage",
  "ecr:SetRepositoryPolicy",
  "ecr:UploadLayerPart",
];

/** What an administrator of another account may do in the repository of one region. */
function allowed(arn: string, region: string): string[] {
  const found = stacks.find(
    ({ deployment: { layer, region: at } }) => layer.kind === "registry" && at === region,
  );
  const stack = found?.terraform as SynthesizedStack;
  const { caller, identity } = administrator(arn, "o-exampleorg1");
  const policies = {
    identity,
    resource: [...repositoryPolicies(stack, "shop/api"), ...registryPolicies(stack)],
  };
  const resource = `arn:aws:ecr:${region}:333333333333:repository/shop/api`;
  return ACTIONS.filter((action) => evaluate({ caller, action, resource }, policies).allowed);
}

describe.each(["eu-central-1", "eu-west-1"])("in %s", (region) => {
  test.each(["arn:aws:iam::555555555555:role/anything", "arn:aws:iam::666666666666:role/audit/verifier"])(
    "%s does exactly what verifying takes",
    (arn) => {
      expect(allowed(arn, region)).toEqual([
        "ecr:BatchGetImage",
        "ecr:DescribeImageSigningStatus",
        "ecr:GetDownloadUrlForLayer",
      ]);
    },
  );

  test("another role of an account of which one role verifies does nothing", () => {
    expect(allowed("arn:aws:iam::666666666666:role/anything", region)).toEqual([]);
  });
});
