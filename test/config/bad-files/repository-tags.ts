import { type BadFile, type Edit, times } from "./base";

const tags = (written: string): Edit => ["{ pull: [shop] }", `{ tags: { ${written} } }`];
const allTags = (written: string): Edit => ["signing:\n", `tags: { ${written} }\nsigning:\n`];

/** Tags of one repository, which stand beside those of all resources. */
export const BAD_REPOSITORY_TAGS: readonly BadFile[] = [
  [
    "tags of a repository that AWS does not take",
    [tags("'aws:owner': web, owner: web!")],
    [
      'organization.yaml:27:25 registry.repositories.shop/api.tags.aws:owner: the key "aws:owner" is not valid; allowed: 1 to 128 letters, digits, spaces and _ . : / = + - @, not beginning with aws:; rename it to aws-owner [invalid-key]',
      'organization.yaml:27:50 registry.repositories.shop/api.tags.owner: is "web!", where "!" (U+0021) is not allowed; allowed: up to 256 letters, digits, spaces and _ . : / = + - @; write it like platform [invalid-value]',
    ],
  ],
  [
    "a tag of a repository like one of all resources, and one that names a secret",
    [allTags("Owner: a, team: b"), tags("owner: c, Team: d, team: e, api-key: f")],
    [
      "organization.yaml:28:25 registry.repositories.shop/api.tags.owner: owner and Owner differ in capitals only, and IAM takes them for one key; remove one of them [names-clash]",
      "organization.yaml:28:44 registry.repositories.shop/api.tags.team: team and Team differ in capitals only, and IAM takes them for one key; remove one of them [names-clash]",
      "organization.yaml:28:53 registry.repositories.shop/api.tags.api-key: reads like the name of a secret, and everybody reads a tag; rename it, or remove it if its value is a secret [tag-named-as-secret]",
    ],
  ],
  [
    "more tags than a repository takes beside those of all resources",
    [
      allTags(times(30, (index) => `t${String(index)}: x`)),
      tags(times(30, (index) => `t${String(index + 29)}: y`)),
    ],
    [
      "organization.yaml:28:17 registry.repositories.shop/api.tags: there are 59 tags, with those of all resources; allowed: at most 50, as many as a resource takes; remove 9 of them [too-many-tags]",
    ],
  ],
];
