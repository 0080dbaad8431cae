import { CACHE_PREFIX_LENGTH, REGIONS } from "../../aws";
import {
  templateRoleName,
  upstreamCredentialVariable,
  upstreamRoleName,
  upstreamSecretName,
} from "../../names";

const LONG = `${"a".repeat(13)}.${"b".repeat(CACHE_PREFIX_LENGTH.max - 15)}`;
/** Prefixes that differ in one character, and two as long as ECR takes them. */
const PREFIXES = ["a.b", "a-b", "a_b", "a/b", "ab", "quay.io", `${LONG}x`, `${LONG}y`];

test.each([
  ["a role that reads another registry", upstreamRoleName],
  ["a role that creates repositories", templateRoleName],
])("%s has a name that IAM takes, another one for each prefix and region", (_, nameOf) => {
  const names = PREFIXES.flatMap((prefix) => REGIONS.map((region) => nameOf(prefix, region)));
  expect(names.filter((name) => !/^[\w+=,.@-]{1,64}$/.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(PREFIXES.length * REGIONS.length);
});

test("a login has a secret that Secrets Manager takes, another one for each prefix", () => {
  const names = PREFIXES.map(upstreamSecretName);
  expect(names.filter((name) => !/^ecr-pullthroughcache\/[A-Za-z0-9/_+=.@-]+$/.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(PREFIXES.length);
});

test("a login has a variable that Terraform takes, which prefixes share that differ in their signs alone", () => {
  const names = PREFIXES.map(upstreamCredentialVariable);
  expect(names.filter((name) => !/^[a-z_][a-z0-9_]*$/.test(name))).toEqual([]);
  expect(names.slice(0, 6)).toEqual([
    "upstream_credential_a_b",
    "upstream_credential_a_b",
    "upstream_credential_a_b",
    "upstream_credential_a_b",
    "upstream_credential_ab",
    "upstream_credential_quay_io",
  ]);
});
