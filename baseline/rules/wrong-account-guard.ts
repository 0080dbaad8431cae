import { AWS_PROVIDER, providerAddress, providerReference } from "../provider";
import { isUnresolved } from "../reference";
import { type Finding, type Rule } from "../rule";
import { blocksOf, type Resource, type StackView, textsOf } from "../stack";

/** Whether a provider block lets the stack into exactly its own account. */
function judgeProvider(resource: Resource, account: string, change: string): Finding[] {
  const allowed = textsOf(resource.body["allowed_account_ids"]);
  if (allowed.length === 1 && allowed[0] === account) return [];
  const found = allowed.join(", ");
  const message = allowed.some(isUnresolved)
    ? `which accounts are allowed could not be decided: ${found}`
    : allowed.length === 0
      ? `works in any account, not only in ${account}`
      : `works in ${found}, not exactly in ${account}`;
  return [{ resource, message, change }];
}

/** Whether a provider block works where its stack is planned; one with an alias may be there for another region. */
function judgeRegion(resource: Resource, planned: string): Finding[] {
  const { alias, region } = resource.body;
  const change = `set region = "${planned}"`;
  if ((region ?? "") === "") {
    return [{ resource, message: "works in whatever region the environment says", change }];
  }
  if (isUnresolved(region)) {
    return [{ resource, message: `in which region it works could not be decided: ${region}`, change }];
  }
  if (alias !== undefined || region === planned) return [];
  return [{ resource, message: `works in ${String(region)}, not in ${planned}`, change }];
}

/**
 * The guard believes what STS or IAM says, so these must be AWS's own.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/guides/custom-service-endpoints.html.markdown
 */
function judgeEndpoints(resource: Resource): Finding[] {
  const change = "leave out the endpoints of sts and iam";
  return blocksOf(resource.body, "endpoints")
    .flatMap(({ iam, sts }) => [sts, iam])
    .filter((endpoint) => (endpoint ?? "") !== "")
    .map((endpoint) => ({
      resource,
      message: `believes ${String(endpoint)} in which account it works`,
      change,
    }));
}

/** Configurations that resources use and no block describes, each with the first resource that uses it. */
function withoutBlock(stack: StackView, change: string): Finding[] {
  const used = new Map<string, Finding>();
  for (const resource of [...stack.resources, ...stack.data]) {
    const reference = providerReference(resource.type, resource.body);
    if (reference === undefined) {
      const provider = String(resource.body["provider"]);
      const message = `which provider it uses could not be decided: ${provider}`;
      used.set(resource.address, { resource, message, change: "name a provider block of the stack" });
    } else if (stack.isAws(resource) && !stack.providerOf(resource)) {
      const { alias, local } = reference;
      const block = `provider "${local}" block${alias === "" ? "" : ` with the alias "${alias}"`}`;
      const address = providerAddress(reference);
      if (used.has(address)) continue;
      const message = "uses a provider without a block, which works in any account";
      used.set(address, { resource, message, change: `add a ${block} and ${change}` });
    }
  }
  return [...used.values()];
}

/** Wrong credentials cannot apply a stack, nor can a wrong region. */
export const wrongAccountGuard: Rule = {
  id: "wrong-account-guard",
  description:
    "Every AWS provider, whatever its local name, allows exactly the account of its stack, asks AWS itself which one it is in, and says its region: the stack's, where it has no alias.",
  check: ({ stack }): Finding[] => {
    const { account, region } = stack.source;
    const change = `set allowed_account_ids = ["${account}"]`;
    return [
      ...withoutBlock(stack, change),
      ...stack.providers
        .filter(({ type }) => stack.providerSource(type) === AWS_PROVIDER)
        .flatMap((provider) => [
          ...judgeProvider(provider, account, change),
          ...judgeRegion(provider, region),
          ...judgeEndpoints(provider),
        ]),
    ];
  },
};
