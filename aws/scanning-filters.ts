import { signingFilterMatches } from "./signing-rules";

/**
 * Whether a filter of the registry's scanning matches a repository: the whole name where the filter has a `*` for
 * any run of characters, else any part of the name.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html
 */
export function scanningFilterMatches(filter: string, repository: string): boolean {
  return filter.includes("*") ? signingFilterMatches(filter, repository) : repository.includes(filter);
}
