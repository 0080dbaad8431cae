import { type Condition, type Principal, type Statement } from "./policy";
import { type Resource, textsOf } from "./stack";

const SERVICE = /^[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|aws)$/;

function principalOf(value: unknown): Principal[] {
  return textsOf(value).map((text) => ({ kind: SERVICE.test(text) ? "Service" : "AWS", value: text }));
}

function conditionsOf(resource: Resource, keys: Readonly<Record<string, string>>): Condition[] {
  return Object.entries(keys).flatMap(([argument, key]) => {
    const values = textsOf(resource.body[argument]);
    return values.length === 0
      ? []
      : [{ operator: key.endsWith("Arn") ? "ArnLike" : "StringEquals", key, values }];
  });
}

/** The policy statement that AWS makes of resources which are one permission each; none for other types. */
export function permissionStatement(resource: Resource): Statement | undefined {
  const conditions: Condition[] = [];
  switch (resource.type) {
    case "aws_lambda_permission":
      conditions.push(
        ...conditionsOf(resource, {
          source_account: "aws:SourceAccount",
          source_arn: "aws:SourceArn",
          principal_org_id: "aws:PrincipalOrgID",
        }),
      );
      break;
    case "aws_signer_signing_profile_permission":
      break;
    case "aws_cloudwatch_event_permission":
      for (const { key, value } of conditionBlocks(resource)) {
        conditions.push({ operator: "StringEquals", key, values: textsOf(value) });
      }
      break;
    default:
      return undefined;
  }
  return {
    label: "the permission",
    effect: "Allow",
    principals: principalOf(resource.body["principal"]),
    notPrincipals: [],
    actions: textsOf(resource.body["action"]),
    notActions: [],
    resources: [],
    notResources: [],
    conditions,
  };
}

function conditionBlocks(resource: Resource): { key: string; value: unknown }[] {
  const value = resource.body["condition"];
  const blocks = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return (blocks as { key: string; type: string; value: unknown }[]).filter(
    ({ type }) => type === "StringEquals",
  );
}
