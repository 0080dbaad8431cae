import { Role, trustService } from "../../../modules/iam";
import { ImageRepository, type ImageRepositoryProps } from "../../../modules/registry";
import { resourceOf, synthStack } from "../../support/synth";
import { statementsOf } from "../../support/statements";
import { BUILD_ROLE, FOREIGN_ROLE, ORGANIZATION, REGISTRY, REPLICATION_ROLE } from "./support";

const PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const PUSH = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:CompleteLayerUpload",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
];
const WRITE = [
  "ecr:BatchImportUpstreamImage",
  "ecr:CompleteLayerUpload",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:ReplicateImage",
  "ecr:UploadLayerPart",
];

function synthRepository(props: Partial<ImageRepositoryProps> = {}) {
  return synthStack((stack) => {
    new ImageRepository(stack, "repository", { ...REGISTRY, name: "shop/api", ...props });
  });
}

function policy(props: Partial<ImageRepositoryProps>) {
  return statementsOf(resourceOf(synthRepository(props), "aws_ecr_repository_policy")["policy"]);
}

function denyOf(writers: string | string[]) {
  return {
    Sid: "DenyOtherWriters",
    Effect: "Deny",
    Principal: "*",
    Action: WRITE,
    Condition: {
      ArnNotEquals: { "aws:PrincipalArn": writers },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    },
  };
}
describe("repository policy", () => {
  test("lets the organization pull", () => {
    expect(policy({ pull: "organization", organizationId: ORGANIZATION })).toEqual([
      {
        Sid: "PullByOrganization",
        Effect: "Allow",
        Principal: "*",
        Action: PULL,
        Condition: { StringEquals: { "aws:PrincipalOrgID": ORGANIZATION } },
      },
      denyOf(REPLICATION_ROLE),
    ]);
  });

  test("lets the accounts of foreign pushers see how far signing is", () => {
    const profile = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_00000000";
    const statements = policy({ pushers: [BUILD_ROLE, FOREIGN_ROLE], signingProfileArns: [profile] });
    expect(statements.find(({ Sid }) => Sid === "SigningStatusByPusherAccounts")).toEqual({
      Sid: "SigningStatusByPusherAccounts",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::555555555555:root" },
      Action: "ecr:DescribeImageSigningStatus",
    });
    const sids = (props: Partial<ImageRepositoryProps>) => policy(props).map(({ Sid }) => Sid);
    expect(sids({ pushers: [BUILD_ROLE], signingProfileArns: [profile] })).not.toContain(
      "SigningStatusByPusherAccounts",
    );
    expect(sids({ pushers: [FOREIGN_ROLE] })).not.toContain("SigningStatusByPusherAccounts");
  });

  test.each<[string, Partial<ImageRepositoryProps>]>([
    ["accounts", { pull: ["444444444444"] }],
    ["the organization", { pull: "organization", organizationId: ORGANIZATION }],
  ])("lets %s that pull a signed image see how far signing is", (_, pull) => {
    const profile = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_00000000";
    const [signed] = policy({ ...pull, pushers: [BUILD_ROLE], signingProfileArns: [profile] });
    expect(signed?.["Action"]).toEqual([...PULL, "ecr:DescribeImageSigningStatus"].sort());
    const [unsigned] = policy({ ...pull, pushers: [BUILD_ROLE] });
    expect(unsigned?.["Action"]).toEqual(PULL);
  });

  test("lets accounts pull through their roots", () => {
    expect(policy({ pull: ["555555555555", "444444444444"] })).toEqual([
      {
        Sid: "PullByAccounts",
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::444444444444:root", "arn:aws:iam::555555555555:root"] },
        Action: PULL,
      },
      denyOf(REPLICATION_ROLE),
    ]);
  });

  test("lets Lambda and the owners of its functions pull", () => {
    expect(policy({ lambdaPullAccounts: ["444444444444", "555555555555"] })).toEqual([
      {
        Sid: "PullByLambdaOwners",
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::444444444444:root", "arn:aws:iam::555555555555:root"] },
        Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      },
      {
        Sid: "PullByLambda",
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        Condition: {
          ArnLike: {
            "aws:SourceArn": [
              "arn:aws:lambda:eu-central-1:444444444444:function:*",
              "arn:aws:lambda:eu-central-1:555555555555:function:*",
            ],
          },
        },
      },
      denyOf(REPLICATION_ROLE),
    ]);
  });

  test("lets the named roles push, through their accounts, and denies everybody else", () => {
    expect(policy({ pushers: [FOREIGN_ROLE, BUILD_ROLE] })).toEqual([
      {
        Sid: "PushByNamedRoles",
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::333333333333:root", "arn:aws:iam::555555555555:root"] },
        Action: PUSH,
        Condition: { ArnEquals: { "aws:PrincipalArn": [BUILD_ROLE, FOREIGN_ROLE] } },
      },
      denyOf([BUILD_ROLE, FOREIGN_ROLE]),
    ]);
  });

  test.each([{}, { pushers: [] }])(
    "leaves a repository without pushers, %j, to the own replication",
    (props) => {
      expect(policy(props)).toEqual([denyOf(REPLICATION_ROLE)]);
    },
  );

  test("leaves a replica of another account to that account's replication", () => {
    const replicaOf = { accountId: "666666666666", region: "eu-west-1" };
    expect(policy({ pushers: [], replicaOf })).toEqual([
      denyOf(REPLICATION_ROLE.replace("333333333333", "666666666666")),
    ]);
  });

  test("takes a role of the same stack, known only at apply, for one of the own account", () => {
    const stack = synthStack((scope) => {
      const role = new Role(scope, "role", {
        name: "push",
        description: "pushes",
        trust: [trustService("ecs.amazonaws.com", "333333333333")],
      });
      new ImageRepository(scope, "repository", { ...REGISTRY, name: "shop/api", pushers: [role.arn] });
    });
    const [push] = statementsOf(resourceOf(stack, "aws_ecr_repository_policy")["policy"]);
    expect(push?.["Principal"]).toEqual({ AWS: "arn:aws:iam::333333333333:root" });
    expect(push?.["Condition"]).toEqual({
      ArnEquals: { "aws:PrincipalArn": expect.stringMatching(/^\$\{aws_iam_role\.\w+\.arn\}$/) as unknown },
    });
  });

  test("names China's partition", () => {
    const [statement] = policy({ partition: "aws-cn", region: "cn-north-1", pull: ["444444444444"] });
    expect(statement?.["Principal"]).toEqual({ AWS: "arn:aws-cn:iam::444444444444:root" });
  });
});
