import { ManagedSigning, type ManagedSigningProps, SigningProfile } from "../../../modules/signing";
import { resourceOf, synthStack } from "../../support/synth";
import { stackRejectionOf } from "../../support/rejection";

const REGISTRY = { accountId: "333333333333", region: "eu-central-1" } as const;
const RELEASE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_1a2b3c4d";
const PARTNER = "arn:aws:signer:eu-central-1:444444444444:/signing-profiles/partner_5e6f7a8b";

function managed(props: Omit<ManagedSigningProps, keyof typeof REGISTRY>) {
  return resourceOf(
    synthStack((stack) => new ManagedSigning(stack, "signing", { ...REGISTRY, ...props })),
    "aws_cloudcontrolapi_resource",
  );
}

function rulesOf(props: Omit<ManagedSigningProps, keyof typeof REGISTRY>): unknown {
  return JSON.parse(managed(props)["desired_state"] as string);
}

function rejected(props: Omit<ManagedSigningProps, keyof typeof REGISTRY>) {
  return stackRejectionOf((stack) => new ManagedSigning(stack, "signing", { ...REGISTRY, ...props }));
}

function rejectedRule(repositories: string[], excludedPrefixes: string[] = []) {
  return rejected({ rules: [{ profileArn: RELEASE, repositories }], excludedPrefixes });
}

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(3, "0")}`);
}

function profile(index: number): string {
  return `${RELEASE}_${String(index).padStart(2, "0")}`;
}

describe("ManagedSigning", () => {
  test("writes ECR's signing configuration, protected from destroy", () => {
    const rules = [{ profileArn: RELEASE, repositories: ["shop/web", "shop/api", "shop/web"] }];
    expect(managed({ rules })).toEqual({
      type_name: "AWS::ECR::SigningConfiguration",
      desired_state: `{"Rules":[{"SigningProfileArn":"${RELEASE}","RepositoryFilters":[{"Filter":"shop/api","FilterType":"WILDCARD_MATCH"},{"Filter":"shop/web","FilterType":"WILDCARD_MATCH"}]}]}`,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("sorts rules by profile, also those of other accounts", () => {
    const rules = [
      { profileArn: PARTNER, repositories: ["shop/api"] },
      { profileArn: RELEASE, repositories: ["shop/api"] },
    ];
    expect(rulesOf({ rules })).toEqual({
      Rules: [RELEASE, PARTNER].map((SigningProfileArn) => ({
        SigningProfileArn,
        RepositoryFilters: [{ Filter: "shop/api", FilterType: "WILDCARD_MATCH" }],
      })),
    });
    expect(rulesOf({ rules: [...rules].reverse() })).toEqual(rulesOf({ rules }));
  });

  test("keeps folders clear of other rules, caches, creation templates and unsigned repositories", () => {
    const filters = (rest: Partial<ManagedSigningProps>) => {
      const rules = [
        { profileArn: RELEASE, repositories: [...numbered("shop/", 60), ...numbered("web/", 60)] },
      ];
      const { Rules } = rulesOf({ ...rest, rules: [...rules, ...(rest.rules ?? [])] }) as {
        Rules: { RepositoryFilters: { Filter: string }[] }[];
      };
      return Rules[0]?.RepositoryFilters.map(({ Filter }) => Filter);
    };
    const aroundWeb = ["shop/*", ...numbered("web/", 60)];
    expect(filters({})).toEqual(["shop/*", "web/*"]);
    expect(filters({ rules: [{ profileArn: PARTNER, repositories: ["web/partner"] }] })).toEqual(aroundWeb);
    expect(filters({ excludedPrefixes: ["web/mirror"] })).toEqual(aroundWeb);
    expect(filters({ unsignedRepositories: ["web/test"] })).toEqual(aroundWeb);
    expect(filters({ createdPrefixes: ["web"] })).toEqual(aroundWeb);
    expect(filters({ createdPrefixes: ["web/sandbox"] })).toEqual(aroundWeb);
  });

  test("waits for the profiles that the same stack makes", () => {
    const stack = synthStack((scope) => {
      const { profileArn } = new SigningProfile(scope, "release", {
        ...REGISTRY,
        name: "release_1a2b3c4d",
        partition: "aws",
      });
      const repositories = ["shop/api"];
      const rules = [
        { profileArn, repositories },
        { profileArn: PARTNER, repositories },
      ];
      new ManagedSigning(scope, "signing", { ...REGISTRY, rules });
    });
    expect(resourceOf(stack, "aws_cloudcontrolapi_resource")["depends_on"]).toEqual([
      "aws_signer_signing_profile.release_1E7A7A71",
    ]);
  });

  test("takes ten rules", () => {
    const rules = Array.from({ length: 10 }, (_, index) => ({
      profileArn: profile(index),
      repositories: ["web"],
    }));
    expect(rulesOf({ rules })).toHaveProperty("Rules.length", 10);
  });
});

describe("ManagedSigning rejects", () => {
  test("no rules", () => {
    expect(rejected({ rules: [] })).toEqual([
      "test/signing: managed signing without rules signs nothing; add a rule or leave the construct out [no-signing-rules]",
    ]);
  });

  test("more than ten rules", () => {
    const rules = Array.from({ length: 11 }, (_, index) => ({
      profileArn: profile(index),
      repositories: ["web"],
    }));
    expect(rejected({ rules })).toEqual([
      "test/signing: 11 signing rules are more than a registry takes; allowed: at most 10; let more repositories share a profile [too-many-profiles]",
    ]);
  });

  test("a rule without repositories, which would sign everything", () => {
    expect(rejectedRule([])).toEqual([
      `test/signing: the rule of ${RELEASE} names no repository, which ECR takes for every repository; name the repositories or leave the rule out [signing-rule-without-repositories]`,
    ]);
  });

  test.each([
    `${RELEASE}/Abcdefghij`,
    "release_1a2b3c4d",
    "arn:aws:signer:eu-central-1:33333333333:/signing-profiles/release",
    "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/*",
    "*",
  ])("the profile %s", (profileArn) => {
    expect(rejected({ rules: [{ profileArn, repositories: ["web"] }] })).toEqual([
      `test/signing: "${profileArn}" is not the ARN of a signing profile; allowed: arn:<partition>:signer:<region>:<account>:/signing-profiles/<name>; give the ARN of the profile, not of one of its versions [invalid-profile-arn]`,
    ]);
  });

  test("a profile of another region", () => {
    const profileArn = RELEASE.replace("eu-central-1", "eu-west-1");
    expect(rejected({ rules: [{ profileArn, repositories: ["web"] }] })).toEqual([
      `test/signing: the profile ${profileArn} is in eu-west-1, the registry 333333333333 in eu-central-1; make a profile in eu-central-1 [profile-in-other-region]`,
    ]);
  });

  test("a profile in two rules", () => {
    const rules = ["web", "api"].map((repository) => ({ profileArn: RELEASE, repositories: [repository] }));
    expect(rejected({ rules })).toEqual([
      `test/signing: two signing rules name the profile ${RELEASE}; put the repositories of both into one rule [profile-in-two-rules]`,
    ]);
  });

  test.each(["shop/*", "Shop", "shop/", "", `a${"/a".repeat(128)}`])("the repository %j", (repository) => {
    expect(rejectedRule([repository])).toEqual([
      `test/signing: "${repository}" is not a name of a repository; allowed: exact names without wildcards, such as shop/api [invalid-repository-name]`,
    ]);
  });

  test("a repository under a pull-through cache", () => {
    expect(rejectedRule(["docker-hub/library/nginx", "docker-hub"], ["docker-hub", "ROOT"])).toEqual([
      "test/signing: docker-hub/library/nginx lies under the pull-through cache docker-hub, whose images cannot be signed; push the image to a repository of its own and sign it there [cached-repository-signed]",
    ]);
  });

  const between = numbered("repository-", 101).map((name) => `${name}-test`);
  test.each<[string, Partial<ManagedSigningProps>]>([
    ["repositories that are not signed stand between them", { unsignedRepositories: between }],
    ["pushes create repositories everywhere", { createdPrefixes: ["ROOT"] }],
  ])("more repositories than filters can name, where %s", (_, rest) => {
    const rules = [{ profileArn: RELEASE, repositories: numbered("repository-", 101) }];
    expect(rejected({ rules, ...rest })).toEqual([
      `test/signing: the 101 repositories of ${RELEASE} need 101 filters; allowed: at most 100 in one rule; give the repositories of one profile common beginnings that no other repository, cache or creation template has, or let several profiles sign them [too-many-signing-filters]`,
    ]);
  });

  test("a second owner of the signing configuration", () => {
    const rules = [{ profileArn: RELEASE, repositories: ["web"] }];
    expect(
      stackRejectionOf((stack) => {
        new ManagedSigning(stack, "first", { ...REGISTRY, rules });
        new ManagedSigning(stack, "second", { ...REGISTRY, rules });
      }),
    ).toEqual([
      "test/second: the ECR signing configuration of an account and region has one owner, and test/first owns it already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
    ]);
  });
});
