import { type BadFile } from "./base";

/** Keys in the wrong place. */
export const BAD_MISPLACED: readonly BadFile[] = [
  [
    "repositories outside of the registry",
    [["pipelines:\n", "repositories: {}\npipelines:\n"]],
    [
      "organization.yaml:28:1 repositories: unknown key; allowed: organization, accounts, deployment, terraform, state, tags, signing, registry, pipelines, inspector, guardDuty, securityHub, guardrails, verification; remove it [unknown-key]",
    ],
  ],
  [
    "clusters outside of their account",
    [["signing:\n", "clusters: {}\nsigning:\n"]],
    [
      "organization.yaml:20:1 clusters: unknown key; allowed: organization, accounts, deployment, terraform, state, tags, signing, registry, pipelines, inspector, guardDuty, securityHub, guardrails, verification; remove it, or move it to `accounts.KEY.clusters` [unknown-key]",
    ],
  ],
  [
    "the engine of another kind, beside the clusters",
    [["    clusters:\n", "    engine: kyverno\n    clusters:\n"]],
    [
      "organization.yaml:17:5 accounts.shop.engine: unknown key; allowed: id, role, organizationalUnit, regions, deploymentRole, networks, clusters; remove it, or move it to `accounts.shop.clusters.KEY.engine` [unknown-key]",
    ],
  ],
  [
    "a service beside its cluster",
    [["    deploy:\n", "    service: api\n    deploy:\n"]],
    [
      "organization.yaml:32:5 pipelines.api.service: unknown key; allowed: account, source, image, build, approval, deploy; remove it, or move it to `pipelines.api.deploy[].service` or `verification.breakGlass.KEY.service` [unknown-key]",
    ],
  ],
  [
    "a key of another backend",
    [["signing:\n", "state: { backend: local, bucket: x }\nsigning:\n"]],
    [
      "organization.yaml:20:26 state.bucket: unknown key; allowed: backend, directory; remove it: only `backend: s3` takes it [unknown-key]",
    ],
  ],
  [
    "a key of an entry, one level above",
    [["    image: shop/api\n", "    image: shop/api\n    dockerfile: Dockerfile\n"]],
    [
      "organization.yaml:32:5 pipelines.api.dockerfile: unknown key; allowed: account, source, image, build, approval, deploy; remove it, or move it to `pipelines.api.build.dockerfile` [unknown-key]",
    ],
  ],
  [
    "a key that is in two places",
    [["signing:\n", "id: x\nsigning:\n"]],
    [
      "organization.yaml:20:1 id: unknown key; allowed: organization, accounts, deployment, terraform, state, tags, signing, registry, pipelines, inspector, guardDuty, securityHub, guardrails, verification; remove it, or move it to `organization.id` or `accounts.KEY.id` [unknown-key]",
    ],
  ],
  [
    "a key that is in two forms of one place",
    [["signing:\n", "name: x\nsigning:\n"]],
    [
      "organization.yaml:20:1 name: unknown key; allowed: organization, accounts, deployment, terraform, state, tags, signing, registry, pipelines, inspector, guardDuty, securityHub, guardrails, verification; remove it, or move it to `accounts.KEY.clusters.KEY.name` [unknown-key]",
    ],
  ],
  [
    "a key that is in three places, one of them in two forms",
    [["signing:\n", "region: eu-central-1\nsigning:\n"]],
    [
      "organization.yaml:20:1 region: unknown key; allowed: organization, accounts, deployment, terraform, state, tags, signing, registry, pipelines, inspector, guardDuty, securityHub, guardrails, verification; remove it, or move it to `accounts.KEY.networks[].region`, `accounts.KEY.clusters.KEY.region` or `state.region` [unknown-key]",
    ],
  ],
  [
    "a key near a known one of a list's entry",
    [["service: api }", "servce: api }"]],
    [
      "organization.yaml:33:30 pipelines.api.deploy[0].servce: unknown key; allowed: cluster, service, container, taskRoles, manifests, namespace; did you mean `service`? [unknown-key]",
    ],
  ],
];
