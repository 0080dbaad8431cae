import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { Role, trustService } from "../../../modules/iam";
import { ImageRepository, type ImageRepositoryProps } from "../../../modules/registry";
import { rejectionOf } from "../../support/rejection";
import { statementsOf } from "../../support/statements";
import { resourceOf, resourcesOf, synthStack } from "../../support/synth";
import { FOREIGN_ROLE, ORGANIZATION, REGISTRY } from "./support";

const ARN = "arn:aws:ecr:eu-central-1:333333333333:repository/shop/api";
const PROFILE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_0123abcd";
const VERIFY = ["ecr:BatchGetImage", "ecr:DescribeImageSigningStatus", "ecr:GetDownloadUrlForLayer"];
const LOGIN = { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" };

type Use = (repository: ImageRepository, role: Role) => void;

/** A repository and a role of one stack, with what is granted between them; everything is granted twice. */
function synthGrants(use: Use, props: Partial<ImageRepositoryProps> = {}) {
  return synthStack((stack) => {
    const role = new Role(stack, "role", {
      name: "push",
      path: "/ci/",
      description: "tests",
      trust: [trustService("ecs.amazonaws.com", "333333333333")],
    });
    const repository = new ImageRepository(stack, "repository", { ...REGISTRY, name: "shop/api", ...props });
    use(repository, role);
    use(repository, role);
  });
}
const resourcePolicy = (use: Use, props: Partial<ImageRepositoryProps> = {}) =>
  statementsOf(resourceOf(synthGrants(use, props), "aws_ecr_repository_policy")["policy"]);
const identityPolicy = (use: Use, props: Partial<ImageRepositoryProps> = {}) =>
  resourcesOf(synthGrants(use, props), "aws_iam_role_policy").flatMap(({ policy }) => statementsOf(policy));
const sids = (use: Use) => resourcePolicy(use).map(({ Sid }) => Sid);

const roots = (...ids: string[]) => ids.map((id) => `arn:aws:iam::${id}:root`);

describe("grantPush", () => {
  const push: Use = (repository, role) => {
    repository.grantPush(role);
  };

  test("to a role of the stack names it in both policies", () => {
    const [allow, deny] = resourcePolicy(push);
    const named = { "aws:PrincipalArn": expect.stringMatching(/^\$\{aws_iam_role\.\w+\.arn\}$/) as unknown };
    expect(allow).toMatchObject({ Sid: "PushByNamedRoles", Condition: { ArnEquals: named } });
    expect(deny).toMatchObject({ Sid: "DenyOtherWriters", Condition: { ArnNotEquals: named } });
    expect(identityPolicy(push, { signingProfileArns: [PROFILE] })).toEqual([
      LOGIN,
      {
        Effect: "Allow",
        Action: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:CompleteLayerUpload",
          "ecr:InitiateLayerUpload",
          "ecr:PutImage",
          "ecr:UploadLayerPart",
        ],
        Resource: ARN,
      },
      { Effect: "Allow", Action: "signer:SignPayload", Resource: PROFILE },
    ]);
  });

  test("to a role of another account names it in the repository's policy", () => {
    const use: Use = (repository) => {
      repository.grantPush(FOREIGN_ROLE);
    };
    const [allow, deny] = resourcePolicy(use);
    expect(allow).toMatchObject({
      Principal: { AWS: "arn:aws:iam::555555555555:root" },
      Condition: { ArnEquals: { "aws:PrincipalArn": FOREIGN_ROLE } },
    });
    expect(deny).toMatchObject({ Condition: { ArnNotEquals: { "aws:PrincipalArn": FOREIGN_ROLE } } });
    expect(identityPolicy(use)).toEqual([]);
  });

  test("adds to the pushers of the properties", () => {
    const [, deny] = resourcePolicy(
      (repository) => {
        repository.grantPush("arn:aws:iam::555555555555:role/ci/other");
      },
      { pushers: [FOREIGN_ROLE] },
    );
    expect(deny).toMatchObject({
      Condition: {
        ArnNotEquals: { "aws:PrincipalArn": ["arn:aws:iam::555555555555:role/ci/other", FOREIGN_ROLE] },
      },
    });
  });
});

describe.each<[string, (repository: ImageRepository, grantee: Role | string) => void, string, string[]]>([
  [
    "grantPull",
    (repository, grantee) => {
      repository.grantPull(grantee);
    },
    "Pull",
    ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
  ],
  [
    "grantVerify",
    (repository, grantee) => {
      repository.grantVerify(grantee);
    },
    "Verify",
    VERIFY,
  ],
])("%s", (_, grant, what, actions) => {
  test("to a role of the stack is in its own policy alone", () => {
    const use: Use = (repository, role) => {
      grant(repository, role);
    };
    expect(sids(use)).toEqual(["DenyOtherWriters"]);
    expect(identityPolicy(use)).toEqual([LOGIN, { Effect: "Allow", Action: actions, Resource: ARN }]);
  });

  test("to accounts and roles of other accounts is in the repository's policy alone", () => {
    const use: Use = (repository) => {
      for (const name of ["666666666666", "444444444444", FOREIGN_ROLE]) grant(repository, name);
    };
    expect(resourcePolicy(use).slice(0, 2)).toEqual([
      {
        Sid: `${what}ByAccounts`,
        Effect: "Allow",
        Principal: { AWS: roots("444444444444", "666666666666") },
        Action: actions,
      },
      {
        Sid: `${what}ByRoles`,
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::555555555555:root" },
        Action: actions,
        Condition: { ArnEquals: { "aws:PrincipalArn": FOREIGN_ROLE } },
      },
    ]);
    expect(identityPolicy(use)).toEqual([]);
  });

  test.each(["4", "arn:aws:iam::555555555555:role/*", "arn:aws-cn:iam::555555555555:role/ci"])(
    "refuses %s",
    (name) => {
      expect(
        rejectionOf(() =>
          resourcePolicy((repository) => {
            grant(repository, name);
          }),
        ),
      ).toEqual([
        `test/repository: "${name}" names neither an account nor one role of partition aws; allowed: 12 digits, ` +
          "or arn:aws:iam::ACCOUNT:role/NAME with its path and without wildcards [invalid-grantee]",
      ]);
    },
  );
});

