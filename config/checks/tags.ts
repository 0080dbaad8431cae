import { TAGS } from "../../aws";
import { type Path } from "../document";
import { type Organization } from "../schema/organization";
import { type Check, type Finding } from "./check";
import { firstOwners } from "./first-owner";

/** Tags of the file, and those that the same resources have beside them. */
interface TagSet {
  readonly path: Path;
  readonly own: readonly string[];
  /** Of all resources, as far as they are not written over. */
  readonly others: readonly string[];
}

/** Those of all resources, and of each repository that has its own. */
function tagSets({ tags, registry }: Organization): TagSet[] {
  const all = Object.keys(tags);
  return [
    { path: ["tags"], own: all, others: [] },
    ...Object.entries(registry.repositories).flatMap(([name, repository]): TagSet[] => {
      if (repository.tags === undefined) return [];
      const own = Object.keys(repository.tags);
      const others = all.filter((key) => !own.includes(key));
      return [{ path: ["registry", "repositories", name, "tags"], own, others }];
    }),
  ];
}

const READS = ["tags", "registry.repositories.*.tags"] as const;

/** The stacks add none of their own. */
const count: Check = {
  reads: READS,
  find: (organization) =>
    tagSets(organization).flatMap(({ path, own, others }): Finding[] => {
      const found = own.length + others.length;
      // Too many of all resources are told once.
      if (found <= TAGS.count || others.length > TAGS.count) return [];
      return [
        {
          code: "too-many-tags",
          path,
          at: "key",
          message: `there are ${String(found)} tags${others.length === 0 ? "" : ", with those of all resources"}`,
          allowed: `at most ${String(TAGS.count)}, as many as a resource takes`,
          change: `remove ${String(found - TAGS.count)} of them`,
        },
      ];
    }),
};

/** IAM takes two keys for one when they differ in capitals only. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
const capitals: Check = {
  reads: READS,
  find: (organization) =>
    tagSets(organization).flatMap(({ path, own, others }) => {
      const ownerOf = firstOwners();
      for (const key of others) ownerOf(key.toLowerCase(), key);
      return own.flatMap((key): Finding[] => {
        const owner = ownerOf(key.toLowerCase(), key);
        if (owner === undefined) return [];
        return [
          {
            code: "names-clash",
            path: [...path, key],
            at: "key",
            message: `${key} and ${owner} differ in capitals only, and IAM takes them for one key`,
            change: "remove one of them",
          },
        ];
      });
    }),
};

/** Ends of keys that the security baseline takes for the name of a secret, written the same in every stack. */
const SECRET_KEY =
  /(?:password|passwd|passphrase|secret|token|credentials?|(?:private|secret|access|api)[_-]?key)$/i;

const secrets: Check = {
  reads: READS,
  find: (organization) =>
    tagSets(organization).flatMap(({ path, own }) =>
      own
        .filter((key) => SECRET_KEY.test(key))
        .map((key): Finding => ({
          code: "tag-named-as-secret",
          path: [...path, key],
          at: "key",
          message: "reads like the name of a secret, and everybody reads a tag",
          change: "rename it, or remove it if its value is a secret",
        })),
    ),
};

/** Rules over the tags of every resource, and of repositories. */
export const tagChecks: readonly Check[] = [count, capitals, secrets];
