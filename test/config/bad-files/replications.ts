import { type BadFile } from "./base";

/** What replication would copy beside what it is meant to. */
export const BAD_REPLICATIONS: readonly BadFile[] = [
  [
    "repositories whose names begin those of caches",
    [
      ["[kubernetes]", "{ kubernetes: {}, kube-2: { upstream: quay }, ecr-public: {} }"],
      ["    shop/api: { pull: [shop] }\n", "    shop/api: { pull: [shop] }\n    kube:\n    ecr:\n"],
    ],
    [
      "organization.yaml:28:5 registry.repositories.kube: is replicated by the beginning kube, and so would be what is cached under kubernetes, kube-2; rename the repository, for example to kube/kube, whose beginning is kube/, or rename the prefix: `{ PREFIX: { upstream: … } }` [cache-replicated]",
      "organization.yaml:29:5 registry.repositories.ecr: is replicated by the beginning ecr, and so would be what is cached under ecr-public; rename the repository, for example to ecr/ecr, whose beginning is ecr/, or rename the prefix: `{ PREFIX: { upstream: … } }` [cache-replicated]",
    ],
  ],
  [
    "a cache in a folder of repositories that are replicated",
    [["[kubernetes]", "{ shop/quay.io: { upstream: quay } }"]],
    [
      "organization.yaml:27:5 registry.repositories.shop/api: is replicated by the beginning shop/, and so would be what is cached under shop/quay.io; keep them apart: another first folder than shop/ for one of the two [cache-replicated]",
    ],
  ],
  [
    "a cache in a folder with the name of a replicated repository",
    [
      ["[kubernetes]", "{ mirror/quay: { upstream: quay } }"],
      ["    shop/api: { pull: [shop] }\n", "    shop/api: { pull: [shop] }\n    mirror:\n"],
    ],
    [
      "organization.yaml:28:5 registry.repositories.mirror: is replicated by the beginning mirror, and so would be what is cached under mirror/quay; keep them apart: another first folder than mirror/ for one of the two [cache-replicated]",
    ],
  ],
  [
    "a template for replicas beside a cache in one folder",
    [
      [
        "[kubernetes]",
        "{ mirror/quay: { upstream: quay } }\n  creationTemplates:\n    mirror/own: { appliedFor: [REPLICATION], regions: [eu-west-1] }",
      ],
    ],
    [
      "organization.yaml:27:5 registry.creationTemplates.mirror/own: is replicated by the beginning mirror/, and so would be what is cached under mirror/quay; keep them apart: another first folder than mirror/ for one of the two [cache-replicated]",
    ],
  ],
  [
    "a template for replicas of what is cached",
    [
      [
        "[kubernetes]",
        "[kubernetes]\n  creationTemplates:\n    kubernetes/own: { appliedFor: [REPLICATION], regions: [eu-west-1] }",
      ],
    ],
    [
      "organization.yaml:27:5 registry.creationTemplates.kubernetes/own: is replicated by the beginning kubernetes/, and so would be what is cached under kubernetes; keep them apart: another first folder than kubernetes/ for one of the two [cache-replicated]",
    ],
  ],
];
