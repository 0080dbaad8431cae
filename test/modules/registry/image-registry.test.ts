import { ImageRegistry, type ImageRegistryProps } from "../../../modules/registry";
import { resourceOf, resourcesOf, synthStack } from "../../support/synth";
import { statementsOf } from "../../support/statements";
import { BUILD_ROLE, CACHE_ROLE, FOREIGN_ROLE, ORGANIZATION, REGISTRY, REPLICATION_ROLE } from "./support";

const EVERYTHING = "arn:aws:ecr:eu-central-1:333333333333:repository/*";
const PUSH_PATH = "arn:aws:iam::333333333333:role/supply-chain/push/*";
const UPLOAD = ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage"];

function synthRegistry(props: Partial<ImageRegistryProps> = {}) {
  return synthStack((stack) => {
    new ImageRegistry(stack, "registry", { ...REGISTRY, ...props });
  });
}

function policy(props: Partial<ImageRegistryProps> = {}) {
  return statementsOf(resourceOf(synthRegistry(props), "aws_ecr_registry_policy")["policy"]);
}

/** Who the deny of writes spares. */
function writers(props: Partial<ImageRegistryProps>) {
  const [statement] = policy(props);
  const { ArnNotLike } = statement?.["Condition"] as { ArnNotLike: { "aws:PrincipalArn": unknown } };
  return ArnNotLike["aws:PrincipalArn"];
}

