import { accounts, type BadFile, times } from "./base";

export const BAD_REGISTRIES: readonly BadFile[] = [
  [
    "verifiers in no account, linked to a service, and twice",
    [
      [
        "{ pull: [shop] }",
        "{ verify: [shp, { account: shop, role: a }, { account: shoop, role: a }, { account: shop, role: aws-service-role/x.amazonaws.com/b }, { account: shop, role: a }] }",
      ],
    ],
    [
      "organization.yaml:27:26 registry.repositories.shop/api.verify[0]: there is no account shp; allowed: management, security, images, shop; did you mean `shop`? [unknown-account]",
      "organization.yaml:27:70 registry.repositories.shop/api.verify[2].account: there is no account shoop; allowed: management, security, images, shop; did you mean `shop`? [unknown-account]",
      "organization.yaml:27:111 registry.repositories.shop/api.verify[3].role: aws-service-role/x.amazonaws.com/b is a service-linked role, which only its service uses; allowed: a role of your own; remove the entry [service-linked-role]",
      "organization.yaml:27:149 registry.repositories.shop/api.verify[4]: the role a of account shop is in this list already; remove it [repeated-entry]",
    ],
  ],
  [
    "a verifier that is neither an account nor a role",
    [["{ pull: [shop] }", "{ verify: [7, { account: shop }] }"]],
    [
      "organization.yaml:27:26 registry.repositories.shop/api.verify[0]: is the number 7; allowed: lower-case letters, digits, single - or _, beginning with a letter; write it like shop-prod [invalid-value]",
      "organization.yaml:27:29 registry.repositories.shop/api.verify[1].role: is missing; allowed: path and name without a leading slash; add it, like `role: ci/release` [missing-key]",
    ],
  ],
  [
    "double encryption outside of GovCloud",
    [["  replication:", "  encryption: kms-dsse\n  replication:"]],
    [
      "organization.yaml:24:15 registry.encryption: is kms-dsse, which ECR does not have in the partition aws; allowed: aes256 or kms; kms-dsse in AWS GovCloud (US); use kms; it cannot change once the repositories are made [dsse-unavailable]",
    ],
  ],
  [
    "double encryption with a key of one's own outside of GovCloud, also in a cache",
    [
      [
        "pullThroughCache: [kubernetes]",
        "pullThroughCache: { quay: { encryption: { type: kms-dsse, kmsKey: arn:aws:kms:eu-central-1:333333333333:key/11111111-2222-3333-4444-555555555555 } } }",
      ],
      [
        "{ pull: [shop] }",
        "{ encryption: { kmsKey: arn:aws:kms:eu-central-1:333333333333:key/11111111-2222-3333-4444-555555555555, type: kms-dsse } }",
      ],
    ],
    [
      "organization.yaml:25:51 registry.pullThroughCache.quay.encryption.type: is kms-dsse, which ECR does not have in the partition aws; allowed: aes256 or kms; kms-dsse in AWS GovCloud (US); use kms; it cannot change once the repositories are made [dsse-unavailable]",
      "organization.yaml:27:125 registry.repositories.shop/api.encryption.type: is kms-dsse, which ECR does not have in the partition aws; allowed: aes256 or kms; kms-dsse in AWS GovCloud (US); use kms; it cannot change once the repositories are made [dsse-unavailable]",
    ],
  ],
  [
    "an encryption key of another region",
    [
      [
        "  replication:",
        "  encryption: { kmsKey: arn:aws:kms:eu-west-1:333333333333:key/11111111-2222-3333-4444-555555555555 }\n  replication:",
      ],
    ],
    [
      "organization.yaml:24:25 registry.encryption.kmsKey: the ARN names region eu-west-1; allowed: arn:aws:kms:eu-central-1:333333333333:key/KEY-ID; use an ARN of this form [arn-elsewhere]",
    ],
  ],
  [
    "an encryption key by its alias",
    [
      [
        "{ pull: [shop] }",
        "{ encryption: { kmsKey: arn:aws-cn:kms:eu-central-1:444444444444:alias/images } }",
      ],
    ],
    [
      "organization.yaml:27:39 registry.repositories.shop/api.encryption.kmsKey: the ARN names partition aws-cn, account 444444444444, resource alias/images; allowed: arn:aws:kms:eu-central-1:333333333333:key/KEY-ID; use an ARN of this form [arn-elsewhere]",
    ],
  ],
  [
    "a pull-through cache and Runtime Monitoring in China",
    [
      [
        "  homeRegion: eu-central-1\n  regions: [eu-central-1, eu-west-1]",
        "  partition: aws-cn\n  homeRegion: cn-north-1\n  regions: [cn-north-1, eu-west-1]",
      ],
    ],
    [
      'organization.yaml:1:1 guardDuty.ecs: is all by default, but GuardDuty has no Runtime Monitoring in the partition aws-cn; set `guardDuty.ecs: "off"` [service-not-in-partition]',
      'organization.yaml:1:1 guardDuty.eks: is all by default, but GuardDuty has no Runtime Monitoring in the partition aws-cn; set `guardDuty.eks: "off"` [service-not-in-partition]',
      "organization.yaml:5:15 organization.homeRegion: AWS Signer does not sign container images in cn-north-1, and signing profiles live in the home region; choose another home region, or remove signing.profiles [service-not-in-region]",
      "organization.yaml:5:15 organization.homeRegion: there is no AWS CodeConnections in cn-north-1, and pipelines run in the home region; choose another home region, or remove `pipelines` and push with roles of your own [service-not-in-region]",
      "organization.yaml:6:25 organization.regions[1]: eu-west-1 belongs to the partition aws, the organization to aws-cn; change `partition` or the region: an organization lives in one partition [region-of-other-partition]",
      "organization.yaml:26:3 registry.pullThroughCache: ECR has no pull-through cache in the partition aws-cn; remove it, and push the images you need with a pipeline [service-not-in-partition]",
    ],
  ],
  [
    "continuous basic scanning, and Inspector on the same registry",
    [["  replication:", "  scanning: { mode: basic, continuous: [shop/*] }\n  replication:"]],
    [
      "organization.yaml:24:21 registry.scanning.mode: is basic, but inspector.autoEnable has ecr, and Inspector sets the same registry to enhanced; set `mode: enhanced`, or take ecr out of inspector.autoEnable [setting-owned-twice]",
      "organization.yaml:24:28 registry.scanning.continuous: basic scanning looks at an image once, when it is pushed; set `mode: enhanced`, or remove `continuous` [continuous-needs-enhanced]",
    ],
  ],
  [
    "enhanced scanning without Inspector",
    [["guardrails:\n", "inspector: { autoEnable: [lambda-code] }\nguardrails:\n"]],
    [
      "organization.yaml:35:26 inspector.autoEnable: lacks ecr, but registry.scanning.mode is enhanced, which is Inspector's; add ecr, or set `registry.scanning.mode: basic` [scanning-needs-inspector]",
      "organization.yaml:35:27 inspector.autoEnable[0]: Inspector scans the code of functions only together with their packages; add lambda [lambda-code-needs-lambda]",
    ],
  ],
  [
    "code scanned where Inspector scans none in any region",
    [
      ["homeRegion: eu-central-1", "homeRegion: eu-west-3"],
      ["[eu-central-1, eu-west-1]", "[eu-west-3, ca-central-1]"],
      ["region: eu-west-1 }", "region: ca-central-1 }"],
      ["replication: [eu-west-1]", "replication: [ca-central-1]"],
      [
        "guardrails:\n",
        "inspector: { autoEnable: [ecr, lambda, lambda-code, code-repository] }\nguardrails:\n",
      ],
    ],
    [
      "organization.yaml:35:40 inspector.autoEnable[2]: Inspector does not scan the code of functions in any of organization.regions; allowed: lambda-code where one of them is ap-northeast-1, ap-southeast-1, ap-southeast-2, eu-central-1, eu-north-1, eu-west-1, eu-west-2, us-east-1, us-east-2, us-west-2; take it out [service-not-in-region]",
      "organization.yaml:35:53 inspector.autoEnable[3]: Inspector does not scan repositories of code in any of organization.regions; allowed: code-repository where one of them is ap-northeast-1, ap-southeast-1, ap-southeast-2, eu-central-1, eu-north-1, eu-west-1, eu-west-2, us-east-1, us-east-2, us-west-2; take it out [service-not-in-region]",
    ],
  ],
  [
    "regions without Inspector, or without anything",
    [["[eu-central-1, eu-west-1]", "[eu-central-1, eu-west-1, ap-southeast-6, sa-west-1]"]],
    [
      "organization.yaml:5:38 organization.regions[2]: there is no Amazon Inspector in ap-southeast-6, and what inspector.autoEnable lists is scanned in every region; take the region out, or do without Inspector: `inspector.autoEnable: []` and `registry.scanning.mode: basic` [service-not-in-region]",
      "organization.yaml:5:54 organization.regions[3]: neither ECR nor GuardDuty nor Security Hub is in sa-west-1; take the region out [service-not-in-region]",
    ],
  ],
  [
    "existing members that are none",
    [["guardrails:\n", "inspector: { existingMembers: [shop, security, management, shopp] }\nguardrails:\n"]],
    [
      "organization.yaml:35:38 inspector.existingMembers[1]: security is the delegated administrator, which is no member of itself; take it out [not-a-member]",
      "organization.yaml:35:48 inspector.existingMembers[2]: management is the management account, which no stack makes a member; take it out [not-a-member]",
      "organization.yaml:35:60 inspector.existingMembers[3]: there is no account shopp; allowed: management, security, images, shop; did you mean `shop`? [unknown-account]",
    ],
  ],
  [
    "an existing member twice",
    [["guardrails:\n", "inspector: { existingMembers: [shop, images, shop] }\nguardrails:\n"]],
    [
      "organization.yaml:35:46 inspector.existingMembers[2]: shop is in this list already; remove it [repeated-entry]",
    ],
  ],
  [
    "existing members where Inspector scans nothing",
    [
      ["  replication:", "  scanning: { mode: basic }\n  replication:"],
      ["guardrails:\n", "inspector: { autoEnable: [], existingMembers: [shop] }\nguardrails:\n"],
    ],
    [
      "organization.yaml:36:30 inspector.existingMembers: lists members, but with an empty autoEnable no account is made a member; remove it, or list in autoEnable what Inspector scans [key-without-effect]",
    ],
  ],
  [
    "a re-scan duration that Inspector does not offer, and none for images just pushed",
    [["guardrails:\n", "inspector: { rescan: { pullDate: lifetime } }\nguardrails:\n"]],
    [
      "organization.yaml:35:14 inspector.rescan.pushDate: is missing; allowed: lifetime, 180 days, 90 days, 60 days, 30 days, 14 days, 7 days or 3 days; add it, like `pushDate: lifetime` [missing-key]",
      'organization.yaml:35:34 inspector.rescan.pullDate: is "lifetime"; allowed: 180 days, 90 days, 60 days, 30 days, 14 days, 7 days or 3 days; write one of these, or remove the key [invalid-value]',
    ],
  ],
  [
    "a re-scan duration without Inspector",
    [
      ["  replication:", "  scanning: { mode: basic }\n  replication:"],
      ["guardrails:\n", "inspector: { autoEnable: [ec2], rescan: { pushDate: lifetime } }\nguardrails:\n"],
    ],
    [
      "organization.yaml:36:33 inspector.rescan: says how long images of ECR are scanned again, but autoEnable lacks ecr; add ecr to autoEnable, or remove it [key-without-effect]",
    ],
  ],
  [
    "nothing scanned",
    [["  replication:", "  scanning: { onPush: [] }\n  replication:"]],
    [
      "organization.yaml:24:23 registry.scanning.onPush: is an empty list, so no image would be scanned; remove it: every image is then scanned at push [nothing-scanned]",
    ],
  ],
  [
    "an account downstream that is none",
    [["{ pull: [shop] }", "{ downstreams: [shop, shp] }"]],
    [
      "organization.yaml:27:37 registry.repositories.shop/api.downstreams[1]: there is no account shp; allowed: management, security, images, shop; did you mean `shop`? [unknown-account]",
    ],
  ],
  [
    "a registry downstream where nothing is cached",
    [
      ["  homeRegion: eu-central-1\n", "  partition: aws-us-gov\n  homeRegion: us-gov-east-1\n"],
      ["regions: [eu-central-1, eu-west-1]", "regions: [us-gov-east-1, us-gov-west-1]"],
      ["region: eu-west-1", "region: us-gov-west-1"],
      ["replication: [eu-west-1]", "replication: [us-gov-west-1]"],
      ["  pullThroughCache: [kubernetes]\n", ""],
      ["{ pull: [shop] }", "{ downstreams: organization }"],
    ],
    [
      "organization.yaml:27:17 registry.repositories.shop/api.downstreams: ECR has no pull-through cache in the partition aws-us-gov, so nothing can be downstream; remove it [service-not-in-partition]",
    ],
  ],
  [
    "more importers than a registry's policy holds",
    [
      ["  shop:\n", `${accounts(60)}  shop:\n`],
      [
        "[kubernetes]",
        `{ ${times(40, (index) => `c${String(index)}: { upstream: quay, import: [t${String(index)}, t${String(index + 1)}] }`)} }`,
      ],
    ],
    [
      "organization.yaml:83:1 registry: the roles that push, the prefixes and importers of caches and the accounts downstream take 10856 characters of the registry's policy; allowed: at most 9140; let caches that differ in their importers share them, or let the whole organization import: `import: organization` [policy-too-long]",
    ],
  ],
  [
    "more accounts downstream than a registry's policy holds",
    [
      ["  shop:\n", `${accounts(260)}  shop:\n`],
      ["[kubernetes]", "{}"],
      [
        "    shop/api: { pull: [shop] }\n",
        `    shop/api: { downstreams: [${times(99, (index) => `t${String(index)}`)}] }\n    shop/web: { downstreams: [${times(99, (index) => `t${String(index + 99)}`)}] }\n    shop/jobs: { downstreams: [${times(62, (index) => `t${String(index + 198)}`)}] }\n`,
      ],
    ],
    [
      "organization.yaml:283:1 registry: the roles that push, the prefixes and importers of caches and the accounts downstream take 9347 characters of the registry's policy; allowed: at most 9140; let the whole organization copy: `downstreams: organization` [policy-too-long]",
    ],
  ],
];
