import { type AwsException } from "./aws-exception";
import { valuesAt } from "./values";

const REFERENCE = "https://docs.aws.amazon.com/aws-managed-policy/latest/reference";

function tight(path: string, reason: string): AwsException {
  const name = path.split("/").at(-1) ?? "";
  const arn = new RegExp(`^arn:aws[a-z-]*:iam::aws:policy/${path}$`);
  return {
    id: `attached-${name}`,
    rule: "no-wildcard-action",
    what: `the attached policy \`${name}\``,
    reason,
    source: `${REFERENCE}/${name}.html`,
    excuses: ({ attached = "" }) => arn.test(attached),
  };
}

/**
 * Policies of AWS that may be attached: they name a few actions one by one, and none of them reads data, changes
 * permissions or deletes. Any other attached policy of AWS breaks `no-wildcard-action`.
 */
export const TIGHT_MANAGED_POLICIES: readonly AwsException[] = [
  tight("AmazonEC2ContainerRegistryPullOnly", "it names the four actions that pull an image"),
  tight(
    "service-role/AmazonECSTaskExecutionRolePolicy",
    "it names the actions that pull an image and write to a log stream",
  ),
  tight("AmazonEKSFargatePodExecutionRolePolicy", "it names the four actions that pull an image"),
  tight(
    "service-role/AWSLambdaBasicExecutionRole",
    "it names the three actions that write the log of a function",
  ),
  tight("AWSXRayDaemonWriteAccess", "it names the actions that send traces, which take no resource"),
  {
    id: "attached-eks-access",
    rule: "no-wildcard-action",
    what: "the access policies `AmazonEKSViewPolicy`, and `AmazonEKSEditPolicy` for namespaces",
    reason: "they give no access to roles, nodes or secrets of the whole cluster",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html",
    excuses: ({ attached = "", resource }) => {
      const name = /^arn:aws[a-z-]*:eks::aws:cluster-access-policy\/(\w+)$/.exec(attached)?.[1];
      const scopes = valuesAt(resource.body, "access_scope.type");
      return (
        name === "AmazonEKSViewPolicy" ||
        (name === "AmazonEKSEditPolicy" &&
          scopes.length > 0 &&
          scopes.every((scope) => scope === "namespace"))
      );
    },
  },
];