describe("ImageRegistry", () => {
  test("sets the policy scope to all actions and basic scanning to AWS's own scanner", () => {
    expect(resourcesOf(synthRegistry(), "aws_ecr_account_setting")).toEqual([
      { name: "BASIC_SCAN_TYPE_VERSION", value: "AWS_NATIVE" },
      { name: "REGISTRY_POLICY_SCOPE", value: "V2" },
    ]);
  });

  test("sets blob mounting where that is said", () => {
    const settings = (blobMounting: boolean) =>
      resourcesOf(synthRegistry({ blobMounting }), "aws_ecr_account_setting");
    expect(settings(true)).toContainEqual({ name: "BLOB_MOUNTING", value: "ENABLED" });
    expect(settings(false)).toContainEqual({ name: "BLOB_MOUNTING", value: "DISABLED" });
  });

  test("writes the policy after the scope that allows it", () => {
    const stack = synthRegistry();
    const settings = Object.entries(stack.resource?.["aws_ecr_account_setting"] ?? {});
    const [scope] = settings.find(([, setting]) => setting["name"] === "REGISTRY_POLICY_SCOPE") ?? [];
    expect(resourceOf(stack, "aws_ecr_registry_policy")["depends_on"]).toEqual([
      `aws_ecr_account_setting.${String(scope)}`,
    ]);
  });

  test("denies every way of writing to all but the push roles of the account", () => {
    expect(policy()).toEqual([
      {
        Sid: "DenyOtherWriters",
        Effect: "Deny",
        Principal: "*",
        Action: ["ecr:BatchImportUpstreamImage", ...UPLOAD, "ecr:ReplicateImage", "ecr:UploadLayerPart"],
        Resource: EVERYTHING,
        Condition: {
          ArnNotLike: { "aws:PrincipalArn": PUSH_PATH },
          BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
        },
      },
    ]);
  });

  test("denies data to everybody outside the organization but AWS services, action by action", () => {
    expect(policy({ organizationId: ORGANIZATION })[1]).toEqual({
      Sid: "DenyOutsideOrganization",
      Effect: "Deny",
      Principal: "*",
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchDeleteImage",
        "ecr:BatchGetImage",
        "ecr:BatchImportUpstreamImage",
        "ecr:CompleteLayerUpload",
        "ecr:CreateRepository",
        "ecr:DescribeImages",
        "ecr:GetDownloadUrlForLayer",
        "ecr:InitiateLayerUpload",
        "ecr:ListImages",
        "ecr:PutImage",
        "ecr:ReplicateImage",
        "ecr:UploadLayerPart",
      ],
      Resource: EVERYTHING,
      Condition: {
        StringNotEquals: { "aws:PrincipalOrgID": ORGANIZATION },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      },
    });
  });

  test("never denies what Amazon Inspector works with", () => {
    const denied = policy({ organizationId: ORGANIZATION, pullThroughPrefixes: ["quay"] })
      .filter((statement) => statement["Effect"] === "Deny")
      .flatMap((statement) => statement["Action"] as string[]);
    expect(denied).toContain("ecr:PutImage");
    expect(denied).not.toContain("ecr:*");
    expect(denied).not.toContain("ecr:PutRegistryScanningConfiguration");
  });

  test("spares other pushers by exact ARN, and the push path of another account that uses it", () => {
    const foreignBuild = BUILD_ROLE.replace("333333333333", "666666666666");
    expect(writers({ pushers: [FOREIGN_ROLE, BUILD_ROLE, foreignBuild] })).toEqual([
      PUSH_PATH,
      FOREIGN_ROLE,
      PUSH_PATH.replace("333333333333", "666666666666"),
    ]);
  });

  test("spares one push path for all accounts of the organization", () => {
    const builds = Array.from({ length: 200 }, (_, index) =>
      BUILD_ROLE.replace("333333333333", String(500_000_000_000 + index)),
    );
    expect(writers({ organizationId: ORGANIZATION, pushers: [BUILD_ROLE, ...builds] })).toEqual([
      PUSH_PATH.replace("333333333333", "*"),
      PUSH_PATH,
    ]);
    expect(writers({ organizationId: ORGANIZATION, pushers: [BUILD_ROLE] })).toEqual(PUSH_PATH);
  });

  test("spares the roles under another push path", () => {
    expect(writers({ pushRolePath: "/ci/images/" })).toBe("arn:aws:iam::333333333333:role/ci/images/*");
  });

  test("lets the organization import under the cached prefixes, and ECR store what it imports", () => {
    const statements = policy({ organizationId: ORGANIZATION, pullThroughPrefixes: ["quay", "docker-hub"] });
    expect(statements[0]).toEqual({
      Sid: "DenyOtherWriters",
      Effect: "Deny",
      Principal: "*",
      Action: [...UPLOAD, "ecr:ReplicateImage", "ecr:UploadLayerPart"],
      Resource: EVERYTHING,
      Condition: {
        ArnNotLike: { "aws:PrincipalArn": [CACHE_ROLE, PUSH_PATH] },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      },
    });
    expect(statements[2]).toEqual({
      Sid: "ImportByOrganization",
      Effect: "Allow",
      Principal: "*",
      Action: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
      Resource: [
        "arn:aws:ecr:eu-central-1:333333333333:repository/docker-hub/*",
        "arn:aws:ecr:eu-central-1:333333333333:repository/quay/*",
      ],
      Condition: { StringEquals: { "aws:PrincipalOrgID": ORGANIZATION } },
    });
    expect(statements).toHaveLength(3);
  });

  test("lets named accounts alone import where they are named", () => {
    const statements = policy({
      organizationId: ORGANIZATION,
      pullThroughPrefixes: ["quay", "docker-hub", "github", "gitlab", "ecr-public"],
      importers: {
        quay: ["555555555555", "444444444444"],
        github: ["444444444444", "555555555555"],
        gitlab: ["444444444444"],
        "ecr-public": [],
      },
    });
    const repositories = "arn:aws:ecr:eu-central-1:333333333333:repository";
    const by = (number: number, principals: unknown, resources: unknown) => ({
      Sid: `ImportByAccounts${String(number)}`,
      Effect: "Allow",
      Principal: { AWS: principals },
      Action: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
      Resource: resources,
    });
    expect(statements[2]).toMatchObject({
      Sid: "ImportByOrganization",
      Resource: `${repositories}/docker-hub/*`,
    });
    expect(statements.slice(3)).toEqual([
      by(
        1,
        ["arn:aws:iam::444444444444:root", "arn:aws:iam::555555555555:root"],
        [`${repositories}/github/*`, `${repositories}/quay/*`],
      ),
      by(2, "arn:aws:iam::444444444444:root", `${repositories}/gitlab/*`),
    ]);
  });

  test("lets nobody import by policy where no organization is known", () => {
    const sids = policy({ pullThroughPrefixes: ["quay"] }).map((statement) => statement["Sid"]);
    expect(sids).toEqual(["DenyOtherWriters"]);
  });

  test("keeps the floor of a replica that nobody declared", () => {
    const template = resourceOf(
      synthRegistry({ replicaOf: { accountId: "333333333333", region: "eu-west-1" } }),
      "aws_ecr_repository_creation_template",
    );
    expect(template).toEqual({
      prefix: "ROOT",
      applied_for: ["REPLICATION"],
      description: "Replicas from 333333333333 that are not declared",
      image_tag_mutability: "IMMUTABLE",
      encryption_configuration: [{ encryption_type: "AES256" }],
      repository_policy: expect.any(String) as unknown,
    });
    expect(statementsOf(template["repository_policy"])).toEqual([
      {
        Sid: "DenyOtherWriters",
        Effect: "Deny",
        Principal: "*",
        Action: ["ecr:BatchImportUpstreamImage", ...UPLOAD, "ecr:ReplicateImage", "ecr:UploadLayerPart"],
        Condition: {
          ArnNotEquals: { "aws:PrincipalArn": REPLICATION_ROLE },
          BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
        },
      },
    ]);
  });

  test.each([undefined, { accountId: "666666666666", region: "eu-west-1" }])(
    "makes no template where nothing is made by replication (%j)",
    (replicaOf) => {
      const stack = synthRegistry(replicaOf === undefined ? {} : { replicaOf });
      expect(resourcesOf(stack, "aws_ecr_repository_creation_template")).toEqual([]);
    },
  );

  test("receives replication of its own account without a permission", () => {
    const statements = policy({ replicaOf: { accountId: "333333333333", region: "eu-west-1" } });
    expect(statements).toHaveLength(1);
    expect(statements[0]?.["Condition"]).toEqual({
      ArnNotLike: { "aws:PrincipalArn": [REPLICATION_ROLE, PUSH_PATH] },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    });
  });

  test("lets another account replicate into it", () => {
    const statements = policy({ replicaOf: { accountId: "666666666666", region: "eu-central-1" } });
    expect(statements[0]?.["Condition"]).toEqual({
      ArnNotLike: {
        "aws:PrincipalArn": [PUSH_PATH, REPLICATION_ROLE.replace("333333333333", "666666666666")],
      },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    });
    expect(statements[1]).toEqual({
      Sid: "ReplicateFromSource",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::666666666666:root" },
      Action: "ecr:ReplicateImage",
      Resource: EVERYTHING,
    });
    expect(statements).toHaveLength(2);
  });

  test("lets another account replicate no more than what begins with the named prefixes", () => {
    const repositoryPrefixes = ["shop/", "tools/"];
    const statements = policy({
      replicaOf: { accountId: "666666666666", region: "eu-central-1", repositoryPrefixes },
    });
    expect(statements[1]?.["Resource"]).toEqual([
      "arn:aws:ecr:eu-central-1:333333333333:repository/shop/*",
      "arn:aws:ecr:eu-central-1:333333333333:repository/tools/*",
    ]);
  });
});
