import { READ_ACTIONS } from "../../../cli/backfill/registry";
import { SIGN_AND_RECORD_ACTIONS } from "../../../cli/backfill/signer";
import { WRITE_ACTIONS } from "../../../cli/backfill/store";
import { TRAIL_ACTIONS } from "../../../cli/backfill/trail";
import { ManagedSigning, SigningBackfill, type SigningBackfillProps } from "../../../modules/signing";
import { identityPolicies } from "../../support/iam";
import { stackRejectionOf } from "../../support/rejection";
import { resourceOf, synthStack } from "../../support/synth";

const HERE = { accountId: "333333333333", region: "eu-central-1", partition: "aws" } as const;
const ASSUMER = "arn:aws:iam::222222222222:role/platform/signing";
const ROLE = "arn:aws:iam::333333333333:role/supply-chain/push/supply-chain-signing-backfill";
const profile = (name: string) => `arn:aws:signer:eu-central-1:333333333333:/signing-profiles/${name}`;

const stackOf =
  (props: Partial<SigningBackfillProps> = {}) =>
  (stack: Parameters<Parameters<typeof synthStack>[0]>[0]) => {
    const signing = new ManagedSigning(stack, "signing", {
      ...HERE,
      rules: [
        { profileArn: profile("release_0123abcd"), repositories: ["shop/api", "shop/web"] },
        { profileArn: profile("nightly_0123abcd"), repositories: ["data/reports"] },
      ],
    });
    new SigningBackfill(stack, "backfill", { ...HERE, signing, assumers: [ASSUMER], ...props });
  };

test("records are kept for ten years, and stay when the construct goes", () => {
  expect(resourceOf(synthStack(stackOf()), "aws_cloudwatch_log_group")).toEqual({
    name: "/supply-chain/signing-backfill",
    retention_in_days: 3653,
    skip_destroy: true,
  });
});

test("records are encrypted with a key on request", () => {
  const logKeyArn = "arn:aws:kms:eu-central-1:333333333333:key/11111111-2222-3333-4444-555555555555";
  expect(resourceOf(synthStack(stackOf({ logKeyArn })), "aws_cloudwatch_log_group")).toMatchObject({
    kms_key_id: logKeyArn,
  });
});

test("the role lies under the push path, and only the named roles may assume it", () => {
  const assumers = [ASSUMER, "arn:aws:iam::333333333333:role/on-call"];
  const role = resourceOf(synthStack(stackOf({ assumers })), "aws_iam_role");
  expect(role).toMatchObject({ name: "supply-chain-signing-backfill", path: "/supply-chain/push/" });
  expect(JSON.parse(String(role["assume_role_policy"]))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::222222222222:root", "arn:aws:iam::333333333333:root"] },
        Action: "sts:AssumeRole",
        Condition: { ArnEquals: { "aws:PrincipalArn": assumers } },
      },
    ],
  });
  expect(SigningBackfill.roleArn(HERE)).toBe(ROLE);
});

test("the role reads and writes where the rules sign, signs with their profiles, and adds records; no more", () => {
  const [policy] = identityPolicies(synthStack(stackOf()), HERE.accountId).get(ROLE) ?? [];
  const repositories = ["data/reports", "shop/api", "shop/web"].map(
    (name) => `arn:aws:ecr:eu-central-1:333333333333:repository/${name}`,
  );
  expect(policy?.statements.map(({ Action, Resource }) => [Action, Resource])).toEqual([
    [
      [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:DescribeImageScanFindings",
        "ecr:DescribeImageSigningStatus",
        "ecr:DescribeImages",
        "ecr:GetDownloadUrlForLayer",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      repositories,
    ],
    ["signer:SignPayload", [profile("nightly_0123abcd"), profile("release_0123abcd")]],
    [["cloudtrail:LookupEvents", "inspector2:ListCoverage", "inspector2:ListFindings"], "*"],
    [
      ["logs:CreateLogStream", "logs:PutLogEvents"],
      "arn:aws:logs:eu-central-1:333333333333:log-group:/supply-chain/signing-backfill:*",
    ],
  ]);
});

test("the role may do exactly what a session of sign-images asks for", () => {
  const [policy] = identityPolicies(synthStack(stackOf()), HERE.accountId).get(ROLE) ?? [];
  const allowed = policy?.statements.flatMap(({ Action = [] }) => Action) ?? [];
  const asked = [...READ_ACTIONS, ...WRITE_ACTIONS, ...SIGN_AND_RECORD_ACTIONS, ...TRAIL_ACTIONS];
  expect(allowed.sort()).toEqual([...new Set(asked)].sort());
});

/** Of which repositories the role reads images, where these are signed, a hundred by a profile at most. */
function repositoriesOf(repositories: readonly string[]): unknown {
  const names = (index: number) => repositories.slice(index * 100, (index + 1) * 100);
  const rules = Array.from({ length: Math.ceil(repositories.length / 100) }, (_, index) => ({
    profileArn: profile(`profile_${String(index)}`),
    repositories: names(index),
  }));
  const stack = synthStack((scope) => {
    const signing = new ManagedSigning(scope, "signing", { ...HERE, rules });
    new SigningBackfill(scope, "backfill", { ...HERE, signing, assumers: [ASSUMER] });
  });
  const [policy] = identityPolicies(stack, HERE.accountId).get(ROLE) ?? [];
  return policy?.statements[0]?.Resource;
}
const arnOf = (name: string) => `arn:aws:ecr:eu-central-1:333333333333:repository/${name}`;
const many = (name: (index: number) => string) => Array.from({ length: 200 }, (_, index) => name(index));

test("more repositories than the policy of the role holds are named by their folders", () => {
  expect(repositoriesOf(many((index) => `shop/service-${String(index)}`))).toBe(arnOf("shop/*"));
});

test("more folders than the policy of the role holds are the registry, whose repositories say who writes", () => {
  expect(repositoriesOf(many((index) => `team-${String(index)}/api`))).toBe(arnOf("*"));
});

test.each<[string, readonly string[], string]>([
  [
    "nobody",
    [],
    "test/backfill: a role that nobody may assume signs nothing; name a role in assumers, or leave the construct out [no-assumers]",
  ],
  ...[
    "arn:aws:iam::222222222222:role/*",
    "arn:aws:iam::222222222222:root",
    "arn:aws-cn:iam::222222222222:role/x",
  ].map((arn): [string, readonly string[], string] => [
    arn,
    [arn],
    `test/backfill: "${arn}" does not name one role of partition aws; allowed: arn:aws:iam::ACCOUNT:role/NAME, with its path and without wildcards [invalid-assumer]`,
  ]),
])("%s as assumer is refused", (_, assumers, message) => {
  expect(stackRejectionOf(stackOf({ assumers }))).toEqual([message]);
});

test("two of them in one stack are refused", () => {
  expect(
    stackRejectionOf((stack) => {
      stackOf()(stack);
      new SigningBackfill(stack, "second", {
        ...HERE,
        signing: stack.node.findChild("signing") as ManagedSigning,
        assumers: [ASSUMER],
      });
    })[0],
  ).toMatch(/signing back-fill.*\[singleton-owned-twice\]$/);
});
