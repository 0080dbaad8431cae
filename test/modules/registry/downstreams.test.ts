import {
  ImageRegistry,
  type ImageRegistryProps,
  ImageRepository,
  type ImageRepositoryProps,
  PullThroughCache,
} from "../../../modules/registry";
import {
  type Actor,
  administrator,
  cachePolicies,
  evaluate,
  identityPolicies,
  registryPolicies,
  repositoryPolicies,
  roleWith,
} from "../../support/iam";
import { stackRejectionOf } from "../../support/rejection";
import { type SynthesizedStack, synthStack } from "../../support/synth";
import { BUILD_ROLE, ORGANIZATION, REGISTRY } from "./support";

const EDGE = "444444444444";
const CACHE_ROLE = `arn:aws:iam::${EDGE}:role/supply-chain/push/supply-chain-cache-central-eu-west-1`;
/** What AWS asks of the repositories of the upstream. */
const UPSTREAM = [
  "ecr:BatchGetImage",
  "ecr:BatchImportUpstreamImage",
  "ecr:GetDownloadUrlForLayer",
  "ecr:GetImageCopyStatus",
];
const ACTIONS = [
  ...UPSTREAM,
  "ecr:BatchDeleteImage",
  "ecr:CompleteLayerUpload",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:ReplicateImage",
  "ecr:UploadLayerPart",
];

type Downstreams = ImageRepositoryProps["downstreams"];

interface Sharing {
  readonly repository?: Downstreams;
  readonly registry?: Downstreams;
  readonly grant?: string;
  readonly settings?: Partial<ImageRegistryProps>;
}

function upstream({ repository, registry, grant, settings = {} }: Sharing): SynthesizedStack {
  return synthStack((stack) => {
    const props = { ...REGISTRY, organizationId: ORGANIZATION };
    new ImageRegistry(stack, "registry", {
      ...props,
      pushers: [BUILD_ROLE],
      ...(registry ? { downstreams: registry } : {}),
      ...settings,
    });
    const images = new ImageRepository(stack, "repository", {
      ...props,
      name: "shop/api",
      pushers: [BUILD_ROLE],
      ...(repository ? { downstreams: repository } : {}),
    });
    if (grant !== undefined) images.grantDownstream(grant);
  });
}

const downstream = synthStack((stack) => {
  new PullThroughCache(stack, "cache", {
    accountId: EDGE,
    region: "eu-west-1",
    partition: "aws",
    organizationId: ORGANIZATION,
    upstream: "ecr",
    prefix: "central",
    registryHost: "333333333333.dkr.ecr.eu-central-1.amazonaws.com",
  });
});
const cache = roleWith(CACHE_ROLE, ORGANIZATION, identityPolicies(downstream, EDGE).get(CACHE_ROLE) ?? []);

/** Which actions somebody may take on the upstream's repository, by every policy on the way. */
function allowed(stack: SynthesizedStack, { caller, identity }: Actor): string[] {
  const resource = "arn:aws:ecr:eu-central-1:333333333333:repository/shop/api";
  const policies = {
    identity,
    resource: [...repositoryPolicies(stack, "shop/api"), ...registryPolicies(stack)],
  };
  return ACTIONS.filter((action) => evaluate({ caller, action, resource }, policies).allowed);
}

describe("a pull-through cache of another account copies", () => {
  test.each<[string, Sharing]>([
    ["from whoever names its account", { repository: [EDGE], registry: [EDGE] }],
    ["from whoever names its role", { repository: [CACHE_ROLE], registry: [CACHE_ROLE] }],
    ["from whoever lets the organization", { repository: "organization", registry: "organization" }],
    ["from whoever grants it to the account", { grant: EDGE, registry: [EDGE] }],
    ["from whoever grants it to the role", { grant: CACHE_ROLE, registry: "organization" }],
    [
      "from a registry that caches others itself",
      { repository: [EDGE], registry: [EDGE], settings: { pullThroughPrefixes: ["quay"] } },
    ],
  ])("%s, and does nothing else there", (_, sharing) => {
    expect(allowed(upstream(sharing), cache)).toEqual(UPSTREAM);
  });

  test("and stores what it copied under its own prefix", () => {
    const resource = `arn:aws:ecr:eu-west-1:${EDGE}:repository/central/shop/api`;
    const policies = { identity: cache.identity, resource: cachePolicies(downstream, "central") };
    const writes = [
      "ecr:InitiateLayerUpload",
      "ecr:UploadLayerPart",
      "ecr:CompleteLayerUpload",
      "ecr:PutImage",
    ];
    for (const action of writes) {
      expect(evaluate({ caller: cache.caller, action, resource }, policies).allowed).toBe(true);
    }
  });
});

