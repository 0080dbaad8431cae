import { EksImageVerification } from "../../../modules/runtime";
import { resourceOf, resourcesOf, synthStack, type SynthesizedStack } from "../../support/synth";

const at = { accountId: "444444444444", region: "eu-central-1", partition: "aws" as const };
const repository = "arn:aws:ecr:eu-central-1:333333333333:repository/shop/api";

function roleOf(stack: SynthesizedStack, name: string): { trust: unknown; policy: unknown } {
  const [key, role] =
    Object.entries(stack.resource?.["aws_iam_role"] ?? {}).find(([, body]) => body["name"] === name) ?? [];
  const policy = resourcesOf(stack, "aws_iam_role_policy").find(
    (body) => body["role"] === `\${aws_iam_role.${String(key)}.name}`,
  );
  return {
    trust: JSON.parse(String(role?.["assume_role_policy"])) as unknown,
    policy: JSON.parse(String(policy?.["policy"])) as unknown,
  };
}

const VERIFY = [
  { Sid: "RegistryLogin", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
  {
    Sid: "ReadImages",
    Effect: "Allow",
    Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    Resource: repository,
  },
  { Sid: "Revocation", Effect: "Allow", Action: "signer:GetRevocationStatus", Resource: "*" },
];

describe("EksImageVerification", () => {
  const eks = (engine: "kyverno" | "gatekeeper") =>
    synthStack(
      (scope) =>
        new EksImageVerification(scope, "verification", {
          ...at,
          clusterName: "tools",
          mode: "block",
          engine,
          repositoryArns: [repository],
        }),
    );

  it.each([
    ["kyverno", "kyverno-notation-aws", "kyverno-notation-aws"],
    ["gatekeeper", "gatekeeper-system", "ratify-admin"],
  ] as const)("gives the role to the service account of %s", (engine, namespace, serviceAccount) => {
    const stack = eks(engine);
    const role = String(Object.keys(stack.resource?.["aws_iam_role"] ?? {})[0]);
    expect(resourceOf(stack, "aws_eks_pod_identity_association")).toEqual({
      cluster_name: "tools",
      namespace,
      service_account: serviceAccount,
      role_arn: `\${aws_iam_role.${role}.arn}`,
    });
  });

  it("lets pods of this cluster alone read images and revocations", () => {
    expect(roleOf(eks("kyverno"), "supply-chain-verify-tools-eu-central-1")).toEqual({
      trust: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "pods.eks.amazonaws.com" },
            Action: ["sts:AssumeRole", "sts:TagSession"],
            Condition: {
              StringEquals: { "aws:SourceAccount": "444444444444" },
              ArnEquals: { "aws:SourceArn": "arn:aws:eks:eu-central-1:444444444444:cluster/tools" },
            },
          },
        ],
      },
      policy: { Version: "2012-10-17", Statement: VERIFY },
    });
  });

  it.each([
    ["kyverno", "block", "Deny"],
    ["kyverno", "alert", "Audit"],
    ["gatekeeper", "block", "deny"],
    ["gatekeeper", "alert", "dryrun"],
  ] as const)("says in the words of %s to %s: %s", (engine, mode, action) => {
    synthStack((scope) => {
      const verification = new EksImageVerification(scope, "verification", {
        ...at,
        clusterName: "tools",
        mode,
        engine,
        repositoryArns: [],
      });
      expect(verification.enforcementAction).toBe(action);
    });
  });
});
