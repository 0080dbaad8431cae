import {
  DescribePolicyCommand,
  ListPoliciesCommand,
  ListTargetsForPolicyCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { type ClientSettings } from "../../../local/emulator-aws";
import { documentOf, type Written } from "./written";

/** All that a guardrail is, by its name. */
export type Guardrails = Readonly<
  Record<string, { readonly type: unknown; readonly content: unknown; readonly targets: readonly string[] }>
>;

/** What the stack of the management account says. */
export function writtenGuardrails(stack: Written): Guardrails {
  const attachments = stack.ofType("aws_organizations_policy_attachment");
  return Object.fromEntries(
    stack.ofType("aws_organizations_policy").map(({ id, name, type, content }) => [
      String(name),
      {
        type,
        content: documentOf(content),
        targets: attachments
          .filter((attachment) => attachment["policy_id"] === id)
          .map((attachment) => String(attachment["target_id"]))
          .sort(),
      },
    ]),
  );
}

/** What the emulator answers: every policy that is not AWS's own. */
export async function askedGuardrails(settings: ClientSettings): Promise<Guardrails> {
  const client = new OrganizationsClient(settings);
  const lists = await Promise.all(
    (["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"] as const).map((Filter) =>
      client.send(new ListPoliciesCommand({ Filter })),
    ),
  );
  const own = lists.flatMap(({ Policies = [] }) => Policies).filter(({ AwsManaged }) => AwsManaged !== true);
  const asked = own.map(async ({ Id: PolicyId, Name = "" }) => {
    const { Policy: policy } = await client.send(new DescribePolicyCommand({ PolicyId }));
    const { Targets = [] } = await client.send(new ListTargetsForPolicyCommand({ PolicyId }));
    const guardrail = {
      type: policy?.PolicySummary?.Type,
      content: documentOf(policy?.Content),
      targets: Targets.map(({ TargetId = "" }) => TargetId).sort(),
    };
    return [Name, guardrail] as const;
  });
  return Object.fromEntries(await Promise.all(asked));
}
