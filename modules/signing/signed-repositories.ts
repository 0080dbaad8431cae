import { type Location, repositoryArn } from "../../aws";
import { type ManagedSigning } from "./managed-signing";

/** Characters of a role's policy (10,240 at most) that these ARNs may take; the rest of it needs about 2,000. */
const LENGTH = 6_000;

/**
 * ARNs of the repositories that are signed, for a policy of limited length: where there are too many, their folders, and
 * where these are, every repository of the registry.
 */
export function signedRepositoryArns(
  at: Location & { readonly accountId: string },
  signing: ManagedSigning,
): string[] {
  const filters = signing.rules.flatMap((rule) => rule.filters);
  const folders = filters.map((filter) => filter.replace(/\/.*$/, "/*"));
  const choices = [filters, folders].map((some) => [...new Set(some)].map((each) => repositoryArn(at, each)));
  return choices.find((arns) => arns.join("").length <= LENGTH) ?? [repositoryArn(at, "*")];
}
