import { type BadFile } from "./base";

export const BAD_VALUES: readonly BadFile[] = [
  [
    "an unknown key near a known one",
    [["homeRegion", "homeregion"]],
    [
      "organization.yaml:1:1 organization.homeRegion: is missing; allowed: an AWS region listed in docs/organization-reference.md; add it, like `homeRegion: eu-central-1` [missing-key]",
      "organization.yaml:4:3 organization.homeregion: unknown key; allowed: id, root, partition, homeRegion, regions, organizationalUnits; did you mean `homeRegion`? [unknown-key]",
    ],
  ],
  [
    "an unknown key near none",
    [["guardrails:\n", "firewall: on\nguardrails:\n"]],
    [
      "organization.yaml:35:1 firewall: unknown key; allowed: organization, accounts, deployment, terraform, state, tags, signing, registry, pipelines, inspector, guardDuty, securityHub, guardrails, verification; remove it [unknown-key]",
    ],
  ],
  [
    "a typo of a section",
    [["pipelines:\n", "pipeline:\n"]],
    [
      "organization.yaml:28:1 pipeline: unknown key; allowed: organization, accounts, deployment, terraform, state, tags, signing, registry, pipelines, inspector, guardDuty, securityHub, guardrails, verification; did you mean `pipelines`? [unknown-key]",
    ],
  ],
  [
    "a key of another kind of cluster",
    [["{ type: ecs }", "{ type: ecs, engine: kyverno }"]],
    [
      "organization.yaml:18:25 accounts.shop.clusters.web.engine: unknown key; allowed: type, name, region, signatures, runtimeMonitoring, tags, enforcedSince, repositories, services; remove it: only `type: eks` takes it [unknown-key]",
    ],
  ],
  [
    "an account id as a number",
    [['"444444444444"', "444444444444"]],
    [
      'organization.yaml:12:9 accounts.shop.id: is the number 444444444444; allowed: 12 digits in quotes; put it in quotes: "444444444444" [invalid-value]',
    ],
  ],
  [
    "an account id with leading zeros as a number",
    [['"444444444444"', "012345678901"]],
    [
      'organization.yaml:12:9 accounts.shop.id: is the number 012345678901; allowed: 12 digits in quotes; put it in quotes: "012345678901" [invalid-value]',
    ],
  ],
  [
    "an account id of eleven digits",
    [['"444444444444"', '"44444444444"']],
    [
      'organization.yaml:12:9 accounts.shop.id: is "44444444444"; allowed: 12 digits in quotes; write it like "111111111111" [invalid-value]',
    ],
  ],
  [
    "a hexadecimal account id",
    [['"444444444444"', "0x67E0"]],
    [
      'organization.yaml:12:9 accounts.shop.id: is the number 0x67E0; allowed: 12 digits in quotes; write it like "111111111111" [invalid-value]',
    ],
  ],
  [
    "an unknown region",
    [["homeRegion: eu-central-1", "homeRegion: eu-central1"]],
    [
      'organization.yaml:4:15 organization.homeRegion: is "eu-central1"; allowed: an AWS region listed in docs/organization-reference.md; did you mean `eu-central-1`? [invalid-value]',
    ],
  ],
  [
    "an invented region",
    [["regions: [eu-central-1, eu-west-1]", "regions: [eu-central-1, mars-north-1]"]],
    [
      'organization.yaml:5:27 organization.regions[1]: is "mars-north-1"; allowed: an AWS region listed in docs/organization-reference.md; write it like eu-central-1 [invalid-value]',
    ],
  ],
  [
    "a region twice",
    [["regions: [eu-central-1, eu-west-1]", "regions: [eu-central-1, eu-west-1, eu-central-1]"]],
    [
      "organization.yaml:5:38 organization.regions[2]: eu-central-1 is in this list already; remove it [repeated-entry]",
    ],
  ],
  [
    "no regions",
    [["regions: [eu-central-1, eu-west-1]", "regions: []"]],
    [
      "organization.yaml:5:12 organization.regions: is an empty list; allowed: at least 1 entry; write it like [eu-central-1] [invalid-value]",
    ],
  ],
  [
    "one region as text",
    [["regions: [eu-central-1, eu-west-1]", "regions: eu-central-1"]],
    [
      'organization.yaml:5:12 organization.regions: is "eu-central-1"; allowed: a list; put it in brackets: [eu-central-1] [invalid-value]',
    ],
  ],
  [
    "an organization id of another kind",
    [["o-exampleorg1", "ou-ex4m-prod0001"]],
    [
      'organization.yaml:2:7 organization.id: is "ou-ex4m-prod0001"; allowed: the id of an organization; write it like o-exampleorg1 [invalid-value]',
    ],
  ],
  [
    "a missing key",
    [["  root: r-ex4m\n", ""]],
    [
      "organization.yaml:1:1 organization.root: is missing; allowed: the id of a root; add it, like `root: r-ex4m` [missing-key]",
    ],
  ],
  [
    "an empty value",
    [["root: r-ex4m", "root:"]],
    [
      "organization.yaml:3:8 organization.root: is empty; allowed: the id of a root; write it behind the key, like r-ex4m [invalid-value]",
    ],
  ],
  [
    "a map instead of text",
    [["root: r-ex4m", "root: { id: r-ex4m }"]],
    [
      "organization.yaml:3:9 organization.root: is a map; allowed: the id of a root; write it like r-ex4m [invalid-value]",
    ],
  ],
  [
    "a list instead of text",
    [["root: r-ex4m", "root: [r-ex4m]"]],
    [
      "organization.yaml:3:9 organization.root: is a list of 1 entry; allowed: the id of a root; write r-ex4m alone, not in a list [invalid-value]",
    ],
  ],
  [
    "true instead of text",
    [["root: r-ex4m", "root: true"]],
    [
      "organization.yaml:3:9 organization.root: is the boolean true; allowed: the id of a root; write it like r-ex4m [invalid-value]",
    ],
  ],
  [
    "an unknown role",
    [["role: workload", "role: worker"]],
    [
      'organization.yaml:13:11 accounts.shop.role: is "worker"; allowed: management, security, registry, pipeline or workload, or a list; write one of these [invalid-value]',
    ],
  ],
  [
    "an unknown role in a list",
    [["[registry, pipeline]", "[registry, pipelines]"]],
    [
      'organization.yaml:10:50 accounts.images.role[1]: is "pipelines"; allowed: management, security, registry, pipeline or workload; did you mean `pipeline`? [invalid-value]',
    ],
  ],
  [
    "a role twice",
    [["[registry, pipeline]", "[registry, registry, pipeline]"]],
    [
      "organization.yaml:10:50 accounts.images.role[1]: registry is in this list already; remove it [repeated-entry]",
    ],
  ],
  [
    "an account key with capitals",
    [["  shop:\n", "  Shop:\n"]],
    [
      'organization.yaml:11:3 accounts.Shop: the key "Shop" is not valid; allowed: lower-case letters, digits, single - or _, beginning with a letter; rename it to shop [invalid-key]',
    ],
  ],
  [
    "a cluster of no kind",
    [["{ type: ecs }", "{ signatures: block }"]],
    [
      "organization.yaml:18:7 accounts.shop.clusters.web.type: is missing; allowed: ecs or eks; add it, like `type: ecs` [missing-key]",
    ],
  ],
  [
    "a cluster of an unknown kind",
    [["{ type: ecs }", "{ type: eck }"]],
    [
      'organization.yaml:18:20 accounts.shop.clusters.web.type: is "eck"; allowed: ecs or eks; did you mean `ecs`? [invalid-value]',
    ],
  ],
  [
    "an unknown value",
    [["{ type: ecs }", "{ type: ecs, signatures: blok }"]],
    [
      'organization.yaml:18:37 accounts.shop.clusters.web.signatures: is "blok"; allowed: block, alert or off; did you mean `block`? [invalid-value]',
    ],
  ],
  [
    "text instead of true or false",
    [["{ type: ecs }", "{ type: ecs, runtimeMonitoring: yes }"]],
    [
      'organization.yaml:18:44 accounts.shop.clusters.web.runtimeMonitoring: is "yes"; allowed: true or false; write true [invalid-value]',
    ],
  ],
  [
    "an address range that is none",
    [["10.40.0.0/16", "10.40.0.0"]],
    [
      'organization.yaml:16:45 accounts.shop.networks[0].cidr: is "10.40.0.0"; allowed: an IPv4 range; write it like 10.40.0.0/16 [invalid-value]',
    ],
  ],
  [
    "a VPC id of another kind",
    [["vpc-0a1b2c3d4e5f60718", "subnet-0a1b2c3d4e5f60718"]],
    [
      'organization.yaml:16:16 accounts.shop.networks[0].vpc: is "subnet-0a1b2c3d4e5f60718"; allowed: the id of a VPC; write it like vpc-0a1b2c3d4e5f60718 [invalid-value]',
    ],
  ],
  [
    "a network without subnets",
    [["subnets: [subnet-0a1b2c3d4e5f60711], ", ""]],
    [
      "organization.yaml:16:9 accounts.shop.networks[0].subnets: is missing; allowed: a list; add it, like `subnets: [subnet-0a1b2c3d4e5f60718]` [missing-key]",
    ],
  ],
  [
    "an unknown backend",
    [["signing:\n", "state: { backend: s4, bucket: x }\nsigning:\n"]],
    [
      'organization.yaml:20:19 state.backend: is "s4"; allowed: local, s3 or hcp-terraform; did you mean `s3`? [invalid-value]',
    ],
  ],
  [
    "a backend without its bucket",
    [["signing:\n", "state: { backend: s3 }\nsigning:\n"]],
    [
      "organization.yaml:20:1 state.bucket: is missing; allowed: a bucket name; add it, like `bucket: example-terraform-state` [missing-key]",
    ],
  ],
  [
    "a bucket with capitals",
    [["signing:\n", "state: { backend: s3, bucket: State }\nsigning:\n"]],
    [
      'organization.yaml:20:31 state.bucket: is "State"; allowed: a bucket name; write it like example-terraform-state [invalid-value]',
    ],
  ],
  [
    "a workspace without the stack",
    [["signing:\n", "state: { backend: hcp-terraform, organization: shop, workspace: all }\nsigning:\n"]],
    [
      'organization.yaml:20:65 state.workspace: is "all"; allowed: letters, digits, - and _ around {stack}; write it like "supply-chain-{organization}-{stack}", or remove the key [invalid-value]',
    ],
  ],
];
