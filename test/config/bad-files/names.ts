import { type BadFile, times } from "./base";

export const BAD_NAMES: readonly BadFile[] = [
  [
    "a region without AWS Signer",
    [
      [
        "homeRegion: eu-central-1\n  regions: [eu-central-1,",
        "homeRegion: eu-central-2\n  regions: [eu-central-2,",
      ],
    ],
    [
      "organization.yaml:4:15 organization.homeRegion: eu-central-2 is a region that accounts have to enable, and Security Hub cannot be at home there; choose a home region that is on by default; this one may stay in `regions` [home-region-opt-in]",
      "organization.yaml:4:15 organization.homeRegion: AWS Signer does not sign container images in eu-central-2, and signing profiles live in the home region; choose another home region, or remove signing.profiles [service-not-in-region]",
      "organization.yaml:4:15 organization.homeRegion: there is no AWS CodeConnections in eu-central-2, and pipelines run in the home region; choose another home region, or remove `pipelines` and push with roles of your own [service-not-in-region]",
    ],
  ],
  [
    "two keys that become the same profile name",
    [["    release: { validity: 135 months }", "    hot-fix:\n    hot_fix:"]],
    [
      "organization.yaml:23:5 signing.profiles.hot_fix: hot_fix and hot-fix become the same name: AWS Signer takes no -, so both profiles are hot_fix; rename one of them [names-clash]",
      "organization.yaml:28:5 registry.repositories.shop/api: there are 2 signing profiles, and the repository names none; allowed: hot-fix, hot_fix; add `signedBy` with one of these [profile-unclear]",
    ],
  ],
  [
    "two accounts that differ in - and _",
    [
      [
        "  security: {",
        '  shop-b: { id: "555555555555", role: workload }\n  shop_b: { id: "666666666666", role: workload }\n  security: {',
      ],
    ],
    [
      "organization.yaml:10:3 accounts.shop_b: shop_b and shop-b become the same name: they differ in - and _ only; rename one of them [names-clash]",
    ],
  ],
  [
    "two pipelines with one bucket name",
    [
      [
        "guardrails:\n",
        "  b-c: { source: { github: example/api }, image: shop/api }\n  b_c: { source: { github: example/api }, image: shop/api }\nguardrails:\n",
      ],
    ],
    [
      "organization.yaml:36:3 pipelines.b_c: b_c and b-c become the same name: a bucket name takes no _, so both are b-c; rename one of them [names-clash]",
    ],
  ],
  [
    "a workspace name that is too long",
    [
      [
        "signing:\n",
        'state: { backend: hcp-terraform, organization: shop, workspace: "container-supply-chain-of-the-whole-company-without-exception-{stack}" }\nsigning:\n',
      ],
    ],
    [
      "organization.yaml:20:65 state.workspace: makes the workspace name container-supply-chain-of-the-whole-company-without-exception-organization-management-eu-central-1 of 98 characters; allowed: at most 90 characters; shorten `workspace` [workspace-name-too-long]",
    ],
  ],
  [
    "an unknown signing profile",
    [["{ pull: [shop] }", "{ signedBy: relaese }"]],
    [
      "organization.yaml:27:27 registry.repositories.shop/api.signedBy: there is no signing profile relaese; allowed: release; did you mean `release`? [unknown-profile]",
    ],
  ],
  [
    "a repository that could be signed by two",
    [["    release: { validity: 135 months }", "    release:\n    nightly:"]],
    [
      "organization.yaml:28:5 registry.repositories.shop/api: there are 2 signing profiles, and the repository names none; allowed: release, nightly; add `signedBy` with one of these [profile-unclear]",
    ],
  ],
  [
    "a validity that is too long",
    [["135 months", "12 years"]],
    [
      "organization.yaml:22:26 signing.profiles.release.validity: 12 years is longer than AWS Signer takes; allowed: at most 11 years; lower it to 11 years [validity-too-long]",
    ],
  ],
  [
    "a validity of an earlier generation that is too long",
    [["135 months }", "135 months, trustedGenerations: [{ generation: 2, validity: 12 years }] }"]],
    [
      "organization.yaml:22:86 signing.profiles.release.trustedGenerations[0].validity: 12 years is longer than AWS Signer takes; allowed: at most 11 years; lower it to 11 years [validity-too-long]",
    ],
  ],
  [
    "a generation that signs and is trusted beside itself, one listed twice and one trusted and dropped",
    [
      [
        "{ validity: 135 months }",
        "{ generation: 3, trustedGenerations: [3, 2, { generation: 2 }], droppedGenerations: [{ generation: 1, droppedOn: 2026-03-04, reason: never used, owner: me }, { generation: 2, droppedOn: 2026-03-04, reason: never used, owner: me }] }",
      ],
    ],
    [
      "organization.yaml:22:52 signing.profiles.release.trustedGenerations[0]: generation 3 signs already; allowed: each generation once: it signs, is trusted or is dropped; remove one of the two [generation-listed-twice]",
      "organization.yaml:22:58 signing.profiles.release.trustedGenerations[2]: generation 2 is trusted already; allowed: each generation once: it signs, is trusted or is dropped; remove one of the two [generation-listed-twice]",
      "organization.yaml:22:172 signing.profiles.release.droppedGenerations[1]: generation 2 is trusted already; allowed: each generation once: it signs, is trusted or is dropped; remove one of the two [generation-listed-twice]",
    ],
  ],
  [
    "an unknown profile that is trusted",
    [["{ pull: [shop] }", "{ trustedProfiles: [relaese, nightly] }"]],
    [
      "organization.yaml:27:35 registry.repositories.shop/api.trustedProfiles[0]: there is no signing profile relaese; allowed: release; did you mean `release`? [unknown-profile]",
      "organization.yaml:27:44 registry.repositories.shop/api.trustedProfiles[1]: there is no signing profile nightly; allowed: release; add it to signing.profiles [unknown-profile]",
    ],
  ],
  [
    "profiles that sign, are trusted and are dropped at once",
    [
      ["    release: { validity: 135 months }", "    release:\n    nightly:"],
      [
        "{ pull: [shop] }",
        "{ signedBy: release, trustedProfiles: [release, nightly], droppedProfiles: [{ profile: nightly, droppedOn: 2026-03-04, reason: never used, owner: me }, { profile: old, droppedOn: 2026-03-04, reason: never used, owner: me }, { profile: old, droppedOn: 2026-03-04, reason: never used, owner: me }] }",
      ],
    ],
    [
      "organization.yaml:28:54 registry.repositories.shop/api.trustedProfiles[0]: profile release signs what is pushed already; allowed: each profile once: it signs, is trusted or is dropped; remove one of the two [profile-listed-twice]",
      "organization.yaml:28:102 registry.repositories.shop/api.droppedProfiles[0].profile: profile nightly is trusted already; allowed: each profile once: it signs, is trusted or is dropped; remove one of the two [profile-listed-twice]",
      "organization.yaml:28:250 registry.repositories.shop/api.droppedProfiles[2].profile: profile old is dropped already; allowed: each profile once: it signs, is trusted or is dropped; remove one of the two [profile-listed-twice]",
    ],
  ],
  [
    "more trusted profiles than a move needs",
    [["{ pull: [shop] }", "{ trustedProfiles: [a, b, c] }"]],
    [
      "organization.yaml:27:34 registry.repositories.shop/api.trustedProfiles: is a list of 3 entries; allowed: at most 2 entries; remove 1 entry [invalid-value]",
    ],
  ],
  [
    "profiles that are dropped without evidence, without an owner and with evidence that is not there",
    [
      [
        "{ pull: [shop] }",
        "{ droppedProfiles: [{ profile: a, droppedOn: 2026-03-04 }, { profile: b, droppedOn: 2026-03-04, reason: never used }, { profile: c, droppedOn: 2026-03-04, evidence: c.json }] }",
      ],
    ],
    [
      "organization.yaml:27:35 registry.repositories.shop/api.droppedProfiles[0]: nothing says that no image in use needs profile a; write `{ profile: a, droppedOn: DAY, evidence: FILE }` with what `supply-chain drill a --evidence FILE` finds while it is still trusted, or `reason` and `owner` instead of `evidence`: docs/signing-rotation.md [drop-unproven]",
      "organization.yaml:27:74 registry.repositories.shop/api.droppedProfiles[1]: nobody answers for dropping profile b without evidence; add `owner`: a person or a team [drop-without-owner]",
      "organization.yaml:27:180 registry.repositories.shop/api.droppedProfiles[2].evidence: c.json: there is no folder to look for it in; keep beside this file what `supply-chain drill --evidence` wrote, as it is; the path starts at this file's folder [evidence-unreadable]",
    ],
  ],
  [
    "more generations than a rotation needs",
    [["{ validity: 135 months }", "{ generation: 4, trustedGenerations: [1, 2, 3] }"]],
    [
      "organization.yaml:22:51 signing.profiles.release.trustedGenerations: 3 generations are trusted beside the one that signs; allowed: at most 2; remove those of which no image in use carries only the signature, and list them as dropped: docs/signing-rotation.md [too-many-generations]",
    ],
  ],
  [
    "the old generation forgotten in the file",
    [["{ validity: 135 months }", "{ generation: 2 }"]],
    [
      "organization.yaml:22:5 signing.profiles.release: generation 1 is neither trusted nor dropped; add to `trustedGenerations` what images in use may be signed with, and to `droppedGenerations` what was never used or is used no more: docs/signing-rotation.md [generation-undecided]",
    ],
  ],
  [
    "several generations forgotten in the file",
    [
      [
        "{ validity: 135 months }",
        "{ generation: 2, trustedGenerations: [5], droppedGenerations: [{ generation: 4, droppedOn: 2026-03-04, reason: never used, owner: me }] }",
      ],
    ],
    [
      "organization.yaml:22:5 signing.profiles.release: generations 1, 3 are neither trusted nor dropped; add to `trustedGenerations` what images in use may be signed with, and to `droppedGenerations` what was never used or is used no more: docs/signing-rotation.md [generation-undecided]",
    ],
  ],
  [
    "signatures asked for where nothing is signed",
    [["    release: { validity: 135 months }", "    {}"]],
    [
      'organization.yaml:18:7 accounts.shop.clusters.web.signatures: is alert, but no image is signed: there is no signing profile; add a profile to signing.profiles, or set `signatures: "off"` [nothing-signed]',
      'organization.yaml:19:7 accounts.shop.clusters.jobs.signatures: is alert, but no image is signed: there is no signing profile; add a profile to signing.profiles, or set `signatures: "off"` [nothing-signed]',
    ],
  ],
  [
    "signing after the fact by an unknown account, and by one role twice",
    [
      [
        "signing:\n",
        "signing:\n  backfill: { assumedBy: [{ account: ops, role: a }, { account: shop, role: a }, { account: shop, role: a }] }\n",
      ],
    ],
    [
      "organization.yaml:21:38 signing.backfill.assumedBy[0].account: there is no account ops; allowed: management, security, images, shop; use one of these, or add the account under `accounts` [unknown-account]",
      "organization.yaml:21:82 signing.backfill.assumedBy[2]: the role a of account shop is in this list already; remove it [repeated-entry]",
    ],
  ],
  [
    "signing after the fact where nothing is signed",
    [
      ["    release: { validity: 135 months }", "    {}"],
      ["web: { type: ecs }", 'web: { type: ecs, signatures: "off" }'],
      ["region: eu-west-1 }", 'region: eu-west-1, signatures: "off" }'],
      ["signing:\n", "signing:\n  backfill: { assumedBy: [{ account: shop, role: a }] }\n"],
    ],
    [
      "organization.yaml:21:3 signing.backfill: is there, but nothing signs images: there is no signing profile; add a profile to signing.profiles, or remove signing.backfill [nothing-signed]",
    ],
  ],
  [
    "roles for signing after the fact that are too long for a trust policy",
    [
      [
        "signing:\n",
        `signing:\n  backfill:\n    assumedBy:\n${times(10, (index) => `      - { account: shop, role: ${"p".repeat(200)}/r${String(index)} }\n`, "")}`,
      ],
    ],
    [
      "organization.yaml:23:7 signing.backfill.assumedBy: the roles and their accounts take 2405 characters of the role's trust policy; allowed: at most 1808; name fewer roles, or roles with shorter paths and names [policy-too-long]",
    ],
  ],
  [
    "an unknown account that pulls",
    [["{ pull: [shop] }", "{ pull: [shp] }"]],
    [
      "organization.yaml:27:24 registry.repositories.shop/api.pull[0]: there is no account shp; allowed: management, security, images, shop; did you mean `shop`? [unknown-account]",
    ],
  ],
  [
    "unknown accounts and repeated roles that read a profile or revoke it",
    [
      [
        "release: { validity: 135 months }",
        "release: { readers: [{ account: shp, role: audit }], revokers: [{ account: shop, role: a }, { account: shop, role: a }] }",
      ],
    ],
    [
      "organization.yaml:22:37 signing.profiles.release.readers[0].account: there is no account shp; allowed: management, security, images, shop; did you mean `shop`? [unknown-account]",
      "organization.yaml:22:97 signing.profiles.release.revokers[1]: the role a of account shop is in this list already; remove it [repeated-entry]",
    ],
  ],
  [
    "an unknown account that pushes",
    [
      [
        "{ pull: [shop] }",
        "{ push: [{ account: ci, role: release }, { account: shop, role: a }, { account: shop, role: a }] }",
      ],
    ],
    [
      "organization.yaml:27:35 registry.repositories.shop/api.push[0].account: there is no account ci; allowed: management, security, images, shop; use one of these, or add the account under `accounts` [unknown-account]",
      "organization.yaml:27:84 registry.repositories.shop/api.push[2]: the role a of account shop is in this list already; remove it [repeated-entry]",
    ],
  ],
  [
    "an unknown account of functions",
    [["{ pull: [shop] }", "{ lambdaPull: [constructors] }"]],
    [
      "organization.yaml:27:30 registry.repositories.shop/api.lambdaPull[0]: there is no account constructors; allowed: management, security, images, shop; use one of these, or add the account under `accounts` [unknown-account]",
    ],
  ],
  [
    "release tags that nothing counts",
    [["{ pull: [shop] }", "{ keep: { releaseTags: [stable] } }"]],
    [
      "organization.yaml:27:25 registry.repositories.shop/api.keep.releaseTags: says which tags are releases, but every release is kept; add `releases`, the number of releases to keep, or remove it [key-without-effect]",
    ],
  ],
];
