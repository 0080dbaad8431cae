import { resourcesOf, type SynthesizedStack } from "../synth";
import { parsePolicy, type Policy } from "./policy";

/** One stack's Terraform JSON, as a module or an example gives it. */
type Stack = Pick<SynthesizedStack, "resource">;

/** What every role of a stack may do, by the ARN the role will have in that account. */
export function identityPolicies(stack: Stack, accountId: string): ReadonlyMap<string, readonly Policy[]> {
  const policies = resourcesOf(stack, "aws_iam_role_policy");
  return new Map(
    Object.entries(stack.resource?.["aws_iam_role"] ?? {}).map(([address, { name, path }]) => {
      const arn = `arn:aws:iam::${accountId}:role${String(path)}${String(name)}`;
      const own = policies.filter(({ role }) => role === `\${aws_iam_role.${address}.name}`);
      return [arn, own.map(({ policy }) => parsePolicy(`identity of ${String(name)}`, policy))] as const;
    }),
  );
}

/** The policy of the repository of that name; fails when the stack has no such repository. */
export function repositoryPolicies(stack: Stack, name: string): Policy[] {
  const repositories = Object.entries(stack.resource?.["aws_ecr_repository"] ?? {});
  const [address] = repositories.find(([, repository]) => repository["name"] === name) ?? [];
  if (address === undefined) throw new Error(`no repository ${name}`);
  return resourcesOf(stack, "aws_ecr_repository_policy")
    .filter(({ repository }) => repository === `\${aws_ecr_repository.${address}.name}`)
    .map(({ policy }) => parsePolicy("repository", policy));
}

/** The policy that ECR gives repositories which it makes under the prefix of a cache. */
export function cachePolicies(stack: Stack, prefix: string): Policy[] {
  return resourcesOf(stack, "aws_ecr_repository_creation_template")
    .filter((template) => template["prefix"] === prefix)
    .map((template) => parsePolicy("repository", template["repository_policy"]));
}

/** The registry policy, which with scope V2 binds every request to the registry. */
export function registryPolicies(stack: Stack): Policy[] {
  return resourcesOf(stack, "aws_ecr_registry_policy").map(({ policy }) => parsePolicy("registry", policy));
}

/** The policy of the VPC endpoint of a service. */
export function endpointPolicies(stack: Stack, service: string): Policy[] {
  return resourcesOf(stack, "aws_vpc_endpoint")
    .filter((endpoint) => String(endpoint["service_name"]).endsWith(`.${service}`))
    .map(({ policy }) => parsePolicy(`endpoint ${service}`, policy));
}

/** The policies of the organization of one type, attached to the root beside AWS's own that allows everything. */
export function organizationPolicies(stack: Stack, type: "SERVICE" | "RESOURCE"): Policy[] {
  return resourcesOf(stack, "aws_organizations_policy")
    .filter((policy) => policy["type"] === `${type}_CONTROL_POLICY`)
    .map(({ name, content }) => parsePolicy(String(name), content));
}
