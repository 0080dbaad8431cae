import { repositoryUri } from "../../aws";
import {
  artifactBucketName,
  deployRoleName,
  type ProfileIdentity,
  profileName,
  stackName,
} from "../../names";

const profile: ProfileIdentity = {
  partition: "aws",
  organizationId: "o-exampleorg1",
  accountId: "333333333333",
  region: "eu-central-1",
  key: "release-train",
  validity: "135 months",
  generation: 1,
};

test("a profile is named after its key, hyphens as underscores, and eight hex digits", () => {
  expect(profileName(profile)).toMatch(/^release_train_[0-9a-f]{8}$/);
});

test.each<[string, Partial<ProfileIdentity>]>([
  ["organization", { organizationId: "o-exampleorg2" }],
  ["account", { accountId: "444444444444" }],
  ["region", { region: "eu-west-1" }],
  ["key", { key: "release_train" }],
  ["validity", { validity: "134 months" }],
  ["generation", { generation: 2 }],
])("another %s makes another profile name", (_, change) => {
  expect(profileName({ ...profile, ...change })).not.toBe(profileName(profile));
});

test("the name of a profile of the longest key is one that Signer takes", () => {
  const key = "a".repeat(40);
  expect(profileName({ ...profile, key })).toMatch(/^[a-zA-Z0-9_]{2,64}$/);
});

test("names too long for their service are cut and stay apart", () => {
  const at = { accountId: "333333333333", region: "ap-southeast-1" };
  const keys = [`${"a".repeat(39)}b`, `${"a".repeat(39)}c`];
  const [one, two] = keys.map((key) => artifactBucketName(at, key));
  expect(one).toHaveLength(63);
  expect(one).not.toBe(two);
  const [first, second] = keys.map((key) => deployRoleName(key, "a".repeat(40)));
  expect(first).toHaveLength(64);
  expect(first).not.toBe(second);
});

test("an address ends as its partition's names do", () => {
  const at = { accountId: "333333333333", region: "cn-north-1", partition: "aws-cn" } as const;
  expect(repositoryUri(at, "shop/api")).toBe("333333333333.dkr.ecr.cn-north-1.amazonaws.com.cn/shop/api");
});

test("a stack is named after layer, account and region", () => {
  expect(stackName("registry", "images", "eu-central-1")).toBe("registry-images-eu-central-1");
});
