import { accounts, type BadFile, times } from "./base";

const ROLE = `${"p".repeat(152)}/r`;

/** What AWS would refuse for its length or number, and what would share a name. */
export const BAD_AWS_LIMITS: readonly BadFile[] = [
  [
    "a movable tag with three wildcards",
    [["{ pull: [shop] }", "{ mutableTags: [edge-*, a*b*, a*b*c*] }"]],
    [
      'organization.yaml:27:45 registry.repositories.shop/api.mutableTags[2]: is "a*b*c*"; allowed: a tag pattern in which * is any run of characters, at most twice, not at both ends and beside two letters or digits; write it like edge-* [invalid-value]',
    ],
  ],
  [
    "release tags that match signatures",
    [["{ pull: [shop] }", '{ keep: { releases: 3, releaseTags: [v*, "sha256-*", "s*g", "*"] } }']],
    [
      "organization.yaml:27:56 registry.repositories.shop/api.keep.releaseTags[1]: sha256-* also matches tags that hold signatures: sha256-…; allowed: patterns that match tags of images only; use a pattern such as v* [signature-tags-selected]",
      "organization.yaml:27:68 registry.repositories.shop/api.keep.releaseTags[2]: s*g also matches tags that hold signatures: sha256-…; allowed: patterns that match tags of images only; use a pattern such as v* [signature-tags-selected]",
      "organization.yaml:27:75 registry.repositories.shop/api.keep.releaseTags[3]: * also matches tags that hold signatures: sha256-…; allowed: patterns that match tags of images only; use a pattern such as v* [signature-tags-selected]",
    ],
  ],
  [
    "more accounts that pull than a repository's policy holds",
    [
      ["  shop:\n", `${accounts(264)}  shop:\n`],
      ["{ pull: [shop] }", `{ pull: [shop, ${times(264, (index) => `t${String(index)}`)}] }`],
    ],
    [
      "organization.yaml:291:5 registry.repositories.shop/api: the accounts and roles that pull, verify, cache and push take 8933 characters of the repository's policy; allowed: at most 8740; name fewer, or let the whole organization pull: `pull: organization` [policy-too-long]",
    ],
  ],
  [
    "more accounts of functions than a repository's policy holds",
    [
      ["  shop:\n", `${accounts(101)}  shop:\n`],
      ["{ pull: [shop] }", `{ lambdaPull: [${times(101, (index) => `t${String(index)}`)}] }`],
    ],
    [
      "organization.yaml:128:5 registry.repositories.shop/api: the accounts and roles that pull, verify, cache and push take 8974 characters of the repository's policy; allowed: at most 8740; name fewer, or let the whole organization pull: `pull: organization` [policy-too-long]",
    ],
  ],
  [
    "more roles that push than a repository's policy holds",
    [
      [
        "{ pull: [shop] }",
        `{ push: [${times(23, (index) => `{ account: shop, role: ${ROLE}${String(index)} }`)}] }`,
      ],
    ],
    [
      "organization.yaml:27:5 registry.repositories.shop/api: the accounts and roles that pull, verify, cache and push take 8973 characters of the repository's policy; allowed: at most 8740; name fewer, or let the whole organization pull: `pull: organization` [policy-too-long]",
    ],
  ],
  [
    "more roles that push than a registry's policy holds",
    [
      [
        "    shop/api: { pull: [shop] }\n",
        times(
          46,
          (index) =>
            `    shop/a${String(index)}: { push: [{ account: shop, role: ${ROLE}${String(index)} }] }\n`,
          "",
        ),
      ],
      ["image: shop/api", "image: shop/a0"],
    ],
    [
      "organization.yaml:23:1 registry: the roles that push, the prefixes and importers of caches and the accounts downstream take 9266 characters of the registry's policy; allowed: at most 9140; push with roles under the IAM path supply-chain/push/, which counts once [policy-too-long]",
    ],
  ],
  [
    "more roles exempt than a guardrail holds",
    [
      [
        "attachTo: [production]",
        `attachTo: [production]\n  exemptRoles: [${times(20, (index) => `arn:aws:iam::333333333333:role/${"b".repeat(40)}${String(index)}`)}]`,
      ],
    ],
    [
      "organization.yaml:35:1 guardrails: the 21 roles that no guardrail binds take 1557 characters of every policy; allowed: at most 1250; exempt fewer, or let the accounts have one `deployment.role` instead of a `deploymentRole` each [policy-too-long]",
    ],
  ],
  [
    "more services than a deploy role can trust",
    [
      [
        "      - { cluster: shop/web, service: api }\n",
        times(22, (index) => `      - { cluster: shop/web, service: s${String(index)} }\n`, ""),
      ],
    ],
    [
      "organization.yaml:32:5 pipelines.api.deploy: deploys to 22 services of shop/web, each from a stage that the deploy role has to trust; allowed: at most 20 of one cluster; deploy some of them with another pipeline [policy-too-long]",
    ],
  ],
  [
    "services with names longer than a deploy role has room for",
    [
      [
        "      - { cluster: shop/web, service: api }\n",
        times(
          20,
          (index) =>
            `      - { cluster: shop/web, service: ${"s".repeat(253)}${String(10 + index)}, taskRoles: [task] }\n`,
          "",
        ),
      ],
      ["      web: { type: ecs", `      web: { type: ecs, name: ${"c".repeat(255)}`],
    ],
    [
      "organization.yaml:32:5 pipelines.api.deploy: the ARNs of the 20 services of shop/web and of their task roles take 11240 characters of the deploy role's permissions; allowed: at most 8640; deploy some of them with another pipeline [policy-too-long]",
    ],
  ],
  [
    "more namespaces than a deploy role can trust",
    [
      [
        "      - { cluster: shop/jobs, manifests: [deploy/api.yaml] }\n",
        times(
          22,
          (index) => `      - { cluster: shop/jobs, manifests: [a.yaml], namespace: n${String(index)} }\n`,
          "",
        ),
      ],
    ],
    [
      "organization.yaml:32:5 pipelines.api.deploy: deploys to 22 namespaces of shop/jobs, each from a stage that the deploy role has to trust; allowed: at most 20 of one cluster; deploy some of them with another pipeline [policy-too-long]",
    ],
  ],
  [
    "fifty-one deployments",
    [
      [
        "      - { cluster: shop/web, service: api }\n",
        times(50, (index) => `      - { cluster: shop/web, service: s${String(index)} }\n`, ""),
      ],
    ],
    [
      "organization.yaml:33:7 pipelines.api.deploy: is a list of 51 entries; allowed: at most 50 entries; remove 1 entry [invalid-value]",
    ],
  ],
  [
    "manifests with paths too long for a build",
    [
      [
        "manifests: [deploy/api.yaml]",
        `manifests: [${times(5, (index) => `${"d".repeat(799)}${String(index)}`)}]`,
      ],
    ],
    [
      "organization.yaml:34:31 pipelines.api.deploy[1].manifests: the paths of the manifests have 4004 characters together; allowed: at most 4000; put several manifests into one file, or shorten their paths [manifests-too-long]",
    ],
  ],
  [
    "one service with two containers, and one namespace with manifests in two entries",
    [
      [
        "manifests: [deploy/api.yaml] }\n",
        "manifests: [deploy/api.yaml] }\n      - { cluster: shop/web, service: api, container: web }\n      - { cluster: shop/jobs, manifests: [deploy/web.yaml] }\n",
      ],
    ],
    [
      "organization.yaml:35:9 pipelines.api.deploy[2]: the service api of shop/web is in this list already; remove one of the two [repeated-entry]",
      "organization.yaml:36:9 pipelines.api.deploy[3]: the namespace default of shop/jobs is in this list already; list its manifests in one entry [repeated-entry]",
    ],
  ],
  [
    "a stage of one pipeline with the name of another's deploy role",
    [
      [
        "role: [registry, pipeline] }",
        "role: [registry, pipeline, workload], clusters: { pipeline-source: { type: ecs } } }",
      ],
      ["{ pull: [shop] }", "{ pull: [shop, images] }"],
      [
        "guardrails:\n",
        "      - { cluster: images/pipeline-source, service: api }\n  deploy-api:\n    source: { github: example/api }\n    image: shop/api\nguardrails:\n",
      ],
    ],
    [
      "organization.yaml:36:3 pipelines.deploy-api: needs the role supply-chain-deploy-api-pipeline-source in account images, and so does pipelines.api; rename the pipeline or the cluster [names-clash]",
    ],
  ],
  [
    "a pipeline whose bucket S3 refuses",
    [
      [
        "guardrails:\n",
        "  an: { source: { github: example/an }, image: shop/api }\n  web_s3alias: { source: { github: example/web }, image: shop/api }\nguardrails:\n",
      ],
    ],
    [
      "organization.yaml:35:3 pipelines.an: makes the bucket name supply-chain-333333333333-eu-central-1-an, which ends with -an, which S3 keeps for buckets in the namespace of an account; rename the pipeline [invalid-bucket-name]",
      "organization.yaml:36:3 pipelines.web_s3alias: makes the bucket name supply-chain-333333333333-eu-central-1-web-s3alias, which ends with -s3alias, which S3 keeps for itself; rename the pipeline [invalid-bucket-name]",
    ],
  ],
  [
    "eleven signing profiles in use",
    [
      ["    release: { validity: 135 months }\n", times(11, (index) => `    p${String(index)}:\n`, "")],
      [
        "    shop/api: { pull: [shop] }\n",
        `    shop/api: { signedBy: p0 }\n${times(10, (index) => `    shop/a${String(index)}: { signedBy: p${String(index + 1)} }\n`, "")}`,
      ],
    ],
    [
      "organization.yaml:21:3 signing.profiles: there are 11 signing profiles in use; allowed: at most 10, as many as a registry has signing rules; let more repositories share a profile [too-many-profiles]",
    ],
  ],
  [
    "ten signing profiles in use, an unknown one, and a repository without any",
    [
      ["    release: { validity: 135 months }\n", times(10, (index) => `    p${String(index)}:\n`, "")],
      [
        "    shop/api: { pull: [shop] }\n",
        `    shop/api: { signedBy: wholly-unknown }\n    shop/none:\n${times(10, (index) => `    shop/a${String(index)}: { signedBy: p${String(index)} }\n`, "")}`,
      ],
    ],
    [
      "organization.yaml:36:27 registry.repositories.shop/api.signedBy: there is no signing profile wholly-unknown; allowed: p0, p1, p2, p3, p4, p5, p6, p7, p8, p9; add it to signing.profiles [unknown-profile]",
      "organization.yaml:37:5 registry.repositories.shop/none: there are 10 signing profiles, and the repository names none; allowed: p0, p1, p2, p3, p4, p5, p6, p7, p8, p9; add `signedBy` with one of these [profile-unclear]",
    ],
  ],
  [
    "a profile whose repositories a hundred filters cannot tell from the others",
    [
      ["    release: { validity: 135 months }", "    release:\n    test:"],
      [
        "    shop/api: { pull: [shop] }\n",
        `    shop/api: { signedBy: test }\n${times(101, (index) => `    a${String(index)}x: { signedBy: release }\n    a${String(index)}x-test: { signedBy: test }\n`, "")}`,
      ],
    ],
    [
      "organization.yaml:22:5 signing.profiles.release: signs 101 repositories, and names and common beginnings that match no other make no fewer than 101 filters; allowed: at most 100 filters for one profile; give the repositories of one profile common beginnings that no other repository, cache or creation template has, or let several profiles sign them [too-many-signing-filters]",
      "organization.yaml:23:5 signing.profiles.test: signs 102 repositories, and names and common beginnings that match no other make no fewer than 102 filters; allowed: at most 100 filters for one profile; give the repositories of one profile common beginnings that no other repository, cache or creation template has, or let several profiles sign them [too-many-signing-filters]",
    ],
  ],
  [
    "more first folders than are replicated next to caches",
    [
      [
        "    shop/api: { pull: [shop] }\n",
        `    shop/api: { pull: [shop] }\n${times(1000, (index) => `    a${String(index)}/b: {}\n`, "")}`,
      ],
    ],
    [
      "organization.yaml:24:3 registry.replication: the repositories have 1001 different first folders, each of which is replicated by itself next to caches; allowed: at most 1000; put more repositories under common folders, or remove pullThroughCache [too-many-replication-prefixes]",
    ],
  ],
  [
    "a scanning filter of 256 characters",
    [["  replication:", `  scanning: { onPush: ["${"a".repeat(256)}"] }\n  replication:`]],
    [
      'organization.yaml:24:24 registry.scanning.onPush[0]: is "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa… (256 characters)"; allowed: at most 255 characters; shorten it by 1 character [invalid-value]',
    ],
  ],
  [
    "a workspace name that is too long for the longest stack alone",
    [
      [
        "signing:\n",
        `state: { backend: hcp-terraform, organization: shop, workspace: "${"w".repeat(54)}-{stack}" }\nsigning:\n`,
      ],
    ],
    [
      "organization.yaml:20:65 state.workspace: makes the workspace name wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww-organization-management-eu-central-1 of 91 characters; allowed: at most 90 characters; shorten `workspace` [workspace-name-too-long]",
    ],
  ],
  [
    "tags that differ in capitals, and one that names a secret",
    [["signing:\n", "tags: { Owner: a, owner: b, OWNER: c, shop/api_key: d }\nsigning:\n"]],
    [
      "organization.yaml:20:19 tags.owner: owner and Owner differ in capitals only, and IAM takes them for one key; remove one of them [names-clash]",
      "organization.yaml:20:29 tags.OWNER: OWNER and Owner differ in capitals only, and IAM takes them for one key; remove one of them [names-clash]",
      "organization.yaml:20:39 tags.shop/api_key: reads like the name of a secret, and everybody reads a tag; rename it, or remove it if its value is a secret [tag-named-as-secret]",
    ],
  ],
];
