import { IMAGE_DIGEST, type Location, plainRepository, registryHost, REPOSITORY_NAME } from "../aws";
import { type Problem, ProblemError } from "../problem";

/** One image by its digest. */
export interface DigestReference {
  readonly repository: string;
  readonly digest: string;
}

/** Most images that one run signs: what a session of fifteen minutes has time for. */
export const MOST_IMAGES = 200;

/** The repositories that are signed. */
export interface SignedNames {
  readonly registry: Location;
  readonly names: ReadonlySet<string>;
}

/**
 * Reads images as `REPOSITORY@sha256:DIGEST`, each once and in a fixed order. The host of the registry may stand before
 * the repository, as in a reference that is pulled by.
 *
 * @throws ProblemError `no-images`, `too-many-images`, `invalid-image`, `repository-not-signed`
 */
export function parseReferences(
  texts: readonly string[],
  { registry, names }: SignedNames,
): DigestReference[] {
  const host = `${registryHost(registry)}/`;
  const inRegistry = (text: string) => {
    const plain = plainRepository(text);
    return plain.startsWith(host) ? plain.slice(host.length) : text;
  };
  const unique = [...new Set(texts.map(inRegistry))].sort();
  const problems = [...countProblems(unique.length), ...unique.flatMap((text) => problemsOf(text, names))];
  if (problems.length > 0) throw new ProblemError(problems);
  return unique.map((text) => {
    const [repository = "", digest = ""] = text.split("@");
    return { repository, digest };
  });
}

function countProblems(count: number): Problem[] {
  if (count === 0) {
    return [
      {
        code: "no-images",
        path: "IMAGE",
        message: "no image is named",
        change: "name images as REPOSITORY@sha256:DIGEST, or a file of them with --file",
      },
    ];
  }
  if (count <= MOST_IMAGES) return [];
  return [
    {
      code: "too-many-images",
      path: "IMAGE",
      message: `${count.toLocaleString("en-US")} images are named`,
      allowed: `at most ${String(MOST_IMAGES)} in one run`,
      change: "sign them in several runs; what is signed already is skipped",
    },
  ];
}

function problemsOf(text: string, known: ReadonlySet<string>): Problem[] {
  const [repository = "", digest = "", ...rest] = text.split("@");
  if (rest.length > 0 || !REPOSITORY_NAME.test(repository) || !IMAGE_DIGEST.test(digest)) {
    return [
      {
        code: "invalid-image",
        path: text,
        message: "is no image by its digest",
        allowed: "REPOSITORY@sha256: and 64 hexadecimal digits, e.g. shop/api@sha256:0123…",
        change: "name the digest: a tag may move between looking and signing",
      },
    ];
  }
  if (known.has(repository)) return [];
  return [
    {
      code: "repository-not-signed",
      path: text,
      message: `${repository} is no signed repository of the registry`,
      allowed:
        known.size === 0
          ? "a repository with a signing profile; there is none"
          : [...known].sort().join(", "),
      change: "add the repository with signedBy and deploy it, or leave the image out",
    },
  ];
}
