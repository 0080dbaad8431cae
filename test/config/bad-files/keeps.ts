import { type BadFile, times } from "./base";

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
  [
    "rules that could take signatures, and one behind the last",
    [
      [
        "{ pull: [shop] }",
        "{ keep: { rules: [{ tagStatus: any, countType: sinceImagePushed, countNumber: 90 }, { tagStatus: untagged, countType: sinceImagePushed, countNumber: 7 }] } }",
      ],
    ],
    [
      'organization.yaml:27:33 registry.repositories.shop/api.keep.rules[0]: selects the tags that hold signatures (sha256-…) by tagStatus "any"; allowed: tags of images only, or before it a rule that protects "sha256-*"; change the rule, or leave it to the other keys of `keep` [lifecycle-signature-tags]',
      'organization.yaml:27:99 registry.repositories.shop/api.keep.rules[1]: comes after a rule for any image; allowed: tagStatus "any" last; change the rule, or leave it to the other keys of `keep` [lifecycle-any-not-last]',
    ],
  ],
  [
    "rules that select nothing, or count what cannot be",
    [
      [
        "{ pull: [shop] }",
        '{ keep: { rules: [{ tagStatus: tagged, countType: sinceImagePulled, countNumber: 90 }, { tagStatus: tagged, tagPatternList: ["v*"], tagPrefixList: [v], countType: sinceImagePushed, countNumber: 7 }, { tagStatus: untagged, tagPrefixList: [pr-], storageClass: archive, countType: sinceImageTransitioned, countNumber: 7 }, { tagStatus: untagged, storageClass: archive, countType: sinceImagePushed, countNumber: 7, action: transition }] } }',
      ],
    ],
    [
      "organization.yaml:27:33 registry.repositories.shop/api.keep.rules[0]: selects tagged images by no tag; allowed: either tagPatternList or tagPrefixList; change the rule, or leave it to the other keys of `keep` [lifecycle-tag-selection]",
      'organization.yaml:27:33 registry.repositories.shop/api.keep.rules[0]: expires images by their last pull; allowed: action "transition" for sinceImagePulled; expire what was archived with sinceImageTransitioned; change the rule, or leave it to the other keys of `keep` [lifecycle-action]',
      "organization.yaml:27:33 registry.repositories.shop/api.keep.rules[0]: expires images while rules[3] archives images: platform images would go before an archived index; allowed: one action for all rules of storage class standard; change the rule, or leave it to the other keys of `keep` [lifecycle-archive-and-expire]",
      "organization.yaml:27:102 registry.repositories.shop/api.keep.rules[1]: selects tagged images by both lists; allowed: either tagPatternList or tagPrefixList; change the rule, or leave it to the other keys of `keep` [lifecycle-tag-selection]",
      "organization.yaml:27:102 registry.repositories.shop/api.keep.rules[1]: expires images while rules[3] archives images: platform images would go before an archived index; allowed: one action for all rules of storage class standard; change the rule, or leave it to the other keys of `keep` [lifecycle-archive-and-expire]",
      'organization.yaml:27:214 registry.repositories.shop/api.keep.rules[2]: names tags for untagged images; allowed: tags only with tagStatus "tagged"; change the rule, or leave it to the other keys of `keep` [lifecycle-tag-selection]',
      "organization.yaml:27:214 registry.repositories.shop/api.keep.rules[2]: expires archived images after 7 days; allowed: 90 days or more, the shortest time in the archive; change the rule, or leave it to the other keys of `keep` [lifecycle-archive-days]",
      "organization.yaml:27:335 registry.repositories.shop/api.keep.rules[3]: is the second for untagged images of storage class archive; allowed: one rule for untagged images of a storage class; change the rule, or leave it to the other keys of `keep` [lifecycle-repeated-selection]",
      'organization.yaml:27:335 registry.repositories.shop/api.keep.rules[3]: archives images of the archive; allowed: action "expire" for the archive; change the rule, or leave it to the other keys of `keep` [lifecycle-action]',
      "organization.yaml:27:335 registry.repositories.shop/api.keep.rules[3]: counts sinceImagePushed in storage class archive; allowed: sinceImageTransitioned for archive, every other count for standard; change the rule, or leave it to the other keys of `keep` [lifecycle-storage-class]",
    ],
  ],
  [
    "a rule that the preset has already, and protection behind it",
    [
      [
        "{ pull: [shop] }",
        '{ keep: { releases: 3, untaggedDays: 7, rules: [{ tagStatus: untagged, countType: sinceImagePushed, countNumber: 14 }, { tagStatus: tagged, tagPatternList: ["prod-*"], countType: sinceImagePushed, countNumber: 36500 }] } }',
      ],
    ],
    [
      "organization.yaml:27:63 registry.repositories.shop/api.keep.rules[0]: is the second for untagged images of storage class standard; allowed: one rule for untagged images of a storage class; change the rule, or leave it to the other keys of `keep` [lifecycle-repeated-selection]",
      "organization.yaml:27:134 registry.repositories.shop/api.keep.rules[1]: protects images that a rule of the other keys may have taken before; allowed: rules that protect tags before every other rule for tags; change the rule, or leave it to the other keys of `keep` [lifecycle-protection-late]",
    ],
  ],
  [
    "a rule that expires beside an archive, and one that leaves it unevenly",
    [
      [
        "{ pull: [shop] }",
        "{ keep: { archive: { unpulledDays: 180 }, rules: [{ tagStatus: tagged, tagPrefixList: [pr-], countType: sinceImagePushed, countNumber: 14 }, { tagStatus: tagged, tagPatternList: ['v*'], countType: sinceImageTransitioned, countNumber: 120 }] } }",
      ],
    ],
    [
      "organization.yaml:27:17 registry.repositories.shop/api.keep: with its rules archives images that no rule deletes from the archive, while others are deleted; allowed: a rule for the same images in storage class archive, or none there; change the rule, or leave it to the other keys of `keep` [lifecycle-archive-uneven]",
      "organization.yaml:27:65 registry.repositories.shop/api.keep.rules[0]: expires images while a rule of the other keys archives images: platform images would go before an archived index; allowed: one action for all rules of storage class standard; change the rule, or leave it to the other keys of `keep` [lifecycle-archive-and-expire]",
    ],
  ],
  [
    "rules that archive in less time than nobody uses an image, of a repository and of a template",
    [
      [
        "{ pull: [shop] }",
        "{ keep: { rules: [{ tagStatus: untagged, countType: sinceImagePulled, countNumber: 179, action: transition }] } }",
      ],
      [
        "  repositories:\n",
        "  creationTemplates: { sandbox: { appliedFor: [REPLICATION], regions: [eu-west-1], keep: { rules: [{ tagStatus: untagged, countType: sinceImagePushed, countNumber: 90, action: transition }] } } }\n  repositories:\n",
      ],
    ],
    [
      "organization.yaml:26:100 registry.creationTemplates.sandbox.keep.rules[0]: archives images after 90 days; allowed: 180 days or more, as a running service does not count as a pull; change the rule, or leave it to the other keys of `keep` [lifecycle-archive-unpulled]",
      "organization.yaml:28:33 registry.repositories.shop/api.keep.rules[0]: archives images after 179 days; allowed: 180 days or more, as a running service does not count as a pull; change the rule, or leave it to the other keys of `keep` [lifecycle-archive-unpulled]",
    ],
  ],
  [
    "one rule too many with those of the preset",
    [
      [
        "{ pull: [shop] }",
        `{ keep: { releases: 3, rules: [${times(50, (index) => `{ tagStatus: tagged, tagPrefixList: [pr-${String(index)}-], countType: sinceImagePushed, countNumber: 7 }`)}] } }`,
      ],
    ],
    [
      "organization.yaml:27:38 registry.repositories.shop/api.keep.rules: the lifecycle policy has 51 rules; allowed: 50 rules; name fewer tags in fewer rules: one pattern with * stands for many [lifecycle-too-many-rules]",
    ],
  ],
  [
    "rules that are too long for one policy",
    [
      [
        "{ pull: [shop] }",
        `{ keep: { rules: [${times(3, (rule) => `{ tagStatus: tagged, tagPrefixList: [${times(100, (index) => `${"a".repeat(120)}-${String(rule)}-${String(index)}`)}], countType: sinceImagePushed, countNumber: 7 }`)}] } }`,
      ],
    ],
    [
      "organization.yaml:27:25 registry.repositories.shop/api.keep.rules: the lifecycle policy has 38876 characters; allowed: 30720 characters; name fewer tags in fewer rules: one pattern with * stands for many [lifecycle-too-long]",
    ],
  ],
  [
    "a rule in other words than ECR's",
    [
      [
        "{ pull: [shop] }",
        "{ keep: { rules: [{ tagStatus: all, countType: days, countNumber: 0, priority: 1, tagPrefixList: [.a] }] } }",
      ],
    ],
    [
      'organization.yaml:27:46 registry.repositories.shop/api.keep.rules[0].tagStatus: is "all"; allowed: tagged, untagged or any; write one of these [invalid-value]',
      'organization.yaml:27:62 registry.repositories.shop/api.keep.rules[0].countType: is "days"; allowed: imageCountMoreThan, sinceImagePushed, sinceImagePulled or sinceImageTransitioned; write one of these [invalid-value]',
      "organization.yaml:27:81 registry.repositories.shop/api.keep.rules[0].countNumber: is the number 0; allowed: at least 1; raise it to 1 [invalid-value]",
      "organization.yaml:27:84 registry.repositories.shop/api.keep.rules[0].priority: unknown key; allowed: description, tagStatus, tagPatternList, tagPrefixList, storageClass, countType, countNumber, action; remove it [unknown-key]",
      'organization.yaml:27:113 registry.repositories.shop/api.keep.rules[0].tagPrefixList[0]: is ".a"; allowed: the beginning of a tag, of letters, digits, . _ - (not . or - first); write it like pr- [invalid-value]',
    ],
  ],
];
