import { type BadFile } from "./base";

export const BAD_REGISTRY_VALUES: readonly BadFile[] = [
  [
    "a repository name ECR refuses",
    [["    shop/api: {", "    Shop/api: {"]],
    [
      'organization.yaml:27:5 registry.repositories.Shop/api: the key "Shop/api" is not valid; allowed: lower-case letters and digits with single . _ - or / between, e.g. shop/api [invalid-key]',
    ],
  ],
  [
    "a repository name with two hyphens",
    [["    shop/api: {", "    shop--api: {"]],
    [
      'organization.yaml:27:5 registry.repositories.shop--api: the key "shop--api" is not valid; allowed: lower-case letters and digits with single . _ - or / between, e.g. shop/api [invalid-key]',
    ],
  ],
  [
    "a repository name of one letter",
    [["    shop/api: {", "    a: {"]],
    [
      'organization.yaml:27:5 registry.repositories.a: the key "a" is not valid; allowed: at least 2 characters [invalid-key]',
    ],
  ],
  [
    "pull by a word",
    [["{ pull: [shop] }", "{ pull: everybody }"]],
    [
      'organization.yaml:27:23 registry.repositories.shop/api.pull: is "everybody"; allowed: organization or a list [invalid-value]',
    ],
  ],
  [
    "pull by an empty list",
    [["{ pull: [shop] }", "{ pull: [] }"]],
    [
      "organization.yaml:27:23 registry.repositories.shop/api.pull: is an empty list; allowed: at least 1 entry [invalid-value]",
    ],
  ],
  [
    "an unknown encryption",
    [["{ pull: [shop] }", "{ encryption: aes }"]],
    [
      'organization.yaml:27:29 registry.repositories.shop/api.encryption: is "aes"; allowed: aes256 or kms or a map of keys and values [invalid-value]',
    ],
  ],
  [
    "an encryption key that is no ARN",
    [["{ pull: [shop] }", "{ encryption: { kmsKey: alias/images } }"]],
    [
      'organization.yaml:27:39 registry.repositories.shop/api.encryption.kmsKey: is "alias/images"; allowed: an ARN of a KMS key in the registry\'s account and home region, arn:aws:kms:… [invalid-value]',
    ],
  ],
  [
    "a fraction of a day",
    [["{ pull: [shop] }", "{ keep: { untaggedDays: 1.5 } }"]],
    [
      "organization.yaml:27:39 registry.repositories.shop/api.keep.untaggedDays: is the number 1.5; allowed: a whole number [invalid-value]",
    ],
  ],
  [
    "too many days",
    [["{ pull: [shop] }", "{ keep: { untaggedDays: 36500 } }"]],
    [
      "organization.yaml:27:39 registry.repositories.shop/api.keep.untaggedDays: is the number 36500; allowed: at most 3650 [invalid-value]",
    ],
  ],
  [
    "an infinite number",
    [["{ pull: [shop] }", "{ keep: { releases: .inf } }"]],
    [
      "organization.yaml:27:35 registry.repositories.shop/api.keep.releases: is the number .inf; allowed: a number [invalid-value]",
    ],
  ],
  [
    "every tag mutable",
    [["{ pull: [shop] }", '{ mutableTags: ["*"] }']],
    [
      'organization.yaml:27:31 registry.repositories.shop/api.mutableTags[0]: is "*"; allowed: a tag pattern such as latest or edge-*; * is any run of characters, at most twice and not alone [invalid-value]',
    ],
  ],
  [
    "an unknown upstream in a list",
    [["[kubernetes]", "[kubernets]"]],
    [
      'organization.yaml:25:22 registry.pullThroughCache[0]: is "kubernets"; allowed: docker-hub, ecr-public, quay, kubernetes, github, gitlab, azure or chainguard; did you mean `kubernetes`? [invalid-value]',
    ],
  ],
  [
    "a scanning filter that ECR refuses",
    [["  replication:", '  scanning: { onPush: ["Shop/**?"] }\n  replication:']],
    [
      'organization.yaml:24:24 registry.scanning.onPush[0]: is "Shop/**?"; allowed: a filter such as shop/*: lower-case letters, digits, * for any run of characters, single . _ - / between [invalid-value]',
    ],
  ],
  [
    "a validity without a unit",
    [["135 months", "135"]],
    [
      'organization.yaml:22:26 signing.profiles.release.validity: is the number 135; allowed: text; put it in quotes: "135" [invalid-value]',
    ],
  ],
  [
    "an address that is none",
    [["guardrails:\n", "securityHub: { notify: { critical: nobody } }\nguardrails:\n"]],
    [
      'organization.yaml:35:36 securityHub.notify.critical: is "nobody"; allowed: an e-mail address such as security@example.com [invalid-value]',
    ],
  ],
  [
    "a manifest outside of the source",
    [["deploy/api.yaml", "../api.yaml"]],
    [
      'organization.yaml:34:43 pipelines.api.deploy[1].manifests[0]: is "../api.yaml"; allowed: a path inside the source, e.g. build/Dockerfile [invalid-value]',
    ],
  ],
  [
    "a branch that reads as an option",
    [["{ github: example/api }", "{ github: example/api, branch: --upload-pack }"]],
    [
      'organization.yaml:30:44 pipelines.api.source.branch: is "--upload-pack"; allowed: a branch name [invalid-value]',
    ],
  ],
  [
    "a tag of AWS",
    [["signing:\n", "tags: { 'aws:owner': platform }\nsigning:\n"]],
    [
      'organization.yaml:20:9 tags.aws:owner: the key "aws:owner" is not valid; allowed: 1 to 128 letters, digits, spaces and _ . : / = + - @, not beginning with aws: [invalid-key]',
    ],
  ],
  [
    "a tag that is a number",
    [["signing:\n", "tags: { cost-center: 1234 }\nsigning:\n"]],
    [
      'organization.yaml:20:22 tags.cost-center: is the number 1234; allowed: text; put it in quotes: "1234" [invalid-value]',
    ],
  ],
  [
    "several mistakes at once",
    [["  root: r-ex4m\n  homeRegion: eu-central-1", "  root: root\n  homeRegion: eu-centrl-1\n  region: x"]],
    [
      'organization.yaml:3:9 organization.root: is "root"; allowed: an id such as r-ex4m [invalid-value]',
      'organization.yaml:4:15 organization.homeRegion: is "eu-centrl-1"; allowed: one of 40 values such as eu-central-1, see docs/organization-reference.md; did you mean `eu-central-1`? [invalid-value]',
      "organization.yaml:5:3 organization.region: unknown key; allowed: id, root, partition, homeRegion, regions, organizationalUnits; did you mean `regions`? [unknown-key]",
    ],
  ],
];
