import { type BadFile } from "./base";

export const BAD_GUARDRAILS: readonly BadFile[] = [
  [
    "an unknown target of guardrails",
    [["attachTo: [production]", "attachTo: [productoin]"]],
    [
      'organization.yaml:36:14 guardrails.attachTo[0]: "productoin" is neither root nor a key or id of an organizational unit or account; allowed: root, production, management, security, images, shop; did you mean `production`? [unknown-target]',
    ],
  ],
  [
    "a target by its key and its id",
    [["attachTo: [production]", "attachTo: [production, ou-ex4m-prod0001, root, root]"]],
    [
      "organization.yaml:36:26 guardrails.attachTo[1]: ou-ex4m-prod0001 is production, which is in this list already; remove it [repeated-entry]",
      "organization.yaml:36:50 guardrails.attachTo[3]: root is in this list already; remove it [repeated-entry]",
    ],
  ],
  [
    "guardrails of the management account",
    [["attachTo: [production]", 'attachTo: ["111111111111"]']],
    [
      "organization.yaml:36:14 guardrails.attachTo[0]: is the management account, which no service control policy binds; remove it [guardrail-on-management]",
    ],
  ],
  [
    "an exempt role of another partition",
    [
      [
        "attachTo: [production]",
        "attachTo: []\n  exemptRoles: [arn:aws-cn:iam::333333333333:role/break-glass]",
      ],
    ],
    [
      "organization.yaml:37:17 guardrails.exemptRoles[0]: the ARN names partition aws-cn; allowed: arn:aws:iam::ACCOUNT:role/NAME; use an ARN of this form [arn-elsewhere]",
    ],
  ],
  [
    "a state in another partition, with a key elsewhere",
    [
      [
        "signing:\n",
        "state: { backend: s3, bucket: state-bucket, region: cn-north-1, kmsKey: arn:aws:kms:eu-central-1:333333333333:key/1 }\nsigning:\n",
      ],
    ],
    [
      "organization.yaml:20:53 state.region: cn-north-1 belongs to the partition aws-cn, the organization to aws; keep the state in the organization's partition [region-of-other-partition]",
      "organization.yaml:20:73 state.kmsKey: the ARN names region eu-central-1, resource key/1; allowed: arn:aws:kms:cn-north-1:ACCOUNT:key/KEY-ID; use an ARN of this form [arn-elsewhere]",
    ],
  ],
  [
    "fifty-one tags",
    [
      [
        "signing:\n",
        "tags: { t0: x, t1: x, t2: x, t3: x, t4: x, t5: x, t6: x, t7: x, t8: x, t9: x, t10: x, t11: x, t12: x, t13: x, t14: x, t15: x, t16: x, t17: x, t18: x, t19: x, t20: x, t21: x, t22: x, t23: x, t24: x, t25: x, t26: x, t27: x, t28: x, t29: x, t30: x, t31: x, t32: x, t33: x, t34: x, t35: x, t36: x, t37: x, t38: x, t39: x, t40: x, t41: x, t42: x, t43: x, t44: x, t45: x, t46: x, t47: x, t48: x, t49: x, t50: x }\nsigning:\n",
      ],
    ],
    [
      "organization.yaml:20:1 tags: there are 51 tags; allowed: at most 50, as many as a resource takes; remove 1 of them [too-many-tags]",
    ],
  ],
  [
    "mistakes of both kinds",
    [["  images: {", '  builds: { id: "222222222222", role: [pipeline], region: x }\n  images: {']],
    [
      "organization.yaml:10:17 accounts.builds.id: 222222222222 is the id of account security already; list the account once: `role: [security, pipeline]` [account-repeated]",
      "organization.yaml:10:51 accounts.builds.region: unknown key; allowed: id, role, organizationalUnit, regions, deploymentRole, networks, clusters; did you mean `regions`? [unknown-key]",
    ],
  ],
  [
    "a deploy role that two pipelines need",
    [
      [
        "      web: { type: ecs }",
        "      web: { type: ecs }\n      b: { type: ecs }\n      web-b: { type: ecs }",
      ],
      [
        "pipelines:\n",
        "pipelines:\n  api-web:\n    source: { github: example/api }\n    image: shop/api\n    deploy: [{ cluster: shop/b, service: api }]\n",
      ],
      ["    deploy:\n", "    deploy:\n      - { cluster: shop/web-b, service: api }\n"],
    ],
    [
      "organization.yaml:35:3 pipelines.api: needs the role supply-chain-deploy-api-web-b in account shop, and so does pipelines.api-web; rename the pipeline or the cluster [names-clash]",
    ],
  ],
  [
    "monitoring that is off",
    [
      ["      web: { type: ecs }", "      web: { type: ecs, runtimeMonitoring: true }"],
      ["guardrails:\n", 'guardDuty: { ecs: "off" }\nguardrails:\n'],
    ],
    [
      "organization.yaml:18:44 accounts.shop.clusters.web.runtimeMonitoring: is true, but guardDuty.ecs is off; set `guardDuty.ecs: selected`, or remove it [monitoring-off]",
    ],
  ],
  [
    "a target with two meanings",
    [
      ["{ production: ou-ex4m-prod0001 }", "{ production: ou-ex4m-prod0001, shop: ou-ex4m-shop0001 }"],
      ["attachTo: [production]", "attachTo: [shop]"],
    ],
    [
      "organization.yaml:36:14 guardrails.attachTo[0]: shop is the key of an organizational unit and of an account; write the id: ou-ex4m-shop0001 or 444444444444 [target-unclear]",
    ],
  ],
  [
    "a repository that only an unknown profile would sign",
    [
      ["    release: { validity: 135 months }", "    {}"],
      ["{ pull: [shop] }", "{ signedBy: release }"],
      ["{ type: ecs }", '{ type: ecs, signatures: "off" }'],
      ["region: eu-west-1 }", 'region: eu-west-1, signatures: "off" }'],
    ],
    [
      "organization.yaml:27:27 registry.repositories.shop/api.signedBy: there is no signing profile release; allowed: a key of signing.profiles, which has none; add it to signing.profiles [unknown-profile]",
    ],
  ],
  [
    "a pipeline of an account without the role, and no account with it",
    [
      ["[registry, pipeline]", "registry"],
      ["    image: shop/api\n", "    image: shop/api\n    account: shop\n"],
    ],
    [
      "organization.yaml:32:14 pipelines.api.account: account shop does not have the role pipeline; allowed: an account with the role pipeline; add the role pipeline to account shop, or name another account [account-without-role]",
    ],
  ],
  [
    "an unknown repository and cluster where there are none",
    [
      ["    shop/api: { pull: [shop] }", "    {}"],
      ["    clusters:\n      web: { type: ecs }\n      jobs: { type: eks, region: eu-west-1 }\n", ""],
    ],
    [
      "organization.yaml:28:12 pipelines.api.image: there is no repository shop/api; allowed: a key of registry.repositories, which has none; add it to registry.repositories [unknown-repository]",
      "organization.yaml:30:20 pipelines.api.deploy[0].cluster: there is no cluster shop/web; allowed: a key of an account's `clusters`, and there are none; add the cluster to its account [unknown-cluster]",
      "organization.yaml:31:20 pipelines.api.deploy[1].cluster: there is no cluster shop/jobs; allowed: a key of an account's `clusters`, and there are none; add the cluster to its account [unknown-cluster]",
    ],
  ],
];
