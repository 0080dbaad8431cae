import { blocksOf, type Body, isBody } from "./block";

/** The provider whose resources the rules know. */
export const AWS_PROVIDER = "hashicorp/aws";
/** What Terraform takes for `terraform_data` and `terraform_remote_state`. */
const BUILT_IN = "terraform.io/builtin/terraform";
const PUBLIC_REGISTRY = "registry.terraform.io/";

/** The source of a provider in its short form, in which case and the public registry make no difference. */
function shortSource(source: string): string {
  const lower = source.toLowerCase();
  const short = lower.startsWith(PUBLIC_REGISTRY) ? lower.slice(PUBLIC_REGISTRY.length) : lower;
  return short.includes("/") ? short : `hashicorp/${short}`;
}

/**
 * Where the provider of a local name comes from: as `required_providers` says, else HashiCorp's of that name.
 *
 * @see https://developer.hashicorp.com/terraform/language/providers/requirements
 */
export function providerSources(terraform: Body): (local: string) => string {
  const sources = new Map<string, string>();
  for (const block of blocksOf(terraform, "terraform").flatMap((body) =>
    blocksOf(body, "required_providers"),
  )) {
    for (const [local, requirement] of Object.entries(block)) {
      const source = isBody(requirement) ? requirement["source"] : undefined;
      if (source !== undefined) sources.set(local, shortSource(String(source)));
    }
  }
  return (local) => sources.get(local) ?? (local === "terraform" ? BUILT_IN : `hashicorp/${local}`);
}

/** A configuration of a provider. */
export interface ProviderReference {
  readonly local: string;
  /** Empty for the default configuration. */
  readonly alias: string;
}

/** The configuration that a resource or data source uses; none when it cannot be read. */
export function providerReference(type: string, { provider }: Body): ProviderReference | undefined {
  if (provider === undefined || provider === null) return { local: type.split("_")[0] ?? "", alias: "" };
  const [, local, alias = ""] = /^([\w-]+)(?:\.([\w-]+))?$/.exec(String(provider)) ?? [];
  return local === undefined ? undefined : { local, alias };
}

/** How Terraform and messages name a configuration. */
export function providerAddress({ alias, local }: ProviderReference): string {
  return alias === "" ? `provider.${local}` : `provider.${local}.${alias}`;
}
