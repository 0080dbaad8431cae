import { roleArn } from "../aws";
import { locationOf, type Organization, pipelineSite, siteOf } from "../config";
import { buildRoleName, PUSH_ROLE_PATH } from "../names";
import { checked } from "./checked";

/** A role that may push a repository. */
export interface Pusher {
  readonly accountId: string;
  readonly arn: string;
}

/** Who pushes each repository: the build roles of its pipelines and the roles the file names. */
export function pushersByRepository(organization: Organization): ReadonlyMap<string, readonly Pusher[]> {
  const pushers = new Map<string, Pusher[]>();
  const add = (repository: string, pusher: Pusher) => {
    pushers.set(repository, [...(pushers.get(repository) ?? []), pusher]);
  };
  for (const [key, pipeline] of Object.entries(organization.pipelines)) {
    const site = checked(pipelineSite(organization, pipeline.account), `account of ${key}`);
    const at = locationOf(organization, site, organization.organization.homeRegion);
    add(pipeline.image, {
      accountId: at.accountId,
      arn: roleArn(at, buildRoleName(key), PUSH_ROLE_PATH),
    });
  }
  for (const [name, repository] of Object.entries(organization.registry.repositories)) {
    for (const push of repository.push) {
      add(name, {
        accountId: checked(siteOf(organization, push.account), push.account).account.id,
        arn: existingRoleArn(organization, push),
      });
    }
  }
  return pushers;
}

/** ARN of a role that the file names. */
export function existingRoleArn(
  organization: Organization,
  { account, role }: { readonly account: string; readonly role: string },
): string {
  return roleArn(locationOf(organization, checked(siteOf(organization, account), account), ""), role);
}

/**
 * Whether anybody but AWS may add a policy to a role.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export function takesPolicies({ role }: { readonly role: string }): boolean {
  return !role.startsWith("aws-reserved/");
}
