import {
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
} from "@aws-sdk/client-iam";
import { type ClientSettings } from "../../../local/emulator-aws";
import { EXISTING_ROLE } from "../../../local/emulator-seed";
import { documentOf, type Written } from "./written";

/** All that a role is, by its name. */
export type Roles = Readonly<
  Record<
    string,
    {
      readonly path: unknown;
      readonly trust: unknown;
      readonly inline: Readonly<Record<string, unknown>>;
      readonly attached: readonly unknown[];
    }
  >
>;

/** What the stacks of one account say. */
export function writtenRoles(stacks: readonly Written[]): Roles {
  const ofType = (type: string) => stacks.flatMap((stack) => stack.ofType(type));
  const policies = ofType("aws_iam_role_policy");
  const attachments = ofType("aws_iam_role_policy_attachment");
  return Object.fromEntries(
    ofType("aws_iam_role").map(({ name, path, assume_role_policy: trust }) => [
      String(name),
      {
        path,
        trust: documentOf(trust),
        inline: Object.fromEntries(
          policies
            .filter(({ role }) => role === name)
            .map((policy) => [String(policy["name"]), documentOf(policy["policy"])]),
        ),
        attached: attachments.filter(({ role }) => role === name).map((policy) => policy["policy_arn"]),
      },
    ]),
  );
}

/**
 * The role that Organizations makes in every account it creates.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html
 */
const OF_ORGANIZATIONS = "OrganizationAccountAccessRole";

/** What the emulator answers: every role of the account that no service made and that did not exist before. */
export async function askedRoles(settings: ClientSettings): Promise<Roles> {
  const client = new IAMClient(settings);
  const { Roles: roles = [] } = await client.send(new ListRolesCommand({ MaxItems: 1000 }));
  const made = roles.filter(
    ({ RoleName, Description }) => RoleName !== OF_ORGANIZATIONS && Description !== EXISTING_ROLE,
  );
  const asked = made.map(async ({ RoleName = "", Path, AssumeRolePolicyDocument: trust = "" }) => {
    const { PolicyNames: names = [] } = await client.send(new ListRolePoliciesCommand({ RoleName }));
    const inline = names.map(async (PolicyName) => {
      const { PolicyDocument = "" } = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      return [PolicyName, documentOf(decodeURIComponent(PolicyDocument))] as const;
    });
    const { AttachedPolicies: attached = [] } = await client.send(
      new ListAttachedRolePoliciesCommand({ RoleName }),
    );
    const role = {
      path: Path,
      trust: documentOf(decodeURIComponent(trust)),
      inline: Object.fromEntries(await Promise.all(inline)),
      attached: attached.map(({ PolicyArn }) => PolicyArn),
    };
    return [RoleName, role] as const;
  });
  return Object.fromEntries(await Promise.all(asked));
}
