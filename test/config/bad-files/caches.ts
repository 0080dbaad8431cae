import { type BadFile, times } from "./base";

export const BAD_CACHES: readonly BadFile[] = [
  [
    "an upstream that wants credentials",
    [["[kubernetes]", "[kubernetes, docker-hub]"]],
    [
      "organization.yaml:25:34 registry.pullThroughCache.docker-hub: docker-hub gives images only to those who sign in; write the caches as a map and add `credentials`: the ARN of a secret named ecr-pullthroughcache/…, or `{ version: 1 }` to make one [credentials-missing]",
    ],
  ],
  [
    "an upstream that takes none",
    [
      [
        "[kubernetes]",
        "{ quay: { credentials: arn:aws:secretsmanager:eu-central-1:333333333333:secret:ecr-pullthroughcache/quay-AbCdEf } }",
      ],
    ],
    [
      "organization.yaml:25:31 registry.pullThroughCache.quay.credentials: quay takes no credentials; remove it [credentials-superfluous]",
    ],
  ],
  [
    "a secret of another name",
    [
      [
        "[kubernetes]",
        "{ docker-hub: { credentials: arn:aws:secretsmanager:eu-central-1:333333333333:secret:docker-hub-AbCdEf } }",
      ],
    ],
    [
      "organization.yaml:25:50 registry.pullThroughCache.docker-hub.credentials: the ARN names resource secret:docker-hub-AbCdEf; allowed: arn:aws:secretsmanager:eu-central-1:333333333333:secret:ecr-pullthroughcache/NAME-XXXXXX; use an ARN of this form [arn-elsewhere]",
    ],
  ],
  [
    "azure without its registry",
    [
      [
        "[kubernetes]",
        "{ partner: { upstream: azure, credentials: arn:aws:secretsmanager:eu-central-1:333333333333:secret:ecr-pullthroughcache/partner-AbCdEf } }",
      ],
    ],
    [
      "organization.yaml:25:23 registry.pullThroughCache.partner: azure has a host for each registry; allowed: NAME.azurecr.io or NAME-HASH.azurecr.io; add `registry` [registry-missing]",
    ],
  ],
  [
    "a registry host for another upstream",
    [["[kubernetes]", "{ quay: { registry: partner.azurecr.io } }"]],
    [
      "organization.yaml:25:31 registry.pullThroughCache.quay.registry: quay has one host only; remove it [registry-superfluous]",
    ],
  ],
  [
    "registries of ECR without a host, of another upstream, in no region and the own one",
    [
      [
        "[kubernetes]",
        `{ a1: { upstream: ecr }, a2: { upstream: ecr, registry: examplepartner.azurecr.io }, a3: { upstream: ecr, registry: 666666666666.dkr.ecr.eu-middle-1.amazonaws.com }, a4: { upstream: ecr, registry: 333333333333.dkr.ecr.eu-central-1.amazonaws.com } }`,
      ],
    ],
    [
      "organization.yaml:25:23 registry.pullThroughCache.a1: ecr has a host for each registry; allowed: ACCOUNT.dkr.ecr.REGION.amazonaws.com; add `registry` [registry-missing]",
      "organization.yaml:25:77 registry.pullThroughCache.a2.registry: examplepartner.azurecr.io is not a registry of ecr; allowed: ACCOUNT.dkr.ecr.REGION.amazonaws.com; change `registry` or `upstream` [registry-of-other-upstream]",
      "organization.yaml:25:137 registry.pullThroughCache.a3.registry: there is no region eu-middle-1 in the partition aws; write the region of the registry whose images are cached [registry-in-no-region]",
      "organization.yaml:25:218 registry.pullThroughCache.a4.registry: is the registry of the cache itself; name a registry of another account or region [cache-of-itself]",
    ],
  ],
  [
    "a secret for a registry of ECR, which is read with a role",
    [
      [
        "[kubernetes]",
        "{ partner: { upstream: ecr, registry: 666666666666.dkr.ecr.eu-west-1.amazonaws.com, credentials: { version: 1 } } }",
      ],
    ],
    [
      "organization.yaml:25:105 registry.pullThroughCache.partner.credentials: ecr takes no credentials; remove it [credentials-superfluous]",
    ],
  ],
  [
    "credentials that are neither a secret nor a version",
    [["[kubernetes]", "{ docker-hub: { credentials: hunter2 }, github: { credentials: { token: x } } }"]],
    [
      'organization.yaml:25:50 registry.pullThroughCache.docker-hub.credentials: is "hunter2"; allowed: the ARN of a secret named ecr-pullthroughcache/…; write it like arn:aws:secretsmanager:eu-central-1:111111111111:secret:ecr-pullthroughcache/docker-hub-AbCdEf [invalid-value]',
      "organization.yaml:25:71 registry.pullThroughCache.github.credentials.version: is missing; allowed: a whole number from 1 to 1000000; add it [missing-key]",
      "organization.yaml:25:86 registry.pullThroughCache.github.credentials.token: unknown key; allowed: version; remove it [unknown-key]",
    ],
  ],
  [
    "pull-time exclusions of another partition and of a user",
    [
      [
        "  replication:",
        "  pullTimeExclusions: [arn:aws-cn:iam::222222222222:role/scanner, arn:aws:iam::222222222222:user/scanner]\n  replication:",
      ],
    ],
    [
      "organization.yaml:24:24 registry.pullTimeExclusions[0]: the ARN names partition aws-cn; allowed: arn:aws:iam::ACCOUNT:role/NAME; use an ARN of this form [arn-elsewhere]",
      "organization.yaml:24:67 registry.pullTimeExclusions[1]: the ARN names resource user/scanner; allowed: arn:aws:iam::ACCOUNT:role/NAME; use an ARN of this form [arn-elsewhere]",
    ],
  ],
  [
    "more pull-time exclusions than ninety-nine beside that of the signing watch",
    [
      [
        "  replication:",
        `  pullTimeExclusions: [${times(100, (index) => `arn:aws:iam::222222222222:role/r${String(index)}`)}]\n  replication:`,
      ],
    ],
    [
      "organization.yaml:24:23 registry.pullTimeExclusions: 100 roles are excluded; allowed: 99 roles; let scanners of several accounts assume one role of the registry's account, and exclude that [too-many-pull-time-exclusions]",
    ],
  ],
  [
    "an importer that is no account",
    [["[kubernetes]", "{ quay: { import: [shop, shp] } }"]],
    [
      "organization.yaml:25:46 registry.pullThroughCache.quay.import[1]: there is no account shp; allowed: management, security, images, shop; did you mean `shop`? [unknown-account]",
    ],
  ],
  [
    "two logins from one Terraform variable",
    [
      [
        "[kubernetes]",
        "{ a-b: { upstream: github, credentials: { version: 1 } }, a_b: { upstream: gitlab, credentials: { version: 1 } }, a.b: { upstream: github, credentials: { version: 1 } }, a/b: { upstream: gitlab, credentials: { version: 1 } } }",
      ],
    ],
    [
      "organization.yaml:25:79 registry.pullThroughCache.a_b: its login comes from the Terraform variable upstream_credential_a_b, which is that of a-b already; choose another prefix, and name the registry with `upstream` [variable-taken]",
      "organization.yaml:25:135 registry.pullThroughCache.a.b: its login comes from the Terraform variable upstream_credential_a_b, which is that of a-b already; choose another prefix, and name the registry with `upstream` [variable-taken]",
      "organization.yaml:25:191 registry.pullThroughCache.a/b: its login comes from the Terraform variable upstream_credential_a_b, which is that of a-b already; choose another prefix, and name the registry with `upstream` [variable-taken]",
    ],
  ],
  [
    "a cache twice in one region",
    [["[kubernetes]", "{ quay: { regions: [eu-west-1, eu-west-1] } }"]],
    [
      "organization.yaml:25:52 registry.pullThroughCache.quay.regions[1]: eu-west-1 is in this list already; remove it [repeated-entry]",
    ],
  ],
  [
    "a cache in a region that is not listed",
    [["[kubernetes]", "{ quay: { regions: [eu-west-1, us-east-1] } }"]],
    [
      "organization.yaml:25:52 registry.pullThroughCache.quay.regions[1]: us-east-1 is not one of organization.regions; allowed: eu-central-1 or eu-west-1; use one of them, or add us-east-1 to organization.regions [region-not-listed]",
    ],
  ],
  [
    "a cache in no region",
    [["[kubernetes]", "{ quay: { regions: [] } }"]],
    [
      "organization.yaml:25:40 registry.pullThroughCache.quay.regions: is an empty list; allowed: at least 1 entry; write it like [eu-central-1], or remove the key [invalid-value]",
    ],
  ],
  [
    "a cache where the registry's account is not used",
    [
      [
        'images: { id: "333333333333", role: [registry, pipeline] }',
        'images: { id: "333333333333", role: [registry, pipeline], regions: [eu-central-1] }',
      ],
      ["  replication: [eu-west-1]\n", ""],
      ["[kubernetes]", "{ quay: { regions: [eu-central-1, eu-west-1] } }"],
    ],
    [
      "organization.yaml:10:70 accounts.images.regions: eu-west-1 is missing: the registry caches there; add what is missing, or leave `regions` out [region-needed]",
    ],
  ],
  [
    "a secret that is not in the first region of its cache",
    [
      [
        "[kubernetes]",
        "{ docker-hub: { regions: [eu-west-1, eu-central-1], credentials: arn:aws:secretsmanager:eu-central-1:333333333333:secret:ecr-pullthroughcache/hub-AbCdEf } }",
      ],
    ],
    [
      "organization.yaml:25:86 registry.pullThroughCache.docker-hub.credentials: the ARN names region eu-central-1; allowed: arn:aws:secretsmanager:eu-west-1:333333333333:secret:ecr-pullthroughcache/NAME-XXXXXX; use an ARN of this form [arn-elsewhere]",
    ],
  ],
  [
    "a cache that in one of its regions is the registry's own",
    [
      [
        "[kubernetes]",
        "{ near: { upstream: ecr, registry: 333333333333.dkr.ecr.eu-west-1.amazonaws.com, regions: [eu-central-1, eu-west-1] } }",
      ],
    ],
    [
      "organization.yaml:25:56 registry.pullThroughCache.near.registry: is the registry of the cache itself; name a registry of another account or region [cache-of-itself]",
    ],
  ],
  [
    "a prefix that is no upstream",
    [["[kubernetes]", "{ partner: {}, dockerhub: {} }"]],
    [
      "organization.yaml:25:23 registry.pullThroughCache.partner: partner is not an upstream registry; allowed: docker-hub, ecr-public, quay, kubernetes, github, gitlab, azure, chainguard, ecr; add `upstream` to say which registry this prefix caches [unknown-upstream]",
      "organization.yaml:25:36 registry.pullThroughCache.dockerhub: dockerhub is not an upstream registry; allowed: docker-hub, ecr-public, quay, kubernetes, github, gitlab, azure, chainguard, ecr; did you mean `docker-hub`? [unknown-upstream]",
    ],
  ],
  [
    "a prefix of one letter and one of thirty-one",
    [
      [
        "[kubernetes]",
        "{ k: { upstream: kubernetes }, mirror/of.the.upstream.registry: { upstream: quay } }",
      ],
    ],
    [
      "organization.yaml:25:23 registry.pullThroughCache.k: the prefix is too short; allowed: 2 to 30 characters; choose another prefix, and name the registry with `upstream` [prefix-length]",
      "organization.yaml:25:52 registry.pullThroughCache.mirror/of.the.upstream.registry: the prefix is too long; allowed: 2 to 30 characters; choose another prefix, and name the registry with `upstream` [prefix-length]",
    ],
  ],
  [
    "a cache above a repository",
    [["[kubernetes]", "{ shop: { upstream: kubernetes } }"]],
    [
      "organization.yaml:27:5 registry.repositories.shop/api: lies under shop, where images of an upstream registry are cached; rename the repository, or cache under another prefix: `{ PREFIX: { upstream: … } }` [cache-covers-repository]",
    ],
  ],
  [
    "a cache above a replica",
    [["[kubernetes]", "{ shop: { upstream: kubernetes, regions: [eu-west-1] } }"]],
    [
      "organization.yaml:27:5 registry.repositories.shop/api: lies under shop, where images of an upstream registry are cached; rename the repository, or cache under another prefix: `{ PREFIX: { upstream: … } }` [cache-covers-repository]",
    ],
  ],
  [
    "a cache in a folder above a repository",
    [["[kubernetes]", "{ shop/api: { upstream: kubernetes } }"]],
    [
      "organization.yaml:27:5 registry.repositories.shop/api: lies under shop/api, where images of an upstream registry are cached; rename the repository, or cache under another prefix: `{ PREFIX: { upstream: … } }` [cache-covers-repository]",
    ],
  ],
  [
    "a cache within a cache",
    [
      [
        "[kubernetes]",
        "{ mirror/quay: { upstream: quay, import: [shop] }, mirror: { upstream: kubernetes } }",
      ],
    ],
    [
      "organization.yaml:25:23 registry.pullThroughCache.mirror/quay: lies under mirror, where images of an upstream registry are cached already; choose a prefix outside of it, and name the registry with `upstream` [cache-within-cache]",
    ],
  ],
  [
    "a prefix that ECR does not take",
    [
      [
        "[kubernetes]",
        "{ Quay.io: { upstream: quay }, quay..io: { upstream: quay }, quay/: { upstream: quay } }",
      ],
    ],
    [
      'organization.yaml:25:23 registry.pullThroughCache.Quay.io: the key "Quay.io" is not valid; allowed: lower-case letters and digits with single . _ - or / between; rename it to quay.io [invalid-key]',
      'organization.yaml:25:52 registry.pullThroughCache.quay..io: the key "quay..io" is not valid; allowed: lower-case letters and digits with single . _ - or / between; rename it to quay.io [invalid-key]',
      'organization.yaml:25:82 registry.pullThroughCache.quay/: the key "quay/" is not valid; allowed: lower-case letters and digits with single . _ - or / between; rename it to quay [invalid-key]',
    ],
  ],
  [
    "fifty-one caches",
    [
      [
        "[kubernetes]",
        "{ k8s-0: { upstream: kubernetes }, k8s-1: { upstream: kubernetes }, k8s-2: { upstream: kubernetes }, k8s-3: { upstream: kubernetes }, k8s-4: { upstream: kubernetes }, k8s-5: { upstream: kubernetes }, k8s-6: { upstream: kubernetes }, k8s-7: { upstream: kubernetes }, k8s-8: { upstream: kubernetes }, k8s-9: { upstream: kubernetes }, k8s-10: { upstream: kubernetes }, k8s-11: { upstream: kubernetes }, k8s-12: { upstream: kubernetes }, k8s-13: { upstream: kubernetes }, k8s-14: { upstream: kubernetes }, k8s-15: { upstream: kubernetes }, k8s-16: { upstream: kubernetes }, k8s-17: { upstream: kubernetes }, k8s-18: { upstream: kubernetes }, k8s-19: { upstream: kubernetes }, k8s-20: { upstream: kubernetes }, k8s-21: { upstream: kubernetes }, k8s-22: { upstream: kubernetes }, k8s-23: { upstream: kubernetes }, k8s-24: { upstream: kubernetes }, k8s-25: { upstream: kubernetes }, k8s-26: { upstream: kubernetes }, k8s-27: { upstream: kubernetes }, k8s-28: { upstream: kubernetes }, k8s-29: { upstream: kubernetes }, k8s-30: { upstream: kubernetes }, k8s-31: { upstream: kubernetes }, k8s-32: { upstream: kubernetes }, k8s-33: { upstream: kubernetes }, k8s-34: { upstream: kubernetes }, k8s-35: { upstream: kubernetes }, k8s-36: { upstream: kubernetes }, k8s-37: { upstream: kubernetes }, k8s-38: { upstream: kubernetes }, k8s-39: { upstream: kubernetes }, k8s-40: { upstream: kubernetes }, k8s-41: { upstream: kubernetes }, k8s-42: { upstream: kubernetes }, k8s-43: { upstream: kubernetes }, k8s-44: { upstream: kubernetes }, k8s-45: { upstream: kubernetes }, k8s-46: { upstream: kubernetes }, k8s-47: { upstream: kubernetes }, k8s-48: { upstream: kubernetes }, k8s-49: { upstream: kubernetes }, k8s-50: { upstream: kubernetes } }",
      ],
    ],
    [
      "organization.yaml:25:3 registry.pullThroughCache: there are 51 pull-through caches in eu-central-1; allowed: at most 50 in one registry; remove what nobody pulls, or cache it in another registry [too-many-caches]",
    ],
  ],
  [
    "a repository named like a cache, which is told once",
    [
      ["    shop/api: { pull: [shop] }\n", "    kubernetes: { pull: [shop] }\n"],
      ["image: shop/api", "image: kubernetes"],
    ],
    [
      "organization.yaml:27:5 registry.repositories.kubernetes: lies under kubernetes, where images of an upstream registry are cached; rename the repository, or cache under another prefix: `{ PREFIX: { upstream: … } }` [cache-covers-repository]",
    ],
  ],
];