test("grantLambdaPull names Lambda for functions of the account, and the account", () => {
  const statements = resourcePolicy((repository) => {
    repository.grantLambdaPull("444444444444");
  });
  expect(statements.slice(0, 2)).toEqual([
    {
      Sid: "PullByLambdaOwners",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::444444444444:root" },
      Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    },
    {
      Sid: "PullByLambda",
      Effect: "Allow",
      Principal: { Service: "lambda.amazonaws.com" },
      Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Condition: { ArnLike: { "aws:SourceArn": "arn:aws:lambda:eu-central-1:444444444444:function:*" } },
    },
  ]);
  expect(
    rejectionOf(() =>
      resourcePolicy((repository) => {
        repository.grantLambdaPull("4");
      }),
    ),
  ).toEqual(['test/repository: "4" is not an account id; allowed: 12 digits [invalid-account-id]']);
});

describe("pullableByOrganization", () => {
  test.each<[string, Use, Partial<ImageRepositoryProps>]>([
    [
      "the organization it is told",
      (repository) => {
        repository.pullableByOrganization(ORGANIZATION);
      },
      {},
    ],
    [
      "the repository's organization",
      (repository) => {
        repository.pullableByOrganization();
      },
      { organizationId: ORGANIZATION },
    ],
  ])("lets %s pull", (_, use, props) => {
    expect(resourcePolicy(use, props)[0]).toMatchObject({
      Sid: "PullByOrganization",
      Condition: { StringEquals: { "aws:PrincipalOrgID": ORGANIZATION } },
    });
  });

  test("is not in force because the organization is known", () => {
    expect(resourcePolicy(() => undefined, { organizationId: ORGANIZATION }).map(({ Sid }) => Sid)).toEqual([
      "DenyOtherWriters",
    ]);
  });

  test.each<[string | undefined, string]>([
    [
      undefined,
      'pull is "organization", but there is no organizationId; pass organizationId, or list the accounts that ' +
        "pull [organization-id-missing]",
    ],
    [
      "o-*",
      '"o-*" is not the id of an organization; allowed: o- and 10 to 32 lowercase letters and digits ' +
        "[invalid-organization-id]",
    ],
  ])("refuses the organization %s", (id, text) => {
    expect(
      rejectionOf(() =>
        resourcePolicy((repository) => {
          repository.pullableByOrganization(id);
        }),
      ),
    ).toEqual([`test/repository: ${text}`]);
  });
});

test.each<[string, (repository: ImageRepository, role: Role) => void]>([
  [
    "grantPush",
    (repository, role) => {
      repository.grantPush(role);
    },
  ],
  [
    "grantPull",
    (repository, role) => {
      repository.grantPull(role);
    },
  ],
  [
    "grantVerify",
    (repository, role) => {
      repository.grantVerify(role);
    },
  ],
])("%s refuses a role of another stack, before it is allowed anything", (_, grant) => {
  const app = new App();
  const [one, other] = ["registry", "pipeline"].map((id) => new TerraformStack(app, id)) as [
    TerraformStack,
    TerraformStack,
  ];
  new AwsProvider(other, "aws", { region: "eu-central-1" });
  const role = new Role(other, "role", {
    name: "push",
    description: "tests",
    trust: [trustService("ecs.amazonaws.com", "333333333333")],
  });
  const repository = new ImageRepository(one, "api", { ...REGISTRY, name: "shop/api" });
  expect(
    rejectionOf(() => {
      grant(repository, role);
    }),
  ).toEqual([
    "registry/api: pipeline/role belongs to the stack pipeline; allowed: identities of the stack registry; grant " +
      "it there to ImageRepository.fromAttributes(), and here by its ARN, as text [grantee-of-another-stack]",
  ]);
  expect(role.node.tryFindChild("Policy")).toBeUndefined();
});

test("grants that make the policy too long are told at synth, with the path of the repository", () => {
  expect(
    rejectionOf(() =>
      resourcePolicy((repository) => {
        for (let index = 0; index < 300; index += 1) repository.grantPull(String(700_000_000_000 + index));
      }),
    ),
  ).toEqual([
    "test/repository: the repository policy has 10522 characters; allowed: 10240 characters; name fewer roles " +
      "and accounts, or let the whole organization pull [policy-too-long]",
  ]);
});
