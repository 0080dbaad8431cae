import { type BadFile } from "./base";

/** Organizational units and what their names and ids must not be. */
export const BAD_UNITS: readonly BadFile[] = [
  [
    "a unit and an account called root",
    [
      ["{ production: ou-ex4m-prod0001 }", "{ production: ou-ex4m-prod0001, root: ou-ex4m-root0001 }"],
      ["  shop:\n", '  root: { id: "555555555555", role: workload }\n  shop:\n'],
    ],
    [
      "organization.yaml:6:56 organization.organizationalUnits.root: root stands for the root of the organization; rename it [reserved-key]",
      "organization.yaml:11:3 accounts.root: root stands for the root of the organization; rename it [reserved-key]",
    ],
  ],
  [
    "units of another root",
    [
      ["{ production: ou-ex4m-prod0001 }", "{ production: ou-zzzz-prod0001 }"],
      ["organizationalUnit: production", "organizationalUnit: ou-ex5m-shop0001"],
      ["attachTo: [production]", "attachTo: [ou-yyyy-prod0001]"],
    ],
    [
      "organization.yaml:6:38 organization.organizationalUnits.production: ou-zzzz-prod0001 is a unit of another root than r-ex4m; allowed: ids that begin with ou-ex4m-; write the id of a unit of this organization, or the right `organization.root` [unit-of-other-root]",
      "organization.yaml:14:25 accounts.shop.organizationalUnit: ou-ex5m-shop0001 is a unit of another root than r-ex4m; allowed: ids that begin with ou-ex4m-; write the id of a unit of this organization, or the right `organization.root` [unit-of-other-root]",
      "organization.yaml:36:14 guardrails.attachTo[0]: ou-yyyy-prod0001 is a unit of another root than r-ex4m; allowed: ids that begin with ou-ex4m-; write the id of a unit of this organization, or the right `organization.root` [unit-of-other-root]",
    ],
  ],
  [
    "two units with one id",
    [["{ production: ou-ex4m-prod0001 }", "{ production: ou-ex4m-prod0001, staging: ou-ex4m-prod0001 }"]],
    [
      "organization.yaml:6:65 organization.organizationalUnits.staging: ou-ex4m-prod0001 is the id of production already; write the right id for each of the two, or remove one of them [unit-repeated]",
    ],
  ],
  [
    "an account by its id where its key belongs",
    [["{ pull: [shop] }", '{ pull: ["444444444444"], push: [{ account: "333333333333", role: ci }] }']],
    [
      'organization.yaml:27:24 registry.repositories.shop/api.pull[0]: is "444444444444"; allowed: lower-case letters, digits, single - or _, beginning with a letter; write its key, shop [invalid-value]',
      'organization.yaml:27:59 registry.repositories.shop/api.push[0].account: is "333333333333"; allowed: lower-case letters, digits, single - or _, beginning with a letter; write its key, images [invalid-value]',
    ],
  ],
  [
    "the id of an account that is not listed where a key belongs",
    [["{ pull: [shop] }", '{ pull: ["999999999999"] }']],
    [
      'organization.yaml:27:24 registry.repositories.shop/api.pull[0]: is "999999999999"; allowed: lower-case letters, digits, single - or _, beginning with a letter; add the account under `accounts`, and write its key [invalid-value]',
    ],
  ],
  [
    "a service-linked role that pushes",
    [
      [
        "{ pull: [shop] }",
        "{ pull: [shop], push: [{ account: images, role: aws-service-role/replication.ecr.amazonaws.com/AWSServiceRoleForECRReplication }] }",
      ],
    ],
    [
      "organization.yaml:27:63 registry.repositories.shop/api.push[0].role: aws-service-role/replication.ecr.amazonaws.com/AWSServiceRol… (78 characters) is a service-linked role, which only its service uses; allowed: a role of your own; remove the entry [service-linked-role]",
    ],
  ],
  [
    "no repository of GitHub",
    [["example/api", "example/.."]],
    [
      'organization.yaml:30:23 pipelines.api.source.github: is "example/.."; allowed: OWNER/REPOSITORY; write it like example/api [invalid-value]',
    ],
  ],
  [
    "no owner on GitHub",
    [["example/api", "../api"]],
    [
      'organization.yaml:30:23 pipelines.api.source.github: is "../api"; allowed: OWNER/REPOSITORY; write it like example/api [invalid-value]',
    ],
  ],
  ...["root", "r-ex4m"].map((unit): BadFile => [
    `the unit ${unit} of an account`,
    [["organizationalUnit: production", `organizationalUnit: ${unit}`]],
    [
      `organization.yaml:14:25 accounts.shop.organizationalUnit: "${unit}" is not a key of organization.organizationalUnits; allowed: one of its keys, or an id such as ou-ex4m-prod0001; remove the key: without it the account is in the root [unknown-organizational-unit]`,
    ],
  ]),
  [
    "the word for the whole organization in brackets",
    [["{ pull: [shop] }", "{ pull: [organization] }"]],
    [
      "organization.yaml:27:24 registry.repositories.shop/api.pull[0]: there is no account organization; allowed: management, security, images, shop; name accounts; where the whole organization may be meant, `organization` stands without brackets [unknown-account]",
    ],
  ],
  [
    "the word for the whole organization misspelt",
    [["{ pull: [shop] }", "{ pull: [shop], downstreams: organisation }"]],
    [
      'organization.yaml:27:44 registry.repositories.shop/api.downstreams: is "organisation"; allowed: organization, or a list; did you mean `organization`? [invalid-value]',
    ],
  ],
  [
    "the ARN of a role where an account and its role belong",
    [["{ pull: [shop] }", "{ pull: [shop], verify: [arn:aws:iam::444444444444:role/audit/verifier] }"]],
    [
      'organization.yaml:27:40 registry.repositories.shop/api.verify[0]: is "arn:aws:iam::444444444444:role/audit/verifier"; allowed: lower-case letters, digits, single - or _, beginning with a letter; write `{ account: shop, role: audit/verifier }` [invalid-value]',
      'organization.yaml:27:40 registry.repositories.shop/api.verify[0]: is "arn:aws:iam::444444444444:role/audit/verifier"; allowed: at most 40 characters; write `{ account: shop, role: audit/verifier }` [invalid-value]',
    ],
  ],
  [
    "a cluster by the id of its account",
    [["cluster: shop/web", 'cluster: "444444444444/web"']],
    [
      'organization.yaml:33:20 pipelines.api.deploy[0].cluster: is "444444444444/web"; allowed: ACCOUNT/CLUSTER, both keys of this file; write shop/web [invalid-value]',
    ],
  ],
  [
    "the registry's own account downstream",
    [["{ pull: [shop] }", "{ pull: [shop], downstreams: [images, security] }"]],
    [
      "organization.yaml:27:45 registry.repositories.shop/api.downstreams[0]: images has the registry, and the caches of this file are let in by themselves; remove it [registry-itself]",
    ],
  ],
];
