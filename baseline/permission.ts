import { type Condition, type Principal, type Statement } from "./policy";
import { type Resource } from "./stack";
import { valuesAt } from "./values";

/** Where a type that is a permission itself says for whom, for what and under which conditions. */
interface Permission {
  /** Arguments that name principals. */
  readonly principals: readonly string[];
  /** Argument that names actions. @default - the permission is for one use, which has no action of IAM */
  readonly action?: string;
  /** Condition key by the argument that holds its value. @default - it takes no condition */
  readonly conditions?: Readonly<Record<string, string>>;
}

const PERMISSIONS: Readonly<Record<string, Permission>> = {
  aws_cloudwatch_event_permission: { principals: ["principal"], action: "action" },
  aws_kms_grant: { principals: ["grantee_principal", "retiring_principal"] },
  aws_lambda_layer_version_permission: {
    principals: ["principal"],
    action: "action",
    conditions: { organization_id: "aws:PrincipalOrgID" },
  },
  aws_lambda_permission: {
    principals: ["principal"],
    action: "action",
    conditions: {
      source_account: "aws:SourceAccount",
      source_arn: "aws:SourceArn",
      principal_org_id: "aws:PrincipalOrgID",
    },
  },
  aws_signer_signing_profile_permission: { principals: ["principal"], action: "action" },
  aws_vpc_endpoint_service: { principals: ["allowed_principals"] },
  aws_vpc_endpoint_service_allowed_principal: { principals: ["principal_arn"] },
};

const SERVICE = /^[a-z0-9.-]+\.(?:amazonaws\.com(?:\.cn)?|amazon\.com|aws)$/;

function textsAt({ body }: Resource, argument: string): string[] {
  return valuesAt(body, argument).map(String);
}

function principalsOf(resource: Resource, { principals }: Permission): Principal[] {
  return principals
    .flatMap((argument) => textsAt(resource, argument))
    .map((value) => ({ kind: SERVICE.test(value) ? "Service" : "AWS", value }));
}

function conditionsOf(resource: Resource, { conditions = {} }: Permission): Condition[] {
  return Object.entries(conditions).flatMap(([argument, key]) => {
    const values = textsAt(resource, argument);
    const operator = key.endsWith("Arn") ? "ArnLike" : "StringEquals";
    return values.length === 0 ? [] : [{ operator, key, values }];
  });
}

/** The condition block of an event bus permission names its operator and key itself. */
function writtenCondition(resource: Resource): Condition[] {
  const [operator, key] = ["type", "key"].map((name) => textsAt(resource, `condition.${name}`)[0]);
  if (operator === undefined || key === undefined) return [];
  return [{ operator, key, values: textsAt(resource, "condition.value") }];
}

/** The policy statement that AWS makes of a resource which is one permission; none for other types. */
export function permissionStatements(resource: Resource): Statement[] {
  const permission = PERMISSIONS[resource.type];
  if (!permission) return [];
  return [
    {
      label: "the permission",
      effect: "Allow",
      principals: principalsOf(resource, permission),
      notPrincipals: [],
      actions: permission.action === undefined ? [] : textsAt(resource, permission.action),
      notActions: [],
      resources: [],
      notResources: [],
      conditions: [...conditionsOf(resource, permission), ...writtenCondition(resource)],
    },
  ];
}
