import { App, TerraformStack, TerraformVariable } from "cdktf";
import { type Construct } from "constructs";
import { ImageRepository, PullThroughCache } from "../../modules/registry";
import { rejectionOf } from "../support/rejection";
import { REGISTRY } from "./registry/support";

/** What is said of constructs that two stacks of one app hold. */
function refused(build: (first: Construct, second: Construct) => void): string[] {
  const app = new App();
  return rejectionOf(() => {
    build(new TerraformStack(app, "first"), new TerraformStack(app, "second"));
  });
}

const cache = (scope: Construct, prefix: string, place = REGISTRY as typeof REGISTRY | object) =>
  new PullThroughCache(scope, `cache-${prefix}`, { ...REGISTRY, ...place, upstream: "quay", prefix });
const repository = (scope: Construct, name: string) =>
  new ImageRepository(scope, "repository", { ...REGISTRY, name });

describe("a repository under the prefix of a cache", () => {
  test.each(["mirror/api", "mirror"])("is refused in another stack too: %s", (name) => {
    expect(
      refused((first, second) => {
        cache(first, "mirror");
        repository(second, name);
      }),
    ).toEqual([
      `second/repository: ${name} lies under mirror, where first/cache-mirror caches; rename the repository, or cache under another prefix [cache-covers-repository]`,
    ]);
  });

  test("is refused where it was there before", () => {
    expect(
      refused((first, second) => {
        repository(second, "mirror/api");
        cache(first, "mirror");
      }),
    ).toEqual([
      "first/cache-mirror: mirror is cached above mirror/api, which second/repository makes; rename the repository, or cache under another prefix [cache-covers-repository]",
    ]);
  });
});

describe("where only Terraform knows the account of one", () => {
  const accountOf = (stack: Construct) => new TerraformVariable(stack, "account", {}).stringValue;

  test("a repository under the prefix of a cache is refused in its stack", () => {
    const refusal = [
      "first/repository: mirror/api lies under mirror, where first/cache-mirror caches; rename the repository, or cache under another prefix [cache-covers-repository]",
    ];
    expect(
      refused((first) => {
        cache(first, "mirror", { accountId: accountOf(first) });
        repository(first, "mirror/api");
      }),
    ).toEqual(refusal);
    expect(
      refused((first) => {
        cache(first, "mirror");
        const accountId = accountOf(first);
        new ImageRepository(first, "repository", { ...REGISTRY, accountId, name: "mirror/api" });
      }),
    ).toEqual(refusal);
  });

  test("one of another stack is no matter", () => {
    const app = new App();
    const [first, second] = [new TerraformStack(app, "first"), new TerraformStack(app, "second")];
    cache(first, "mirror", { accountId: accountOf(first) });
    expect(() => {
      repository(second, "mirror/api");
    }).not.toThrow();
  });
});

test.each([
  ["whose name only begins alike", "mirrors/api", {}],
  ["of another region", "mirror/api", { region: "eu-west-1" }],
  ["of another account", "mirror/api", { accountId: "666666666666" }],
])("a repository %s is no matter", (_, name, place) => {
  const app = new App();
  expect(() => {
    cache(new TerraformStack(app, "first"), "mirror", place);
    repository(new TerraformStack(app, "second"), name);
  }).not.toThrow();
});

test.each([
  [["mirror", "mirror/quay"], "mirror/quay lies under mirror, where first/cache-mirror caches"],
  [["mirror/quay", "mirror"], "mirror is cached above mirror/quay, where first/cache-mirror--quay caches"],
] as const)("a cache within another one is refused, in whatever order: %j", ([one, other], message) => {
  expect(
    refused((first, second) => {
      cache(first, one);
      cache(second, other);
    }),
  ).toEqual([
    `second/cache-${other.replace("/", "--")}: ${message}; choose prefixes of which none lies within another [cache-within-cache]`,
  ]);
});

test.each([
  ["mirror", "mirrors/quay", {}],
  ["mirror", "mirror/quay", { region: "eu-west-1" }],
])("caches of %s and %s in %j are apart", (one, other, place) => {
  const app = new App();
  expect(() => {
    cache(new TerraformStack(app, "first"), one);
    cache(new TerraformStack(app, "second"), other, place);
  }).not.toThrow();
});

describe("caches of one registry", () => {
  const caches = (count: number, placeOf: (index: number) => object = () => ({})) => {
    const app = new App();
    const stacks = [new TerraformStack(app, "first"), new TerraformStack(app, "second")] as const;
    for (let index = 0; index < count; index += 1) {
      cache(index % 2 === 0 ? stacks[0] : stacks[1], `c${String(index)}`, placeOf(index));
    }
  };

  test("are fifty at most, whatever stacks they are in", () => {
    expect(() => {
      caches(50);
    }).not.toThrow();
    expect(
      rejectionOf(() => {
        caches(51);
      }),
    ).toEqual([
      "first/cache-c50: is the pull-through cache number 51 of its registry; allowed: at most 50; remove what nobody pulls, or cache it in another registry [too-many-caches]",
    ]);
  });

  test("are counted by region", () => {
    expect(() => {
      caches(60, (index) => (index % 2 === 0 ? {} : { region: "eu-west-1" }));
    }).not.toThrow();
  });

  test("in a place that only Terraform knows are counted by stack", () => {
    const app = new App();
    const fill = (name: string, count: number) => {
      const stack = new TerraformStack(app, name);
      const accountId = new TerraformVariable(stack, "account", { type: "string" }).stringValue;
      for (let index = 0; index < count; index += 1) cache(stack, `c${String(index)}`, { accountId });
    };
    expect(() => {
      fill("first", 50);
      fill("second", 50);
    }).not.toThrow();
    expect(
      rejectionOf(() => {
        fill("third", 51);
      }),
    ).toHaveLength(1);
  });
});
