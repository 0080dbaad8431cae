import { type BadFile, type Edit, times } from "./base";

const templates = (text: string): Edit => [
  "  repositories:\n",
  `  creationTemplates: ${text}\n  repositories:\n`,
];

/** Settings of repositories that ECR would never make, or nobody could use. */
export const BAD_CREATION_TEMPLATES: readonly BadFile[] = [
  [
    "a template for nothing",
    [templates("{ sandbox: { appliedFor: [] } }")],
    [
      "organization.yaml:26:47 registry.creationTemplates.sandbox.appliedFor: is an empty list; allowed: at least 1 entry; write it like [CREATE_ON_PUSH] [invalid-value]",
    ],
  ],
  [
    "a template that does not say what for",
    [templates("{ sandbox: { pull: [shop] } }")],
    [
      "organization.yaml:26:24 registry.creationTemplates.sandbox.appliedFor: is missing; allowed: a list; add it, like `appliedFor: [CREATE_ON_PUSH]` [missing-key]",
      "organization.yaml:26:41 registry.creationTemplates.sandbox.pull: is a list of 1 entry; allowed: organization; write organization, or remove the key [invalid-value]",
    ],
  ],
  [
    "a template for an unknown reason",
    [templates("{ sandbox: { appliedFor: [PUSH], pull: nobody } }")],
    [
      'organization.yaml:26:48 registry.creationTemplates.sandbox.appliedFor[0]: is "PUSH"; allowed: CREATE_ON_PUSH, REPLICATION or PULL_THROUGH_CACHE; write one of these [invalid-value]',
      'organization.yaml:26:61 registry.creationTemplates.sandbox.pull: is "nobody"; allowed: organization; write organization, or remove the key [invalid-value]',
    ],
  ],
  [
    "a template with a closing slash",
    [templates("{ sandbox/: { appliedFor: [REPLICATION], regions: [eu-west-1] } }")],
    [
      'organization.yaml:26:24 registry.creationTemplates.sandbox/: the key "sandbox/" is not valid; allowed: ROOT, or the beginning of repository names without the closing slash; rename it to sandbox [invalid-key]',
    ],
  ],
  [
    "pushes that create what nobody may push to",
    [templates("{ sandbox: { appliedFor: [CREATE_ON_PUSH] } }")],
    [
      "organization.yaml:26:24 registry.creationTemplates.sandbox: a push creates a repository into which nobody may push; add `push` with roles of images, or leave CREATE_ON_PUSH out [template-without-pushers]",
    ],
  ],
  [
    "pushers of a template without pushes",
    [
      templates(
        "{ sandbox: { appliedFor: [REPLICATION], regions: [eu-west-1], push: [{ account: images, role: ci/x }] } }",
      ),
    ],
    [
      "organization.yaml:26:84 registry.creationTemplates.sandbox.push: names roles that push, and no push creates a repository; add CREATE_ON_PUSH to `appliedFor`, or remove it [key-without-effect]",
    ],
  ],
  [
    "pushers of another account, and of one that is not listed",
    [
      templates(
        "{ sandbox: { appliedFor: [CREATE_ON_PUSH], push: [{ account: shop, role: ci/x }] }, other: { appliedFor: [CREATE_ON_PUSH], push: [{ account: shops, role: ci/x }, { account: shop, role: aws-service-role/x }] } }",
      ),
    ],
    [
      "organization.yaml:26:83 registry.creationTemplates.sandbox.push[0].account: a role of shop cannot create repositories by a push: no policy of the registry lets another account; allowed: roles of images; use a role of images, or declare under `repositories` what other accounts push [template-pusher-elsewhere]",
      "organization.yaml:26:163 registry.creationTemplates.other.push[0].account: there is no account shops; allowed: management, security, images, shop; did you mean `shop`? [unknown-account]",
      "organization.yaml:26:207 registry.creationTemplates.other.push[1].role: aws-service-role/x is a service-linked role, which only its service uses; allowed: a role of your own; remove the entry [service-linked-role]",
    ],
  ],
  [
    "pushes that create where nobody pushes, and replicas at home",
    [
      templates(
        "{ sandbox: { appliedFor: [CREATE_ON_PUSH], regions: [eu-west-1], push: [{ account: images, role: ci/x }] }, other: { appliedFor: [REPLICATION] } }",
      ),
    ],
    [
      "organization.yaml:26:48 registry.creationTemplates.sandbox.appliedFor[0]: lets pushes create, and roles push at home alone: eu-west-1; remove it, or name other `regions` [template-without-effect]",
      "organization.yaml:26:152 registry.creationTemplates.other.appliedFor[0]: is for replicas, and nothing is replicated there: eu-central-1; remove it, or name other `regions` [template-without-effect]",
    ],
  ],
  [
    "regions in which nothing creates",
    [
      ["regions: [eu-central-1, eu-west-1]", "regions: [eu-central-1, eu-west-1, eu-north-1]"],
      templates("{ sandbox: { appliedFor: [REPLICATION], regions: [eu-west-1, eu-north-1, eu-central-1] } }"),
    ],
    [
      "organization.yaml:26:83 registry.creationTemplates.sandbox.regions[1]: nothing that the template is applied for happens in eu-north-1; remove it [template-without-effect]",
      "organization.yaml:26:95 registry.creationTemplates.sandbox.regions[2]: nothing that the template is applied for happens in eu-central-1; remove it [template-without-effect]",
    ],
  ],
  [
    "a template for caches that are not there",
    [templates("{ sandbox: { appliedFor: [PULL_THROUGH_CACHE] } }")],
    [
      "organization.yaml:26:48 registry.creationTemplates.sandbox.appliedFor[0]: is for caches, and none has a prefix above it; a cache has a template for its own prefix already: eu-central-1; remove it, or name other `regions` [template-without-effect]",
    ],
  ],
  [
    "the prefix of a cache, and a push into one",
    [
      templates(
        "{ kubernetes: { appliedFor: [REPLICATION], regions: [eu-central-1, eu-west-1] }, kubernetes/own: { appliedFor: [CREATE_ON_PUSH], push: [{ account: images, role: ci/x }] } }",
      ),
    ],
    [
      "organization.yaml:26:24 registry.creationTemplates.kubernetes: kubernetes is the prefix of a cache, which has a template already; choose a folder below it, or another prefix [template-twice]",
      "organization.yaml:26:75 registry.creationTemplates.kubernetes.regions[0]: nothing that the template is applied for happens in eu-central-1; remove it [template-without-effect]",
      "organization.yaml:26:134 registry.creationTemplates.kubernetes/own.appliedFor[0]: lets pushes create under kubernetes, where images of an upstream registry are cached; remove it, or choose another prefix [push-into-cache]",
    ],
  ],
  [
    "the template of replicas",
    [templates("{ ROOT: { appliedFor: [REPLICATION], regions: [eu-west-1] } }")],
    [
      "organization.yaml:26:24 registry.creationTemplates.ROOT: ROOT is the template of replicas that nobody declared, in each region that holds replicas; choose the beginning of the names, or leave these regions out [template-twice]",
    ],
  ],
  [
    "what a template keeps, encrypts and moves",
    [
      templates(
        "{ kubernetes/own: { appliedFor: [PULL_THROUGH_CACHE], keep: { releaseTags: ['v*'] }, encryption: kms-dsse, mutableTags: ['*'] } }",
      ),
    ],
    [
      'organization.yaml:26:143 registry.creationTemplates.kubernetes/own.mutableTags[0]: is "*"; allowed: a tag pattern in which * is any run of characters, at most twice, not at both ends and beside two letters or digits; write it like edge-* [invalid-value]',
    ],
  ],
  [
    "what a template keeps and encrypts",
    [
      templates(
        "{ kubernetes/own: { appliedFor: [PULL_THROUGH_CACHE], keep: { releaseTags: ['v*'] }, encryption: kms-dsse } }",
      ),
    ],
    [
      "organization.yaml:26:84 registry.creationTemplates.kubernetes/own.keep.releaseTags: says which tags are releases, but every release is kept; add `releases`, the number of releases to keep, or remove it [key-without-effect]",
      "organization.yaml:26:119 registry.creationTemplates.kubernetes/own.encryption: is kms-dsse, which ECR does not have in the partition aws; allowed: aes256 or kms; kms-dsse in AWS GovCloud (US); use kms; it cannot change once the repositories are made [dsse-unavailable]",
    ],
  ],
  [
    "more pushers than the policy of a repository takes",
    [
      templates(
        `{ sandbox: { appliedFor: [CREATE_ON_PUSH], push: [${times(20, (index) => `{ account: images, role: ${"p".repeat(200)}/${String(index)} }`)}] } }`,
      ),
    ],
    [
      "organization.yaml:26:65 registry.creationTemplates.sandbox.push: the roles that push take 9462 characters of the policy of each repository; allowed: at most 8740; name fewer [policy-too-long]",
    ],
  ],
  [
    "a provider that knows no creating on push",
    [
      ["signing:\n", 'terraform: { awsProvider: "~> 6.25.0" }\nsigning:\n'],
      templates("{ sandbox: { appliedFor: [CREATE_ON_PUSH], push: [{ account: images, role: ci/x }] } }"),
    ],
    [
      "organization.yaml:20:27 terraform.awsProvider: ~> 6.25.0 admits no version of hashicorp/aws that knows CREATE_ON_PUSH of registry.creationTemplates.sandbox; allowed: a constraint that admits one from 6.28 on and below 7; write ~> 6.28, or remove CREATE_ON_PUSH [unfit-version]",
    ],
  ],
];
