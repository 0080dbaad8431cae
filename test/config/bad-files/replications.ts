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
];
