import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Fn, TerraformVariable, VariableType } from "cdktf";
import { Construct } from "constructs";
import { type Location } from "../../aws";
import { upstreamCredentialVariable, upstreamSecretName } from "../../names";
import { type Problem } from "../../problem";
import { placeProblems, throwProblems } from "../checks";
import { claimSingleton } from "../singleton";
import { cachePrefixProblems } from "./cache-prefix";

/** What an {@link UpstreamCredential} needs to be told. */
export interface UpstreamCredentialProps extends Pick<Location, "accountId" | "region"> {
  /** Prefix of the cache that logs in. */
  readonly prefix: string;
  /** Raised by one to write the secret anew from the variable: a whole number from 1 on. */
  readonly version: number;
}

/**
 * The login of a cache's upstream, as a secret that only ECR's cache and the account's own roles can read.
 *
 * The value comes from the ephemeral Terraform variable `upstream_credential_<prefix>`, an object of `username`
 * and `accessToken`, and goes to AWS by a write-only argument: neither the plan nor the state holds it. Terraform
 * asks for the variable at every plan, and writes it only where `version` is another one than before. Needs
 * Terraform 1.11.
 *
 * Once the credential is taken out the secret is deleted at once, so that the cache can come back under its prefix.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
 * @see https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only
 */
export class UpstreamCredential extends Construct {
  readonly resource: SecretsmanagerSecret;
  /** Name of the Terraform variable. */
  readonly variable: string;
  private readonly written: SecretsmanagerSecretVersion;

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-pull-through-prefix`,
   * `invalid-credential-version`; `singleton-owned-twice`: two credentials of one prefix in an account and region, or
   * of one variable in a stack
   */
  constructor(scope: Construct, id: string, props: UpstreamCredentialProps) {
    super(scope, id);
    const { accountId, region, prefix, version } = props;
    const { path } = this.node;
    throwProblems([
      ...placeProblems(path, { accountId, region }),
      ...cachePrefixProblems(path, prefix),
      ...versionProblems(path, version),
    ]);
    const name = upstreamSecretName(prefix);
    claimSingleton(this, `secret ${name}`, props);
    this.variable = upstreamCredentialVariable(prefix);
    claimSingleton(this, `Terraform variable ${this.variable}`);
    const login = new TerraformVariable(this, "Value", {
      description: `Login for what is cached under ${prefix}`,
      type: VariableType.object({ username: VariableType.STRING, accessToken: VariableType.STRING }),
      sensitive: true,
      nullable: false,
    });
    login.addOverride("ephemeral", true);
    login.overrideLogicalId(this.variable);
    this.resource = new SecretsmanagerSecret(this, "Resource", {
      name,
      description: `Login of the pull-through cache ${prefix}`,
      // While one waits to be deleted, a cache that comes back finds its name taken; the variable holds what is lost.
      recoveryWindowInDays: 0,
    });
    this.written = new SecretsmanagerSecretVersion(this, "Version", {
      secretId: this.resource.id,
      secretStringWo: Fn.jsonencode(login.value),
      secretStringWoVersion: version,
    });
  }

  /** ARN of the secret, once it is filled: what refers to it comes after that. */
  get arn(): string {
    return this.written.arn;
  }
}

function versionProblems(path: string, version: number): Problem[] {
  if (Number.isSafeInteger(version) && version >= 1) return [];
  return [
    {
      code: "invalid-credential-version",
      path,
      message: `${String(version)} is not a version of a credential`,
      allowed: "whole numbers from 1 on",
    },
  ];
}
