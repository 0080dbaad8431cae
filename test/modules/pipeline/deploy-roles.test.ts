import fc from "fast-check";
import { type DeployTarget } from "../../../modules/pipeline";
import { rejectionOf } from "../../support/rejection";
import { resourcesOf } from "../../support/synth";
import { ECS, EKS, rolesOf, synthDeployRoles, synthPipeline } from "./fixture";

const stages = [...rolesOf(synthPipeline(), "777777777777").values()];

/** ARN of the pipeline's stage role that may assume a deploy role. */
function stageRoleArn(deployRole: string): string | undefined {
  return stages.find(({ permissions }) =>
    permissions.some(({ Sid, Resource }) => Sid === "Deploy" && String(Resource).endsWith(`/${deployRole}`)),
  )?.arn;
}

describe("deploy roles", () => {
  const deployed = synthDeployRoles({ serviceNames: ["api", "web"] });

  test("the ECS role updates exactly its services", () => {
    const ecs = "arn:aws:ecs:us-east-1:444444444444";
    expect(rolesOf(deployed, "444444444444").get(ECS.roleName)?.permissions).toEqual([
      {
        Sid: "UpdateServices",
        Effect: "Allow",
        Action: [
          "ecs:DescribeServiceDeployments",
          "ecs:DescribeServices",
          "ecs:ListServiceDeployments",
          "ecs:UpdateService",
        ],
        Resource: [`${ecs}:service/shop/api`, `${ecs}:service/shop/web`],
      },
      {
        Sid: "FollowDeployments",
        Effect: "Allow",
        Action: "ecs:DescribeServiceDeployments",
        Resource: `${ecs}:service-deployment/shop/*`,
      },
      {
        Sid: "DescribeTaskDefinitions",
        Effect: "Allow",
        Action: "ecs:DescribeTaskDefinition",
        Resource: "*",
      },
      {
        Sid: "RegisterTaskDefinitions",
        Effect: "Allow",
        Action: "ecs:RegisterTaskDefinition",
        Resource: `${ecs}:task-definition/*`,
      },
      {
        Sid: "KeepTags",
        Effect: "Allow",
        Action: "ecs:TagResource",
        Resource: `${ecs}:task-definition/*`,
        Condition: { StringEquals: { "ecs:CreateAction": "RegisterTaskDefinition" } },
      },
      {
        Sid: "PassTaskRoles",
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: [
          "arn:aws:iam::444444444444:role/api-task",
          "arn:aws:iam::444444444444:role/ecs/api-execution",
        ],
        Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
      },
    ]);
  });

  test.each<[string, readonly string[], string]>([
    [
      "no task role",
      [],
      "test/ecs: taskRoleArns is empty: no task definition could be registered that names a role; allowed: arn:aws:iam::444444444444:role/NAME; name the task and execution roles of the services [deploy-role-without-task-roles]",
    ],
    ...[
      "arn:aws:iam::444444444444:role/*",
      "arn:aws:iam::444444444444:role/api-*",
      "arn:aws:iam::555555555555:role/api-task",
      "arn:aws-cn:iam::444444444444:role/api-task",
      "api-task",
    ].map((arn): [string, readonly string[], string] => [
      arn,
      ["arn:aws:iam::444444444444:role/api-task", arn],
      `test/ecs: "${arn}" does not name one role of account 444444444444; allowed: arn:aws:iam::444444444444:role/NAME, with its path and without wildcards [invalid-task-role-arn]`,
    ]),
  ])("the ECS role refuses to pass %s", (_, taskRoleArns, message) => {
    expect(rejectionOf(() => synthDeployRoles({ taskRoleArns }))).toEqual([message]);
  });

  test("the EKS role finds its cluster and nothing else in AWS", () => {
    expect(rolesOf(deployed, "555555555555").get(EKS.roleName)?.permissions).toEqual([
      {
        Sid: "FindCluster",
        Effect: "Allow",
        Action: "eks:DescribeCluster",
        Resource: "arn:aws:eks:eu-central-1:555555555555:cluster/tools",
      },
    ]);
  });

  test("the EKS role edits its namespaces alone", () => {
    expect(resourcesOf(deployed, "aws_eks_access_policy_association")).toEqual([
      {
        cluster_name: "tools",
        principal_arn: expect.stringMatching(/^\$\{aws_eks_access_entry\..*\.principal_arn\}$/),
        policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
        access_scope: { type: "namespace", namespaces: ["reports"] },
      },
    ]);
  });

  test("each is assumed by exactly the stage roles of the pipeline that deploy there", () => {
    const one = synthDeployRoles();
    const trusted = [...rolesOf(one, "").values()].map(({ trust }) => trust);
    const statement = (deployRole: string) => [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::777777777777:root" },
        Action: "sts:AssumeRole",
        Condition: { ArnEquals: { "aws:PrincipalArn": stageRoleArn(deployRole) } },
      },
    ];
    expect(trusted).toEqual([statement(ECS.roleName), statement(EKS.roleName)]);
  });

  test("for any names, the pipeline's stage role is the one that the deploy role trusts", () => {
    const word = (max: number) => fc.stringMatching(new RegExp(`^[a-z][a-z0-9-]{0,${String(max - 1)}}$`));
    fc.assert(
      fc.property(word(64), word(100), word(100), (pipelineRoleName, clusterName, serviceName) => {
        const target: DeployTarget = { ...ECS, clusterName, serviceName };
        const all = rolesOf(synthPipeline({ pipelineRoleName, deploy: [target] }), "777777777777");
        const pipelineRoleArn = `arn:aws:iam::777777777777:role/supply-chain/${pipelineRoleName}`;
        const trusting = synthDeployRoles({ pipelineRoleArn, clusterName, serviceNames: [serviceName] });
        const [statement] = rolesOf(trusting, "").get(ECS.roleName)?.trust as {
          Condition: { ArnEquals: { "aws:PrincipalArn": string } };
        }[];
        const arns = [...all.values()]
          .filter(({ permissions }) => permissions.some(({ Sid }) => Sid === "Deploy"))
          .map(({ arn }) => arn);
        expect(arns).toEqual([statement?.Condition.ArnEquals["aws:PrincipalArn"]]);
        expect([...all.keys()].filter((role) => role.length > 64)).toEqual([]);
        expect(all.size).toBe(9);
      }),
      { seed: 20261124, numRuns: 25 },
    );
  });
});
