import { type BadFile } from "./base";

export const BAD_REGISTRY_VALUES: readonly BadFile[] = [
  [
    "a repository name ECR refuses",
    [["    shop/api: {", "    Shop/api: {"]],
    [
      'organization.yaml:27:5 registry.repositories.Shop/api: the key "Shop/api" is not valid; allowed: lower-case letters and digits with single . _ - or / between; rename it to shop/api [invalid-key]',
    ],
  ],
  [
    "a repository name with two hyphens",
    [["    shop/api: {", "    shop--api: {"]],
    [
      'organization.yaml:27:5 registry.repositories.shop--api: the key "shop--api" is not valid; allowed: lower-case letters and digits with single . _ - or / between; rename it to shop-api [invalid-key]',
    ],
  ],
  [
    "a repository name of one letter",
    [["    shop/api: {", "    a: {"]],
    [
      'organization.yaml:27:5 registry.repositories.a: the key "a" is not valid; allowed: at least 2 characters; rename it, for example to shop/api [invalid-key]',
    ],
  ],
  [
    "pull by a word",
    [["{ pull: [shop] }", "{ pull: everybody }"]],
    [
      'organization.yaml:27:23 registry.repositories.shop/api.pull: is "everybody"; allowed: organization, or a list; put it in brackets: [everybody] [invalid-value]',
    ],
  ],
  [
    "pull by an empty list",
    [["{ pull: [shop] }", "{ pull: [] }"]],
    [
      "organization.yaml:27:23 registry.repositories.shop/api.pull: is an empty list; allowed: at least 1 entry; write organization, or remove the key [invalid-value]",
    ],
  ],
  [
    "an unknown encryption",
    [["{ pull: [shop] }", "{ encryption: aes }"]],
    [
      'organization.yaml:27:29 registry.repositories.shop/api.encryption: is "aes"; allowed: aes256, kms or kms-dsse, or a map of keys and values; write one of these, or remove the key [invalid-value]',
    ],
  ],
  [
    "an encryption key that is no ARN",
    [["{ pull: [shop] }", "{ encryption: { kmsKey: alias/images } }"]],
    [
      'organization.yaml:27:39 registry.repositories.shop/api.encryption.kmsKey: is "alias/images"; allowed: the ARN of a KMS key in the registry\'s account and home region; write it like arn:aws:kms:eu-central-1:111111111111:key/11111111-2222-3333-4444-555555555555 [invalid-value]',
    ],
  ],
  [
    "a fraction of a day",
    [["{ pull: [shop] }", "{ keep: { untaggedDays: 1.5 } }"]],
    [
      "organization.yaml:27:39 registry.repositories.shop/api.keep.untaggedDays: is the number 1.5; allowed: a whole number from 1 to 3650; write 1 or 2 [invalid-value]",
    ],
  ],
  [
    "too many days",
    [["{ pull: [shop] }", "{ keep: { untaggedDays: 36500 } }"]],
    [
      "organization.yaml:27:39 registry.repositories.shop/api.keep.untaggedDays: is the number 36500; allowed: at most 3650; lower it to 3650 [invalid-value]",
    ],
  ],
  [
    "an infinite number",
    [["{ pull: [shop] }", "{ keep: { releases: .inf } }"]],
    [
      "organization.yaml:27:35 registry.repositories.shop/api.keep.releases: is the number .inf; allowed: a whole number from 1 to 1000; write such a number, or remove the key [invalid-value]",
    ],
  ],
  [
    "nearly every tag mutable",
    [["{ pull: [shop] }", '{ mutableTags: ["*a*", "v*", "*-*", "*."] }']],
    ["*a*", "v*", "*-*", "*."].map(
      (pattern, index) =>
        `organization.yaml:27:${String([31, 38, 44, 51][index])} registry.repositories.shop/api.mutableTags[${String(index)}]: is "${pattern}"; allowed: a tag pattern in which * is any run of characters, at most twice, not at both ends and beside two letters or digits; write it like edge-* [invalid-value]`,
    ),
  ],
  [
    "every tag mutable",
    [["{ pull: [shop] }", '{ mutableTags: ["*"] }']],
    [
      'organization.yaml:27:31 registry.repositories.shop/api.mutableTags[0]: is "*"; allowed: a tag pattern in which * is any run of characters, at most twice, not at both ends and beside two letters or digits; write it like edge-* [invalid-value]',
    ],
  ],
  [
    "an unknown upstream in a list",
    [["[kubernetes]", "[kubernets]"]],
    [
      'organization.yaml:25:22 registry.pullThroughCache[0]: is "kubernets"; allowed: docker-hub, ecr-public, quay, kubernetes, github, gitlab, azure, chainguard or ecr; did you mean `kubernetes`? [invalid-value]',
    ],
  ],
  [
    "a scanning filter that ECR refuses",
    [["  replication:", '  scanning: { onPush: ["Shop/**?"] }\n  replication:']],
    [
      'organization.yaml:24:24 registry.scanning.onPush[0]: is "Shop/**?"; allowed: lower-case letters, digits and * for any run of characters, with single . _ - / between; write it like shop/* [invalid-value]',
    ],
  ],
  [
    "a validity without a unit",
    [["135 months", "135"]],
    [
      "organization.yaml:22:26 signing.profiles.release.validity: is the number 135; allowed: a number and days, months or years; write it like 135 months, or remove the key [invalid-value]",
    ],
  ],
  [
    "an address that is none",
    [["guardrails:\n", "securityHub: { notify: { critical: nobody } }\nguardrails:\n"]],
    [
      'organization.yaml:35:36 securityHub.notify.critical: is "nobody"; allowed: an e-mail address; write it like security@example.com [invalid-value]',
    ],
  ],
  [
    "a manifest outside of the source",
    [["deploy/api.yaml", "../api.yaml"]],
    [
      'organization.yaml:34:43 pipelines.api.deploy[1].manifests[0]: is "../api.yaml"; allowed: a path inside the source; write it like build/Dockerfile [invalid-value]',
    ],
  ],
  [
    "a branch that reads as an option",
    [["{ github: example/api }", "{ github: example/api, branch: --upload-pack }"]],
    [
      'organization.yaml:30:44 pipelines.api.source.branch: is "--upload-pack"; allowed: a branch name; write it like main [invalid-value]',
    ],
  ],
  [
    "a tag of AWS",
    [["signing:\n", "tags: { 'aws:owner': platform }\nsigning:\n"]],
    [
      'organization.yaml:20:9 tags.aws:owner: the key "aws:owner" is not valid; allowed: 1 to 128 letters, digits, spaces and _ . : / = + - @, not beginning with aws:; rename it to aws-owner [invalid-key]',
    ],
  ],
  [
    "a tag with a sign that is no letter",
    [["signing:\n", 'tags: { owner: "😀", a😀: b }\nsigning:\n']],
    [
      'organization.yaml:20:16 tags.owner: is "😀", where "😀" (U+1F600) is not allowed; allowed: up to 256 letters, digits, spaces and _ . : / = + - @; write it like platform [invalid-value]',
      'organization.yaml:20:22 tags.a😀: the key "a😀" is not valid, where "😀" (U+1F600) is not allowed; allowed: 1 to 128 letters, digits, spaces and _ . : / = + - @, not beginning with aws:; rename it, for example to cost-center [invalid-key]',
    ],
  ],
  [
    "a tag with a dash that looks like a hyphen",
    [["signing:\n", 'tags: { owner: "Plattform – Größe!" }\nsigning:\n']],
    [
      'organization.yaml:20:16 tags.owner: is "Plattform – Größe!", where "–" (U+2013) is not allowed; allowed: up to 256 letters, digits, spaces and _ . : / = + - @; write it like platform [invalid-value]',
    ],
  ],
  [
    "a tag that is only too long",
    [["signing:\n", `tags: { owner: ${"a".repeat(257)} }\nsigning:\n`]],
    [
      `organization.yaml:20:16 tags.owner: is "${"a".repeat(60)}… (257 characters)"; allowed: up to 256 letters, digits, spaces and _ . : / = + - @; write it like platform [invalid-value]`,
    ],
  ],
  [
    "a tag that is a number",
    [["signing:\n", "tags: { cost-center: 1234 }\nsigning:\n"]],
    [
      'organization.yaml:20:22 tags.cost-center: is the number 1234; allowed: up to 256 letters, digits, spaces and _ . : / = + - @; put it in quotes: "1234" [invalid-value]',
    ],
  ],
  [
    "several mistakes at once",
    [["  root: r-ex4m\n  homeRegion: eu-central-1", "  root: root\n  homeRegion: eu-centrl-1\n  region: x"]],
    [
      'organization.yaml:3:9 organization.root: is "root"; allowed: the id of a root; write it like r-ex4m [invalid-value]',
      'organization.yaml:4:15 organization.homeRegion: is "eu-centrl-1"; allowed: an AWS region listed in docs/organization-reference.md; did you mean `eu-central-1`? [invalid-value]',
      "organization.yaml:5:3 organization.region: unknown key; allowed: id, root, partition, homeRegion, regions, organizationalUnits; did you mean `regions`? [unknown-key]",
    ],
  ],
];
