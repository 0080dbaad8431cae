import { Token } from "cdktf";
import { ImageRepository, RepositoryCreationTemplate } from "../../../modules/registry";
import { stackRejectionOf } from "../../support/rejection";
import { synthStack } from "../../support/synth";
import { REGISTRY } from "./support";

type Tags = Readonly<Record<string, string>>;

const CONSTRUCTS = [
  [
    "ImageRepository",
    (tags: Tags) =>
      stackRejectionOf((stack) => new ImageRepository(stack, "it", { ...REGISTRY, name: "api", tags })),
  ],
  [
    "RepositoryCreationTemplate",
    (tags: Tags) =>
      stackRejectionOf((stack) => {
        const props = { ...REGISTRY, prefix: "shop", appliedFor: ["REPLICATION"], tags } as const;
        new RepositoryCreationTemplate(stack, "it", props);
      }),
  ],
] as const;

const KEY =
  "allowed: 1 to 128 letters, digits, spaces and _ . : / = + - @, not beginning with aws: [invalid-tag]";
const VALUE = "allowed: up to 256 letters, digits, spaces and _ . : / = + - @ [invalid-tag]";

describe.each(CONSTRUCTS)("%s refuses", (_, refused) => {
  test.each(["", "aws:owner", "AWS:owner", "own;er", "a".repeat(129)])("the key of a tag %j", (key) => {
    expect(refused({ [key]: "shop" })).toEqual([`test/it: "${key}" is not a key of a tag; ${KEY}`]);
  });

  test.each(["sh!p", "a".repeat(257)])("the value of a tag %j", (value) => {
    expect(refused({ team: value })).toEqual([
      `test/it: "${value}" is not a value of the tag team; ${VALUE}`,
    ]);
  });

  test("more tags than AWS takes", () => {
    const tags = Object.fromEntries(Array.from({ length: 52 }, (__, index) => [`t${String(index)}`, ""]));
    expect(refused(tags)).toEqual([
      "test/it: there are 52 tags; allowed: at most 50, together with those of the provider; remove 2 of them [too-many-tags]",
    ]);
  });
});

test("fifty tags at the ends of what AWS takes, and values that only Terraform knows, are taken", () => {
  const tags = Object.fromEntries(Array.from({ length: 48 }, (_, index) => [`t${String(index)}`, ""]));
  const more = { ["a".repeat(128)]: "ä".repeat(256), team: Token.asString({ ref: "team!" }) };
  expect(() =>
    synthStack(
      (stack) => new ImageRepository(stack, "it", { ...REGISTRY, name: "api", tags: { ...tags, ...more } }),
    ),
  ).not.toThrow();
});
