import { type BadFile } from "./base";

/** Values that say the right thing in the wrong form. */
const FORMS: readonly BadFile[] = [
  [
    "blanks around a value",
    [["root: r-ex4m", 'root: " r-ex4m "']],
    [
      'organization.yaml:3:9 organization.root: is " r-ex4m "; allowed: the id of a root; write r-ex4m [invalid-value]',
    ],
  ],
  [
    "capitals",
    [["root: r-ex4m", "root: R-EX4M"]],
    [
      'organization.yaml:3:9 organization.root: is "R-EX4M"; allowed: the id of a root; write r-ex4m [invalid-value]',
    ],
  ],
  [
    "capitals of a listed value",
    [["{ type: ecs }", "{ type: ECS }"]],
    [
      'organization.yaml:18:20 accounts.shop.clusters.web.type: is "ECS"; allowed: ecs or eks; write ecs [invalid-value]',
    ],
  ],
  [
    "an account id as the console shows it",
    [['"444444444444"', "4444-4444-4444"]],
    [
      'organization.yaml:12:9 accounts.shop.id: is "4444-4444-4444"; allowed: 12 digits in quotes; write "444444444444" [invalid-value]',
    ],
  ],
  [
    "a repository by its address",
    [["github: example/api", "github: https://github.com/example/api.git"]],
    [
      'organization.yaml:30:23 pipelines.api.source.github: is "https://github.com/example/api.git"; allowed: OWNER/REPOSITORY; write example/api [invalid-value]',
    ],
  ],
  [
    "a repository by its SSH address",
    [["github: example/api", "github: git@github.com:example/api.git"]],
    [
      'organization.yaml:30:23 pipelines.api.source.github: is "git@github.com:example/api.git"; allowed: OWNER/REPOSITORY; write example/api [invalid-value]',
    ],
  ],
  [
    "a path from the root",
    [["deploy/api.yaml", "/deploy/api.yaml"]],
    [
      'organization.yaml:34:43 pipelines.api.deploy[1].manifests[0]: is "/deploy/api.yaml"; allowed: a path inside the source; write deploy/api.yaml [invalid-value]',
    ],
  ],
  [
    "a number in quotes",
    [["{ pull: [shop] }", '{ keep: { untaggedDays: "30" } }']],
    [
      'organization.yaml:27:39 registry.repositories.shop/api.keep.untaggedDays: is "30"; allowed: a whole number from 1 to 3650; remove the quotes [invalid-value]',
    ],
  ],
  [
    "a number with its unit",
    [["{ pull: [shop] }", "{ keep: { untaggedDays: 30 days } }"]],
    [
      'organization.yaml:27:39 registry.repositories.shop/api.keep.untaggedDays: is "30 days"; allowed: a whole number from 1 to 3650; write 30 [invalid-value]',
    ],
  ],
  [
    "a number instead of true",
    [["{ type: ecs }", "{ type: ecs, runtimeMonitoring: 1 }"]],
    [
      "organization.yaml:18:44 accounts.shop.clusters.web.runtimeMonitoring: is the number 1; allowed: true or false; write true or false, or remove the key [invalid-value]",
    ],
  ],
  [
    "off instead of false",
    [["{ type: ecs }", "{ type: ecs, runtimeMonitoring: OFF }"]],
    [
      'organization.yaml:18:44 accounts.shop.clusters.web.runtimeMonitoring: is "OFF"; allowed: true or false; write false [invalid-value]',
    ],
  ],
  [
    "off in capitals, and mistyped",
    [
      ["{ type: ecs }", "{ type: ecs, signatures: OFF }"],
      ["region: eu-west-1 }", "region: eu-west-1, signatures: offf }"],
    ],
    [
      'organization.yaml:18:37 accounts.shop.clusters.web.signatures: is "OFF"; allowed: block, alert or off; write "off" [invalid-value]',
      'organization.yaml:19:57 accounts.shop.clusters.jobs.signatures: is "offf"; allowed: block, alert or off; did you mean `"off"`? [invalid-value]',
    ],
  ],
  [
    "a truth value in quotes",
    [["{ type: ecs }", '{ type: ecs, runtimeMonitoring: "true" }']],
    [
      'organization.yaml:18:44 accounts.shop.clusters.web.runtimeMonitoring: is "true"; allowed: true or false; remove the quotes [invalid-value]',
    ],
  ],
  [
    "a truth value instead of text",
    [["signing:\n", "tags: { production: true }\nsigning:\n"]],
    [
      'organization.yaml:20:21 tags.production: is the boolean true; allowed: up to 256 letters, digits, spaces and _ . : / = + - @; put it in quotes: "true" [invalid-value]',
    ],
  ],
  [
    "a list of one instead of text",
    [["image: shop/api", "image: [shop/api]"]],
    [
      "organization.yaml:31:12 pipelines.api.image: is a list of 1 entry; allowed: text; write shop/api alone, not in a list [invalid-value]",
    ],
  ],
  [
    "an empty list instead of text",
    [["image: shop/api", "image: []"]],
    [
      "organization.yaml:31:12 pipelines.api.image: is an empty list; allowed: text; write the text alone [invalid-value]",
    ],
  ],
  [
    "a list of two instead of text",
    [["image: shop/api", "image: [shop/api, shop/web]"]],
    [
      "organization.yaml:31:12 pipelines.api.image: is a list of 2 entries; allowed: text; write the text alone [invalid-value]",
    ],
  ],
  [
    "a text with commas instead of a list",
    [["[eu-central-1, eu-west-1]", '"eu-central-1, eu-west-1"']],
    [
      'organization.yaml:5:12 organization.regions: is "eu-central-1, eu-west-1"; allowed: a list; put it in brackets: [eu-central-1, eu-west-1] [invalid-value]',
    ],
  ],
  [
    "one account instead of a list",
    [["{ pull: [shop] }", "{ pull: shop }"]],
    [
      'organization.yaml:27:23 registry.repositories.shop/api.pull: is "shop"; allowed: organization, or a list; put it in brackets: [shop] [invalid-value]',
    ],
  ],
  [
    "one upstream instead of a list",
    [["[kubernetes]", "kubernetes"]],
    [
      'organization.yaml:25:21 registry.pullThroughCache: is "kubernetes"; allowed: a list, or a map of keys and values; put it in brackets: [kubernetes] [invalid-value]',
    ],
  ],
  [
    "a fraction beyond the limit",
    [["{ pull: [shop] }", "{ keep: { untaggedDays: 0.5 } }"]],
    [
      "organization.yaml:27:39 registry.repositories.shop/api.keep.untaggedDays: is the number 0.5; allowed: a whole number from 1 to 3650; write 1 [invalid-value]",
    ],
  ],
  [
    "a negative number",
    [["{ pull: [shop] }", "{ keep: { untaggedDays: -1 } }"]],
    [
      "organization.yaml:27:39 registry.repositories.shop/api.keep.untaggedDays: is the number -1; allowed: at least 1; raise it to 1 [invalid-value]",
    ],
  ],
];

