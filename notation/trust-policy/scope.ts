import { quoted } from "../error";
import { policyError } from "./policy-error";

const DOMAIN =
  /^(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(?::[0-9]+)?$/;
const REPOSITORY_PART = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
/** Longer names no registry takes. */
const MAX_LENGTH = 512;

/** Whether a text is `registry/repository`, without scheme, tag or wildcard. */
export function isRepositoryPath(text: string): boolean {
  const slash = text.indexOf("/");
  if (slash === -1 || text.length > MAX_LENGTH) return false;
  return (
    DOMAIN.test(text.slice(0, slash)) &&
    text
      .slice(slash + 1)
      .split("/")
      .every((part) => REPOSITORY_PART.test(part))
  );
}

/** Refuses scopes that are not `registry/repository` or `*` alone. */
export function checkScopes(scopes: readonly string[]): void {
  if (scopes.length === 0) throw policyError("has no registry scope");
  if (scopes.length > 1 && scopes.includes("*")) {
    throw policyError("the registry scope * stands beside others; it must be alone");
  }
  const wrong = scopes.find((scope) => scope !== "*" && !isRepositoryPath(scope));
  if (wrong !== undefined) {
    throw policyError(
      `the registry scope ${quoted(wrong)} is not registry/repository without scheme, tag or wildcard`,
    );
  }
}
