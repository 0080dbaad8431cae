import { type BadFile } from "./base";

/** Values of a kind that no rewriting mends. */
export const BAD_KINDS: readonly BadFile[] = [
  [
    "a section with nothing behind it",
    [["accounts:\n", "accounts:\nothers:\n"]],
    [
      "organization.yaml:7:10 accounts: is empty; allowed: a map of keys and values; write lines like `KEY: …` below it [invalid-value]",
      "organization.yaml:8:1 others: unknown key; allowed: organization, accounts, deployment, terraform, state, tags, signing, registry, pipelines, inspector, guardDuty, securityHub, guardrails, verification; remove it [unknown-key]",
    ],
  ],
  [
    "a section that is missing",
    "accounts: {}\n",
    [
      "organization.yaml:1:1 organization: is missing; allowed: a map of keys and values; add it with its keys `id`, `root`, `homeRegion`, `regions` [missing-key]",
    ],
  ],
  [
    "an account with nothing behind it",
    [['  security: { id: "222222222222", role: security }', "  security:"]],
    [
      "organization.yaml:9:12 accounts.security: is empty; allowed: a map of keys and values; write its keys below it: `id`, `role` [invalid-value]",
    ],
  ],
  [
    "an account that is a list",
    [['  security: { id: "222222222222", role: security }', "  security: [a, b]"]],
    [
      "organization.yaml:9:13 accounts.security: is a list of 2 entries; allowed: a map of keys and values; write its keys below it: `id`, `role` [invalid-value]",
    ],
  ],
  [
    "accounts that are a list",
    "accounts: [a, b]\n",
    [
      "organization.yaml:1:1 organization: is missing; allowed: a map of keys and values; add it with its keys `id`, `root`, `homeRegion`, `regions` [missing-key]",
      "organization.yaml:1:11 accounts: is a list of 2 entries; allowed: a map of keys and values; write lines like `KEY: …` below it [invalid-value]",
    ],
  ],
  [
    "a list with nothing behind it",
    [["regions: [eu-central-1, eu-west-1]", "regions:"]],
    [
      "organization.yaml:5:11 organization.regions: is empty; allowed: a list; write it behind the key, like [eu-central-1] [invalid-value]",
    ],
  ],
  [
    "a list of maps with nothing behind it",
    [
      [
        "    deploy:\n      - { cluster: shop/web, service: api }\n      - { cluster: shop/jobs, manifests: [deploy/api.yaml] }\n",
        "    deploy:\n",
      ],
    ],
    [
      "organization.yaml:32:12 pipelines.api.deploy: is empty; allowed: a list; write entries that begin with `- ` below it, or remove the key [invalid-value]",
    ],
  ],
  [
    "a value of several with nothing behind it",
    [["{ type: ecs }", "{ type: ecs, signatures: }"]],
    [
      "organization.yaml:18:37 accounts.shop.clusters.web.signatures: is empty; allowed: block, alert or off; write one of these behind the key, or remove the key [invalid-value]",
    ],
  ],
  [
    "a truth value with nothing behind it",
    [["{ type: ecs }", "{ type: ecs, runtimeMonitoring: }"]],
    [
      "organization.yaml:18:44 accounts.shop.clusters.web.runtimeMonitoring: is empty; allowed: true or false; write true or false behind the key, or remove the key [invalid-value]",
    ],
  ],
  [
    "a truth value that is a map",
    [["{ type: ecs }", "{ type: ecs, runtimeMonitoring: {} }"]],
    [
      "organization.yaml:18:44 accounts.shop.clusters.web.runtimeMonitoring: is a map; allowed: true or false; write true or false, or remove the key [invalid-value]",
    ],
  ],
  [
    "a number with nothing behind it",
    [["{ pull: [shop] }", "{ keep: { untaggedDays: } }"]],
    [
      "organization.yaml:27:39 registry.repositories.shop/api.keep.untaggedDays: is empty; allowed: a whole number from 1 to 3650; write such a number behind the key, or remove the key [invalid-value]",
    ],
  ],
  [
    "a number that is a list",
    [["{ pull: [shop] }", "{ keep: { untaggedDays: [1, 2] } }"]],
    [
      "organization.yaml:27:39 registry.repositories.shop/api.keep.untaggedDays: is a list of 2 entries; allowed: a whole number from 1 to 3650; write such a number, or remove the key [invalid-value]",
    ],
  ],
  [
    "a text that is a map",
    [["image: shop/api", "image: { name: shop/api }"]],
    [
      "organization.yaml:31:12 pipelines.api.image: is a map; allowed: text; write the text alone [invalid-value]",
    ],
  ],
  [
    "a text with nothing behind it",
    [["image: shop/api", "image:"]],
    [
      "organization.yaml:31:11 pipelines.api.image: is empty; allowed: text; write the text behind the key [invalid-value]",
    ],
  ],
  [
    "a role that is a map",
    [["role: workload", "role: { name: workload }"]],
    [
      "organization.yaml:13:11 accounts.shop.role: is a map; allowed: management, security, registry, pipeline or workload, or a list; write one of these [invalid-value]",
    ],
  ],
  [
    "an encryption that is a number",
    [["{ pull: [shop] }", "{ encryption: 256 }"]],
    [
      "organization.yaml:27:29 registry.repositories.shop/api.encryption: is the number 256; allowed: aes256, kms or kms-dsse, or a map of keys and values; write one of these, or remove the key [invalid-value]",
    ],
  ],
  [
    "a key that no other name mends",
    [["  shop:\n", '  "?!":\n']],
    [
      'organization.yaml:11:3 accounts.?!: the key "?!" is not valid; allowed: lower-case letters, digits, single - or _, beginning with a letter; rename it, for example to shop-prod [invalid-key]',
    ],
  ],
  [
    "a key whose correction is taken",
    [["  shop:\n", "  Security:\n"]],
    [
      'organization.yaml:11:3 accounts.Security: the key "Security" is not valid; allowed: lower-case letters, digits, single - or _, beginning with a letter; rename it, for example to shop-prod [invalid-key]',
    ],
  ],
  [
    "a state that is text",
    [["signing:\n", "state: s3\nsigning:\n"]],
    [
      'organization.yaml:20:8 state: is "s3"; allowed: a map of keys and values; write its keys below it: `backend`, or remove the key [invalid-value]',
    ],
  ],
  [
    "a version constraint that is none",
    [["signing:\n", "terraform: { terraform: latest }\nsigning:\n"]],
    [
      'organization.yaml:20:25 terraform.terraform: is "latest"; allowed: a version constraint; write it like ">= 1.10", or remove the key [invalid-value]',
    ],
  ],
];
