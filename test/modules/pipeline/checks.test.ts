import { type ImagePipelineProps } from "../../../modules/pipeline";
import { rejectionOf } from "../../support/rejection";
import { COMPLETE, ECS, EKS, PROFILE, synthDeployRoles, synthPipeline } from "./fixture";

const relative =
  "allowed: a path inside the source of letters, digits and ._/-, without .. [path-outside-source]";
const digits = "allowed: 12 digits [invalid-account-id]";
const roles = "allowed: 1 to 64 letters, digits and +=,.@_- [invalid-role-name]";
const { source, image, build } = COMPLETE;

const REJECTED: readonly (readonly [Partial<ImagePipelineProps>, string])[] = [
  [
    { name: "shop api" },
    'name is "shop api"; allowed: 1 to 63 letters, digits, _ and - [invalid-pipeline-name]',
  ],
  [{ accountId: "12345" }, `accountId is "12345"; ${digits}`],
  [{ buildRoleName: "a/b" }, `buildRoleName is "a/b"; ${roles}`],
  [{ pipelineRoleName: "x".repeat(65) }, `pipelineRoleName is "${"x".repeat(65)}"; ${roles}`],
  [
    { source: { ...source, repositoryId: "shop-api" } },
    'source.repositoryId is "shop-api"; allowed: OWNER/REPOSITORY [invalid-source-repository]',
  ],
  [
    { source: { ...source, connectionArn: "arn:aws:iam::777777777777:role/x" } },
    'source.connectionArn is "arn:aws:iam::777777777777:role/x"; allowed: the ARN of a CodeConnections connection [invalid-connection-arn]',
  ],
  [
    { source: { ...source, connectionArn: "" } },
    'source.connectionArn is ""; allowed: the ARN of a CodeConnections connection [invalid-connection-arn]',
  ],
  [
    { image: { ...image, name: "Shop/Api" } },
    'image.name is "Shop/Api"; allowed: an ECR repository name [invalid-repository-name]',
  ],
  [
    { image: { ...image, name: "a" } },
    'image.name is "a"; allowed: an ECR repository name [invalid-repository-name]',
  ],
  [{ image: { ...image, accountId: "images" } }, `image.accountId is "images"; ${digits}`],
  [{ build: { ...build, dockerfile: "../Dockerfile" } }, `build.dockerfile is "../Dockerfile"; ${relative}`],
  [{ build: { ...build, context: "/" } }, `build.context is "/"; ${relative}`],
  [{ build: { ...build, context: "--push" } }, `build.context is "--push"; ${relative}`],
  [
    { build: { ...build, timeoutMinutes: 4 } },
    'build.timeoutMinutes is "4"; allowed: 5 to 480 [invalid-build-timeout]',
  ],
  [
    { build: { ...build, timeoutMinutes: 481 } },
    'build.timeoutMinutes is "481"; allowed: 5 to 480 [invalid-build-timeout]',
  ],
  [
    { approval: { notifyEmail: "managers" } },
    'approval.notifyEmail is "managers"; allowed: an email address [invalid-email]',
  ],
  [
    { failureEmail: "a b@example.com" },
    'failureEmail is "a b@example.com"; allowed: an email address [invalid-email]',
  ],
  [
    { deploy: Array.from({ length: 51 }, (_, index) => ({ ...ECS, clusterName: `shop-${String(index)}` })) },
    'deploy is "51 targets"; allowed: at most 50, as many as a stage has actions [too-many-deploy-targets]',
  ],
  [{ deploy: [{ ...ECS, accountId: "shop" }] }, `deploy[0].accountId is "shop"; ${digits}`],
  [{ deploy: [{ ...ECS, roleName: "" }] }, `deploy[0].roleName is ""; ${roles}`],
  [
    { deploy: [{ ...ECS, region: "cn-north-1" }] },
    'deploy[0].region is "cn-north-1"; allowed: a region of the partition aws [deploy-crosses-partition]',
  ],
  [
    { deploy: [ECS, EKS, { ...ECS, containerName: "other" }] },
    'deploy[2] is "shop/api"; allowed: each service or namespace of a cluster once; list all manifests of a namespace in one target [deploy-target-twice]',
  ],
  [
    { deploy: [{ ...EKS, manifests: [] }] },
    'deploy[0].manifests is "[]"; allowed: at least one manifest [manifests-missing]',
  ],
  [
    { deploy: [{ ...EKS, manifests: ["deploy/a.yaml", "a b.yaml"] }] },
    `deploy[0].manifests is "a b.yaml"; ${relative}`,
  ],
  [
    { image: { ...COMPLETE.image, signingProfileArns: [`${PROFILE}/Abcdefghij`] } },
    `"${PROFILE}/Abcdefghij" is not the ARN of a signing profile; allowed: arn:<partition>:signer:<region>:<account>:/signing-profiles/<name>; give the ARN of the profile, not of one of its versions [invalid-profile-arn]`,
  ],
  [
    { image: { ...COMPLETE.image, otherProfileArns: [PROFILE.replace("eu-central-1", "eu-west-1")] } },
    `the profile ${PROFILE.replace("eu-central-1", "eu-west-1")} is in eu-west-1, the registry 333333333333 in eu-central-1; make a profile in eu-central-1 [profile-in-other-region]`,
  ],
];

test.each(REJECTED)("%j is refused", (changes, message) => {
  expect(rejectionOf(() => synthPipeline(changes))).toEqual([`test/shop-api: ${message}`]);
});

test("every mistake is told at once", () => {
  const changes = { name: "", accountId: "1", failureEmail: "x" };
  expect(rejectionOf(() => synthPipeline(changes))).toEqual([
    'test/shop-api: name is ""; allowed: 1 to 63 letters, digits, _ and - [invalid-pipeline-name]',
    `test/shop-api: accountId is "1"; ${digits}`,
    'test/shop-api: failureEmail is "x"; allowed: an email address [invalid-email]',
  ]);
});

test("an ECS deploy role without services is refused", () => {
  expect(rejectionOf(() => synthDeployRoles({ serviceNames: [] }))).toEqual([
    "test/ecs: serviceNames is empty: nobody could assume the role; name the services that the pipeline deploys to, or leave the role out [deploy-role-without-target]",
  ]);
});

test("an EKS deploy role without namespaces is refused", () => {
  expect(rejectionOf(() => synthDeployRoles({}, { namespaces: [] }))).toEqual([
    "test/eks: namespaces is empty: nobody could assume the role; name the namespaces that the pipeline deploys to, or leave the role out [deploy-role-without-target]",
  ]);
});
