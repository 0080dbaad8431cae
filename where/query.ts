import {
  ADVISORY_ID,
  CVE_ID,
  GHSA_ID,
  IMAGE_DIGEST,
  PACKAGE_NAME,
  REPOSITORY_NAME,
  REPOSITORY_NAME_LENGTH,
} from "../aws";
import { splitRegistry } from "../images";
import { ProblemError } from "../problem";

/** What is asked for: who has a vulnerability, who has a vulnerable package, or where an image runs. */
export type Query = { readonly kind: "vulnerability"; readonly id: string } | PackageQuery | ImageQuery;

/** A package by its name. */
export interface PackageQuery {
  readonly kind: "package";
  readonly name: string;
  /** Whether it was written without `pkg:` and may be the name of a repository. @default false */
  readonly ambiguous?: true;
}

/** An image by digest or tag, with as much of its address as was said. */
export interface ImageQuery {
  readonly kind: "image";
  readonly repository?: string;
  readonly account?: string;
  readonly region?: string;
  readonly reference: Reference;
}

export type Reference = { readonly digest: string } | { readonly tag: string };

/** The forms of a query, in words. */
export const QUERY_FORMS =
  "CVE-2024-3094, GHSA-…, pkg:NAME or NAME of a package, sha256:DIGEST, REPOSITORY@sha256:DIGEST, REPOSITORY:TAG";

/** Longest text that Inspector filters by. @see https://docs.aws.amazon.com/inspector/v2/APIReference/API_StringFilter.html */
const LONGEST = 1_024;
/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageIdentifier.html */
const TAG = /^\w[\w.-]{0,299}$/;

/**
 * Reads a query.
 *
 * @throws ProblemError `invalid-query` for a text that has none of the forms
 */
export function parseQuery(text: string): Query {
  if (text.length > LONGEST)
    throw invalid(`${text.slice(0, 40)}…`, `is longer than ${String(LONGEST)} characters`);
  if (text.startsWith("pkg:")) {
    const name = text.slice(4);
    if (!PACKAGE_NAME.test(name)) throw invalid(text, "is no name of a package", "write pkg:xz-utils");
    return { kind: "package", name };
  }
  const upper = text.toUpperCase();
  if (upper.startsWith("CVE-")) {
    if (!CVE_ID.test(upper))
      throw invalid(text, "is no CVE id", "write CVE-, a year and four digits or more");
    return { kind: "vulnerability", id: upper };
  }
  if (upper.startsWith("GHSA-")) {
    const id = `GHSA${text.slice(4).toLowerCase()}`;
    if (!GHSA_ID.test(id))
      throw invalid(text, "is no GHSA id", "write GHSA- and three groups of four characters");
    return { kind: "vulnerability", id };
  }
  if (ADVISORY_ID.test(text)) return { kind: "vulnerability", id: text };
  if (/[:@]/.test(text.slice(1))) return imageQuery(text);
  if (splitRegistry(text).registry !== undefined) {
    throw invalid(
      text,
      "has the host of a registry, but neither a tag nor a digest",
      "write HOST/REPOSITORY:TAG or HOST/REPOSITORY@sha256:DIGEST",
    );
  }
  if (PACKAGE_NAME.test(text)) {
    return { kind: "package", name: text, ...(isRepositoryName(text) ? { ambiguous: true as const } : {}) };
  }
  throw invalid(text, "has none of the forms of a query");
}

function imageQuery(text: string): ImageQuery {
  const { registry: at = {}, rest } = splitRegistry(text);
  const [path = "", digest] = splitAt(rest, text.startsWith("sha256:") ? -1 : rest.indexOf("@"));
  if (text.startsWith("sha256:") || digest !== undefined) {
    const found = digest ?? text;
    if (!IMAGE_DIGEST.test(found)) {
      throw invalid(text, "is no digest", "write sha256: and 64 digits 0-9 a-f, all of them");
    }
    if (digest === undefined) return { kind: "image", reference: { digest: found } };
    // As docker takes it: a tag before a digest says nothing.
    const [repository = ""] = path.split(":");
    return { kind: "image", repository: repositoryIn(repository, text), ...at, reference: { digest: found } };
  }
  const [repository = "", tag = "", ...more] = path.split(":");
  if (!TAG.test(tag) || more.length > 0) {
    throw invalid(text, "is no REPOSITORY:TAG", "write pkg: before the name of a package that has a colon");
  }
  return { kind: "image", repository: repositoryIn(repository, text), ...at, reference: { tag } };
}

function splitAt(text: string, index: number): [string, string | undefined] {
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

function isRepositoryName(name: string): boolean {
  const { min, max } = REPOSITORY_NAME_LENGTH;
  return REPOSITORY_NAME.test(name) && name.length >= min && name.length <= max;
}

function repositoryIn(name: string, text: string): string {
  if (isRepositoryName(name)) return name;
  throw invalid(
    text,
    `names the repository ${JSON.stringify(name)}, which ECR does not allow`,
    "name it as ECR does, without the registry's host or with an ECR host",
  );
}

function invalid(text: string, message: string, change?: string): ProblemError {
  return new ProblemError([
    {
      code: "invalid-query",
      path: text,
      message,
      allowed: QUERY_FORMS,
      ...(change === undefined ? {} : { change }),
    },
  ]);
}
