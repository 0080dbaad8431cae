import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend, TerraformStack } from "cdktf";
import { type Construct } from "constructs";
import { type Location } from "../aws";
import { SIGN_ACTIONS } from "../modules/signing";
import { signingPolicyName } from "../names";
import { type Backend, type Deployment } from "../plan";
import { existingRoles } from "./existing-roles";

/** What CloudTrail calls whoever deploys. */
const SESSION_NAME = "supply-chain";

/** How the app that holds the stacks is laid out on disk. */
export interface AppLayout {
  /** Path from a stack's folder to the folder that local state paths start from. */
  readonly stateRoot: string;
}

/**
 * A stack of one account, region and layer with its provider, state and versions.
 *
 * The provider refuses every account but the stack's own, so credentials of another account cannot apply it.
 */
export abstract class AccountStack extends TerraformStack {
  constructor(scope: Construct, deployment: Deployment, layout: AppLayout) {
    super(scope, deployment.name);
    const { account, region, tags, versions } = deployment;
    new AwsProvider(this, "aws", {
      region,
      allowedAccountIds: [account.id],
      assumeRole: [
        {
          roleArn: deployment.deploymentRoleArn,
          sessionName: SESSION_NAME,
          ...(deployment.externalId === undefined ? {} : { externalId: deployment.externalId }),
        },
      ],
      ...(Object.keys(tags).length === 0 ? {} : { defaultTags: [{ tags: { ...tags } }] }),
    });
    this.addOverride("terraform.required_providers.aws.version", versions.awsProvider);
    this.addOverride("terraform.required_version", versions.terraform);
    keepState(this, deployment.backend, layout);
    letSign(this, deployment);
  }
}

/** Account and region of a stack, as constructs take them. */
export function locationOf({ account, region, partition }: Deployment): Location {
  return { accountId: account.id, region, partition };
}

/** What roles of this account need, on their side, to sign what they push to the registry of another one. */
function letSign(stack: TerraformStack, { name, signers = [] }: Deployment): void {
  // By the name alone: a role that comes back under another path keeps its policy.
  const idOf = (arn: string) => arn.slice(arn.lastIndexOf("/") + 1);
  const roleOf = existingRoles(stack, "signing-roles", { policyName: signingPolicyName(name), idOf });
  for (const { roleArn, profileArns } of signers) {
    roleOf(roleArn).allow({ actions: SIGN_ACTIONS, resources: profileArns });
  }
}

function keepState(stack: TerraformStack, backend: Backend, { stateRoot }: AppLayout): void {
  switch (backend.type) {
    case "local":
      new LocalBackend(stack, { path: `${stateRoot}/${backend.path}` });
      return;
    case "s3": {
      const { bucket, region, key, kmsKey, roleArn } = backend;
      const s3 = new S3Backend(stack, {
        bucket,
        region,
        key,
        // Without a key, `encrypt` would ask for S3's own and override the default of the bucket.
        ...(kmsKey === undefined ? {} : { encrypt: true, kmsKeyId: kmsKey }),
        ...(roleArn === undefined ? {} : { assumeRole: { roleArn, sessionName: SESSION_NAME } }),
      });
      s3.addOverride("use_lockfile", true);
      return;
    }
    case "hcp-terraform": {
      const { hostname, organization, workspace, project } = backend;
      new CloudBackend(stack, {
        hostname,
        organization,
        workspaces: new NamedCloudWorkspace(workspace, project),
      });
      return;
    }
  }
}
