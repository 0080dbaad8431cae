import { type BadFile } from "./base";

/** What lifecycle policies cannot hold together. */
export const BAD_KEEPS: readonly BadFile[] = [
  [
    "archiving beside expiry",
    [["{ pull: [shop] }", "{ keep: { releases: 3, archive: { unpulledDays: 180 }, untaggedDays: 7 } }"]],
    [
      "organization.yaml:27:25 registry.repositories.shop/api.keep.releases: expires images beside archive: platform images would go before their archived index; allowed: either archive, or releases and untaggedDays; remove it, or remove `archive` [archive-and-expire]",
      "organization.yaml:27:70 registry.repositories.shop/api.keep.untaggedDays: expires images beside archive: platform images would go before their archived index; allowed: either archive, or releases and untaggedDays; remove it, or remove `archive` [archive-and-expire]",
    ],
  ],
  [
    "archiving tags that hold signatures",
    [["{ pull: [shop] }", '{ keep: { releaseTags: ["*"], archive: { unpulledDays: 180 } } }']],
    [
      "organization.yaml:27:39 registry.repositories.shop/api.keep.releaseTags[0]: * also matches tags that hold signatures: sha256-…; allowed: patterns that match tags of images only; use a pattern such as v* [signature-tags-selected]",
    ],
  ],
  [
    "protected tags that are all releases",
    [
      [
        "{ pull: [shop] }",
        '{ keep: { releases: 3, releaseTags: ["v*", "r-*", "s-*.*"], protectedTags: ["v1*", "r-*", "s*", "*"] } }',
      ],
    ],
    [
      "organization.yaml:27:98 registry.repositories.shop/api.keep.protectedTags[1]: r-* protects every image that the release tags r-* select, so none of them would ever go; take it out, or name other `releaseTags` [releases-protected]",
      "organization.yaml:27:105 registry.repositories.shop/api.keep.protectedTags[2]: s* protects every image that the release tags s-*.* select, so none of them would ever go; take it out, or name other `releaseTags` [releases-protected]",
      "organization.yaml:27:111 registry.repositories.shop/api.keep.protectedTags[3]: * protects every image that the release tags v* select, so none of them would ever go; take it out, or name other `releaseTags` [releases-protected]",
    ],
  ],
  [
    "protected tags that are all archived releases",
    [["{ pull: [shop] }", '{ keep: { archive: { unpulledDays: 180 }, protectedTags: ["v*"] } }']],
    [
      "organization.yaml:27:73 registry.repositories.shop/api.keep.protectedTags[0]: v* protects every image that the release tags v* select, so none of them would ever go; take it out, or name other `releaseTags` [releases-protected]",
    ],
  ],
  [
    "protected tags where nothing tagged ever goes",
    [["{ pull: [shop] }", '{ keep: { untaggedDays: 3, protectedTags: ["prod-*"] } }']],
    [
      "organization.yaml:27:42 registry.repositories.shop/api.keep.protectedTags: protects tags, but nothing tagged ever expires or is archived; add `releases` or `archive`, or remove it [key-without-effect]",
    ],
  ],
  [
    "tags that no image can have",
    [["{ pull: [shop] }", '{ keep: { releases: 1, releaseTags: ["-rc*"], protectedTags: [".v*", "v/1"] } }']],
    [
      'organization.yaml:27:52 registry.repositories.shop/api.keep.releaseTags[0]: is "-rc*"; allowed: a tag pattern of letters, digits, . _ - (not . or - first) in which * is any run of characters, at most 4 times; write it like v* [invalid-value]',
      'organization.yaml:27:77 registry.repositories.shop/api.keep.protectedTags[0]: is ".v*"; allowed: a tag pattern of letters, digits, . _ - (not . or - first) in which * is any run of characters, at most 4 times; write it like v* [invalid-value]',
      'organization.yaml:27:84 registry.repositories.shop/api.keep.protectedTags[1]: is "v/1"; allowed: a tag pattern of letters, digits, . _ - (not . or - first) in which * is any run of characters, at most 4 times; write v-1 [invalid-value]',
    ],
  ],
  [
    "an archive too soon, and out of it too soon",
    [["{ pull: [shop] }", "{ keep: { archive: { unpulledDays: 90, deleteAfterDays: 30 } } }"]],
    [
      "organization.yaml:27:50 registry.repositories.shop/api.keep.archive.unpulledDays: is the number 90; allowed: at least 180; raise it to 180 [invalid-value]",
      "organization.yaml:27:71 registry.repositories.shop/api.keep.archive.deleteAfterDays: is the number 30; allowed: at least 90; raise it to 90 [invalid-value]",
    ],
  ],
  [
    "an archive that does not say when",
    [["{ pull: [shop] }", "{ keep: { archive: { deleteAfterDays: 90 } } }"]],
    [
      "organization.yaml:27:25 registry.repositories.shop/api.keep.archive.unpulledDays: is missing; allowed: a whole number from 180 to 3650; add it [missing-key]",
    ],
  ],
  [
    "protection of releases that are all kept, which is told once",
    [["{ pull: [shop] }", '{ keep: { protectedTags: ["v*"] } }']],
    [
      "organization.yaml:27:25 registry.repositories.shop/api.keep.protectedTags: protects tags, but nothing tagged ever expires or is archived; add `releases` or `archive`, or remove it [key-without-effect]",
    ],
  ],
];