/** Values that are too long or too many. */
const SIZES: readonly BadFile[] = [
  [
    "a key of 41 letters",
    [["  shop:\n", `  ${"s".repeat(41)}:\n`]],
    [
      'organization.yaml:11:3 accounts.sssssssssssssssssssssssssssssssssssssssss: the key "sssssssssssssssssssssssssssssssssssssssss" is not valid; allowed: at most 40 characters; shorten it by 1 character [invalid-key]',
    ],
  ],
  [
    "a repository name of 260 letters",
    [["    shop/api: {", `    ${"s".repeat(260)}: {`]],
    [
      'organization.yaml:27:5 registry.repositories.ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss… (260 characters): the key "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss… (260 characters)" is not valid; allowed: at most 256 characters; shorten it by 4 characters [invalid-key]',
    ],
  ],
  [
    "twenty-one exempt roles",
    [
      [
        "attachTo: [production]",
        `attachTo: []\n  exemptRoles: [${Array.from({ length: 21 }, (_, index) => `arn:aws:iam::333333333333:role/r${String(index)}`).join(", ")}]`,
      ],
    ],
    [
      "organization.yaml:37:16 guardrails.exemptRoles: is a list of 21 entries; allowed: at most 20 entries; remove 1 entry [invalid-value]",
    ],
  ],
  [
    "eleven release tags",
    [["{ pull: [shop] }", "{ keep: { releases: 1, releaseTags: [a, b, c, d, e, f, g, h, i, j, k] } }"]],
    [
      "organization.yaml:27:51 registry.repositories.shop/api.keep.releaseTags: is a list of 11 entries; allowed: at most 10 entries; remove 1 entry [invalid-value]",
    ],
  ],
  [
    "a target of 130 letters",
    [["attachTo: [production]", `attachTo: [${"p".repeat(130)}]`]],
    [
      'organization.yaml:36:14 guardrails.attachTo[0]: is "pppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp… (130 characters)"; allowed: at most 128 characters; shorten it by 2 characters [invalid-value]',
    ],
  ],
];

export const BAD_CONVERSIONS = [...FORMS, ...SIZES];
