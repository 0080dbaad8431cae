import { type Check, type Finding } from "./check";
import { firstOwners } from "./first-owner";

/** Tags of one resource; the stacks add none of their own. @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const TAG_COUNT = 50;

const count: Check = {
  reads: ["tags"],
  find: ({ tags }) =>
    Object.keys(tags).length <= TAG_COUNT
      ? []
      : [
          {
            code: "too-many-tags",
            path: ["tags"],
            at: "key",
            message: `there are ${String(Object.keys(tags).length)} tags`,
            allowed: `at most ${String(TAG_COUNT)}, as many as a resource takes`,
            change: `remove ${String(Object.keys(tags).length - TAG_COUNT)} of them`,
          },
        ],
};

/** IAM takes two keys for one when they differ in capitals only. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
const capitals: Check = {
  reads: ["tags"],
  find: ({ tags }) => {
    const ownerOf = firstOwners();
    return Object.keys(tags).flatMap((key): Finding[] => {
      const owner = ownerOf(key.toLowerCase(), key);
      if (owner === undefined) return [];
      return [
        {
          code: "names-clash",
          path: ["tags", key],
          at: "key",
          message: `${key} and ${owner} differ in capitals only, and IAM takes them for one key`,
          change: "remove one of them",
        },
      ];
    });
  },
};

/** Ends of keys that the security baseline takes for the name of a secret, written the same in every stack. */
const SECRET_KEY =
  /(?:password|passwd|passphrase|secret|token|credentials?|(?:private|secret|access|api)[_-]?key)$/i;

const secrets: Check = {
  reads: ["tags"],
  find: ({ tags }) =>
    Object.keys(tags)
      .filter((key) => SECRET_KEY.test(key))
      .map((key): Finding => ({
        code: "tag-named-as-secret",
        path: ["tags", key],
        at: "key",
        message: "reads like the name of a secret, and everybody reads a tag",
        change: "rename it, or remove it if its value is a secret",
      })),
};

/** Rules over the tags of every resource. */
export const tagChecks: readonly Check[] = [count, capitals, secrets];
