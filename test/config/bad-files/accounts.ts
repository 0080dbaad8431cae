import { type BadFile } from "./base";

export const BAD_ACCOUNTS: readonly BadFile[] = [
  [
    "no security account",
    [["role: security }", "role: workload }"]],
    [
      "organization.yaml:7:1 accounts: no account has the role security; allowed: exactly one account with the role security; add `role: security` to an account [role-missing]",
    ],
  ],
  [
    "two registry accounts, two owners of one registry",
    [["role: workload", "role: [workload, registry]"]],
    [
      "organization.yaml:13:11 accounts.shop.role: account images has the role registry already; allowed: exactly one account with the role registry; remove the role from one of the two [role-repeated]",
    ],
  ],
  [
    "two management accounts",
    [["role: security }", "role: [security, management] }"]],
    [
      "organization.yaml:9:41 accounts.security.role: account management has the role management already; allowed: exactly one account with the role management; remove the role from one of the two [role-repeated]",
      "organization.yaml:9:41 accounts.security.role: the management account cannot be its own delegated administrator; give the role security to an account of its own [role-conflict]",
    ],
  ],
  [
    "the same account twice",
    [['"444444444444"', '"333333333333"']],
    [
      "organization.yaml:12:9 accounts.shop.id: 333333333333 is the id of account images already; list the account once: `role: [registry, pipeline, workload]` [account-repeated]",
    ],
  ],
  [
    "a workload account twice",
    [["  shop:\n", '  web: { id: "444444444444", role: workload }\n  shop:\n']],
    [
      "organization.yaml:13:9 accounts.shop.id: 444444444444 is the id of account web already; list the account once: `role: workload` [account-repeated]",
    ],
  ],
  [
    "the management account as the security account",
    [['"222222222222"', '"111111111111"']],
    [
      "organization.yaml:9:19 accounts.security.id: 111111111111 is the id of account management already, and the management account cannot be its own delegated administrator; give the role security to an account of its own [role-conflict]",
    ],
  ],
  [
    "an unknown organizational unit",
    [["organizationalUnit: production", "organizationalUnit: prod"]],
    [
      'organization.yaml:14:25 accounts.shop.organizationalUnit: "prod" is not a key of organization.organizationalUnits; allowed: one of its keys, or an id such as ou-ex4m-prod0001; write the id, or add the key with its id to organization.organizationalUnits [unknown-organizational-unit]',
    ],
  ],
  [
    "a deployment role of another account",
    [
      [
        "    role: workload\n",
        "    role: workload\n    deploymentRole: arn:aws:iam::999999999999:role/deploy\n",
      ],
    ],
    [
      "organization.yaml:14:21 accounts.shop.deploymentRole: the ARN names account 999999999999; allowed: arn:aws:iam::444444444444:role/NAME; use an ARN of this form [arn-elsewhere]",
    ],
  ],
  [
    "a home region that is not listed",
    [["homeRegion: eu-central-1", "homeRegion: us-east-1"]],
    [
      "organization.yaml:4:15 organization.homeRegion: us-east-1 is not one of organization.regions; allowed: eu-central-1 or eu-west-1; use one of them, or add us-east-1 to organization.regions [region-not-listed]",
    ],
  ],
  [
    "a region of another partition",
    [["[eu-central-1, eu-west-1]", "[eu-central-1, eu-west-1, cn-north-1]"]],
    [
      "organization.yaml:5:38 organization.regions[2]: cn-north-1 belongs to the partition aws-cn, the organization to aws; change `partition` or the region: an organization lives in one partition [region-of-other-partition]",
    ],
  ],
  [
    "an account in a region that is not listed",
    [["    role: workload\n", "    role: workload\n    regions: [eu-central-1, eu-west-1, us-east-1]\n"]],
    [
      "organization.yaml:14:40 accounts.shop.regions[2]: us-east-1 is not one of organization.regions; allowed: eu-central-1 or eu-west-1; use one of them, or add us-east-1 to organization.regions [region-not-listed]",
    ],
  ],
  [
    "a cluster in a region of no account",
    [["    role: workload\n", "    role: workload\n    regions: [eu-central-1]\n"]],
    [
      "organization.yaml:20:34 accounts.shop.clusters.jobs.region: eu-west-1 is not one of the regions of account shop; allowed: eu-central-1; use one of them, or add eu-west-1 to accounts.shop.regions [region-not-in-account]",
    ],
  ],
  [
    "a cluster in a region that is not listed",
    [["region: eu-west-1", "region: us-east-1"]],
    [
      "organization.yaml:19:34 accounts.shop.clusters.jobs.region: us-east-1 is not one of organization.regions; allowed: eu-central-1 or eu-west-1; use one of them, or add us-east-1 to organization.regions [region-not-listed]",
    ],
  ],
  [
    "a security account that misses a region",
    [["role: security }", "role: security, regions: [eu-central-1] }"]],
    [
      "organization.yaml:9:60 accounts.security.regions: eu-west-1 is missing: the security account works in every region of the organization; add what is missing, or leave `regions` out [region-needed]",
    ],
  ],
  [
    "a registry account that misses its regions",
    [["role: [registry, pipeline] }", "role: [registry, pipeline], regions: [us-east-1] }"]],
    [
      "organization.yaml:10:70 accounts.images.regions: eu-central-1 is missing: the registry is in the home region; add what is missing, or leave `regions` out [region-needed]",
      "organization.yaml:10:70 accounts.images.regions: eu-west-1 is missing: the registry's replicas are there; add what is missing, or leave `regions` out [region-needed]",
      "organization.yaml:10:70 accounts.images.regions: eu-central-1 is missing: pipelines run in the home region; add what is missing, or leave `regions` out [region-needed]",
      "organization.yaml:10:71 accounts.images.regions[0]: us-east-1 is not one of organization.regions; allowed: eu-central-1 or eu-west-1; use one of them, or add us-east-1 to organization.regions [region-not-listed]",
    ],
  ],
  [
    "replication to the home region",
    [["replication: [eu-west-1]", "replication: [eu-central-1]"]],
    [
      "organization.yaml:24:17 registry.replication[0]: eu-central-1 is the home region, where the registry itself is; remove it [replication-to-itself]",
    ],
  ],
  [
    "replication to a region that is not listed",
    [["replication: [eu-west-1]", "replication: [us-east-1]"]],
    [
      "organization.yaml:24:17 registry.replication[0]: us-east-1 is not one of organization.regions; allowed: eu-central-1 or eu-west-1; use one of them, or add us-east-1 to organization.regions [region-not-listed]",
    ],
  ],
];