describe("nothing is imported", () => {
  const everybody: Sharing = { repository: [EDGE], registry: [EDGE] };

  test.each<[string, Sharing, Actor]>([
    ["where nobody is named", {}, cache],
    ["where the registry names nobody", { repository: [EDGE] }, cache],
    ["where the repository names nobody", { registry: [EDGE] }, cache],
    [
      "by another role than the one named",
      { repository: [CACHE_ROLE], registry: [CACHE_ROLE] },
      administrator(`arn:aws:iam::${EDGE}:role/Admin`, ORGANIZATION),
    ],
    ["by another account", everybody, administrator(CACHE_ROLE.replace(EDGE, "555555555555"), ORGANIZATION)],
    [
      "by an administrator of the registry",
      everybody,
      administrator("arn:aws:iam::333333333333:role/Admin", ORGANIZATION),
    ],
    ["by who pushes", everybody, administrator(BUILD_ROLE, ORGANIZATION)],
    ["by an account that left the organization", everybody, administrator(CACHE_ROLE)],
    [
      "by another organization",
      { repository: "organization", registry: "organization" },
      administrator("arn:aws:iam::777777777777:role/cache", "o-exampleorg2"),
    ],
  ])("%s", (_, sharing, actor) => {
    expect(allowed(upstream(sharing), actor)).not.toContain("ecr:BatchImportUpstreamImage");
  });
});

test("who pushes still pushes", () => {
  const pushed = allowed(
    upstream({ repository: "organization", registry: "organization" }),
    administrator(BUILD_ROLE, ORGANIZATION),
  );
  expect(pushed).toContain("ecr:PutImage");
});

describe("registries downstream are refused", () => {
  const refused = (props: Partial<ImageRepositoryProps>) => [
    stackRejectionOf((stack) => {
      new ImageRepository(stack, "images", { ...REGISTRY, name: "shop/api", ...props });
    }),
    stackRejectionOf((stack) => {
      new ImageRegistry(stack, "images", { ...REGISTRY, ...props });
    }),
  ];

  test.each([
    ["aws-us-gov", "us-gov-west-1"],
    ["aws-cn", "cn-north-1"],
  ] as const)("in %s, which lacks the cache", (partition, region) => {
    const message =
      `test/images: ECR has no pull-through cache in the partition ${partition}, so nothing can be downstream; ` +
      "leave downstreams out [service-not-in-partition]";
    expect(refused({ partition, region, downstreams: [EDGE] })).toEqual([[message], [message]]);
  });

  test.each(["4444", "arn:aws:iam::444444444444:role/*", "arn:aws:iam::444444444444:user/ci"])(
    "that %s does not name",
    (name) => {
      const message =
        `test/images: "${name}" names neither an account nor one role of partition aws; allowed: 12 digits, or ` +
        "arn:aws:iam::ACCOUNT:role/NAME with its path and without wildcards [invalid-grantee]";
      expect(refused({ downstreams: [name] })).toEqual([[message], [message]]);
    },
  );

  test("of an organization without an id", () => {
    const message =
      'test/images: downstreams is "organization", but there is no organizationId; pass organizationId, or list ' +
      "the accounts that cache [organization-id-missing]";
    expect(refused({ downstreams: "organization" })).toEqual([[message], [message]]);
  });
});
