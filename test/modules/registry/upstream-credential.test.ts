import {
  PullThroughCache,
  UpstreamCredential,
  type UpstreamCredentialProps,
} from "../../../modules/registry";
import { stackRejectionOf } from "../../support/rejection";
import { resourceOf, synthStack } from "../../support/synth";
import { REGISTRY } from "./support";

function synthCredential(props: Partial<UpstreamCredentialProps> = {}) {
  return synthStack((stack) => {
    new UpstreamCredential(stack, "login", { ...REGISTRY, prefix: "docker-hub", version: 1, ...props });
  });
}

describe("UpstreamCredential", () => {
  test("takes the login from a variable that Terraform neither keeps nor shows", () => {
    expect(synthCredential()["variable"]).toEqual({
      upstream_credential_docker_hub: {
        description: "Login for what is cached under docker-hub",
        type: "object({username=string, accessToken=string})",
        ephemeral: true,
        sensitive: true,
        nullable: false,
      },
    });
  });

  test("names the secret as ECR wants it, under Secrets Manager's own key, and frees the name at once", () => {
    expect(resourceOf(synthCredential(), "aws_secretsmanager_secret")).toEqual({
      name: "ecr-pullthroughcache/docker-hub",
      description: "Login of the pull-through cache docker-hub",
      recovery_window_in_days: 0,
    });
  });

  test("writes the value by an argument that is not kept, again when the version is raised", () => {
    const stack = synthCredential({ version: 7 });
    const [secret] = Object.keys(stack.resource?.["aws_secretsmanager_secret"] ?? {});
    expect(resourceOf(stack, "aws_secretsmanager_secret_version")).toEqual({
      secret_id: `\${aws_secretsmanager_secret.${String(secret)}.id}`,
      secret_string_wo: "${jsonencode(var.upstream_credential_docker_hub)}",
      secret_string_wo_version: 7,
    });
  });

  test("is filled before the rule of the cache that refers to it", () => {
    const stack = synthStack((scope) => {
      const { arn } = new UpstreamCredential(scope, "login", {
        ...REGISTRY,
        prefix: "docker-hub",
        version: 1,
      });
      new PullThroughCache(scope, "cache", { ...REGISTRY, upstream: "docker-hub", credentialArn: arn });
    });
    const [version] = Object.keys(stack.resource?.["aws_secretsmanager_secret_version"] ?? {});
    expect(resourceOf(stack, "aws_ecr_pull_through_cache_rule")["credential_arn"]).toBe(
      `\${aws_secretsmanager_secret_version.${String(version)}.arn}`,
    );
  });
});

describe("UpstreamCredential refuses", () => {
  const refused = (props: Partial<UpstreamCredentialProps>) =>
    stackRejectionOf((stack) => {
      new UpstreamCredential(stack, "login", { ...REGISTRY, prefix: "docker-hub", version: 1, ...props });
    });

  test.each([0, -1, 1.5, Number.NaN])("the version %s", (version) => {
    expect(refused({ version })).toEqual([
      `test/login: ${String(version)} is not a version of a credential; allowed: whole numbers from 1 on ` +
        "[invalid-credential-version]",
    ]);
  });

  test("a prefix that no cache has", () => {
    expect(refused({ prefix: "ROOT" })).toEqual([
      'test/login: "ROOT" is not a prefix of a pull-through cache; allowed: 2 to 30 characters: lowercase letters ' +
        "and digits, separated by single . _ - or / [invalid-pull-through-prefix]",
    ]);
  });

  test("two prefixes with one variable", () => {
    expect(
      stackRejectionOf((stack) => {
        new UpstreamCredential(stack, "one", { ...REGISTRY, prefix: "a-b", version: 1 });
        new UpstreamCredential(stack, "two", { ...REGISTRY, prefix: "a_b", version: 1 });
      }),
    ).toEqual([
      "test/two: the Terraform variable upstream_credential_a_b of an account and region has one owner, and test/one " +
        "owns it already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
    ]);
  });
});
