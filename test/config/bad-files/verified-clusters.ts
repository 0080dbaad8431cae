import { type BadFile, type Edit } from "./base";

const web = (settings: string): Edit[] => [["web: { type: ecs }", `web: { type: ecs, ${settings} }`]];

/** What the verifier of a cluster on ECS is told. */
export const BAD_VERIFIED_CLUSTERS: readonly BadFile[] = [
  [
    "tags that are neither refused nor detected",
    web("tags: allow"),
    [
      'organization.yaml:18:31 accounts.shop.clusters.web.tags: is "allow"; allowed: refuse or detect; write one of these, or remove the key [invalid-value]',
    ],
  ],
  [
    "a day of enforcement that is none",
    web("signatures: block, enforcedSince: 2026-02-30"),
    [
      'organization.yaml:18:59 accounts.shop.clusters.web.enforcedSince: is "2026-02-30"; allowed: a day; write it like "2026-03-31", or remove the key [invalid-value]',
    ],
  ],
  [
    "a time of enforcement",
    web('signatures: block, enforcedSince: "2026-03-31T00:00:00Z"'),
    [
      'organization.yaml:18:59 accounts.shop.clusters.web.enforcedSince: is "2026-03-31T00:00:00Z"; allowed: a day; write it like "2026-03-31", or remove the key [invalid-value]',
    ],
  ],
  [
    "a day of enforcement where nothing is kept out",
    web("enforcedSince: 2026-03-31"),
    [
      "organization.yaml:18:25 accounts.shop.clusters.web.enforcedSince: is said, but no task of a cluster with `signatures: alert` is ever stopped; set `signatures: block`, or remove it [key-without-effect]",
    ],
  ],
  [
    "what a verifier is told where there is none",
    web('signatures: "off", tags: detect, repositories: [shop/api]'),
    [
      'organization.yaml:18:44 accounts.shop.clusters.web.tags: is said, but nothing verifies the images of a cluster with `signatures: "off"`; set `signatures: alert` or `signatures: block`, or remove it [key-without-effect]',
      'organization.yaml:18:58 accounts.shop.clusters.web.repositories: is said, but nothing verifies the images of a cluster with `signatures: "off"`; set `signatures: alert` or `signatures: block`, or remove it [key-without-effect]',
    ],
  ],
  [
    "the verifier of an EKS cluster, which reads no tags",
    [["region: eu-west-1 }", "region: eu-west-1, tags: detect }"]],
    [
      "organization.yaml:19:45 accounts.shop.clusters.jobs.tags: unknown key; allowed: type, name, region, signatures, runtimeMonitoring, engine; remove it: only `type: ecs` takes it [unknown-key]",
    ],
  ],
  [
    "a repository that there is not",
    web("repositories: [shop/apo]"),
    [
      "organization.yaml:18:40 accounts.shop.clusters.web.repositories[0]: there is no repository shop/apo; allowed: a key of registry.repositories, or an address of a publisher of verification.publishers for this account; did you mean `shop/api`? [unknown-repository]",
    ],
  ],
  [
    "no repository at all",
    web("repositories: []"),
    [
      "organization.yaml:18:39 accounts.shop.clusters.web.repositories: is an empty list; allowed: at least 1 entry; write it like [shop/api], or remove the key [invalid-value]",
    ],
  ],
  [
    "repositories by wildcard",
    web('repositories: ["shop/*"]'),
    [
      'organization.yaml:18:40 accounts.shop.clusters.web.repositories[0]: is "shop/*"; allowed: the name of a repository of `registry.repositories`, or the address of one of `verification.publishers`; write it like shop/api [invalid-value]',
    ],
  ],
  [
    "a repository that the account may not pull",
    [
      ...web("repositories: [shop/api, data/reports]"),
      [
        "    shop/api: { pull: [shop] }\n",
        "    shop/api: { pull: [shop] }\n    data/reports: { pull: [images] }\n",
      ],
    ],
    [
      "organization.yaml:18:50 accounts.shop.clusters.web.repositories[1]: account shop may not pull data/reports; allowed: clusters of images; add shop to registry.repositories.data/reports.pull, or take it out [image-not-pullable]",
    ],
  ],
  [
    "a service with a repository that there is not",
    web("services: { api: [shop/web] }"),
    [
      "organization.yaml:18:43 accounts.shop.clusters.web.services.api[0]: there is no repository shop/web; allowed: a key of registry.repositories, or an address of a publisher of verification.publishers for this account; did you mean `shop/api`? [unknown-repository]",
    ],
  ],
  [
    "a service that may run more than its cluster",
    [
      ...web("repositories: [shop/api], services: { api: [shop/api, shop/web] }"),
      ["    shop/api: { pull: [shop] }\n", "    shop/api: { pull: [shop] }\n    shop/web: {}\n"],
    ],
    [
      "organization.yaml:18:79 accounts.shop.clusters.web.services.api[1]: the cluster itself may not run images of shop/web; allowed: shop/api; take it out, or add it to the cluster's `repositories` [repository-outside-cluster]",
    ],
  ],
  [
    "a service whose name ECS does not take",
    web("services: { a.b: [shop/api] }"),
    [
      'organization.yaml:18:37 accounts.shop.clusters.web.services.a.b: the key "a.b" is not valid; allowed: 1 to 255 letters, digits, - and _; rename it to a-b [invalid-key]',
    ],
  ],
];
