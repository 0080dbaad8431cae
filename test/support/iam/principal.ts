import { arnParts } from "./wildcard";

/**
 * Who makes a request, and what AWS writes into the request's context about them; pages:
 * [keys] https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * [principal] https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * [roles] https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
 */
export type Caller =
  /** Somebody with a role; a service-linked role is one under IAM's path `aws-service-role`. */
  | {
      readonly type: "role";
      readonly arn: string;
      readonly organizationId?: string;
      readonly session?: string;
    }
  | { readonly type: "user"; readonly arn: string; readonly organizationId?: string }
  /** An AWS service that acts as itself, for a resource of some account. */
  | {
      readonly type: "service";
      readonly name: string;
      readonly sourceArn?: string;
      readonly sourceAccount?: string;
    }
  /** Somebody without credentials. */
  | { readonly type: "anonymous" };

/** Keys of the request, in lower case, because "context key names are not case-sensitive". [operators] */
export type Context = ReadonlyMap<string, readonly string[]>;

/** Values of context keys as a test writes them. */
export type ContextValues = Readonly<Record<string, string | readonly string[]>>;

/** Account of a caller; services and the anonymous have none. */
export function accountOf(caller: Caller): string | undefined {
  return caller.type === "role" || caller.type === "user" ? arnParts(caller.arn)[4] : undefined;
}

/** Service-linked roles live under a path in which only AWS makes roles. [roles] */
export function isServiceLinked(caller: Caller): boolean {
  return caller.type === "role" && /:role\/aws-service-role\//.test(caller.arn);
}

/** ARN of the root of the caller's account, which stands for the account. [principal, "AWS account principals"] */
function rootArn(arn: string): string {
  return `arn:${arnParts(arn)[1] ?? ""}:iam::${arnParts(arn)[4] ?? ""}:root`;
}

/**
 * The names under which a policy may mean exactly this caller: the role, and its session, whose ARN has no path.
 * [principal, "Role session principals"]
 */
export function ownNames(caller: Caller): readonly string[] {
  if (caller.type === "user") return [caller.arn];
  if (caller.type !== "role") return [];
  const name = caller.arn.slice(caller.arn.lastIndexOf("/") + 1);
  const [, partition = "", , , account = ""] = arnParts(caller.arn);
  const session = `arn:${partition}:sts::${account}:assumed-role/${name}/${caller.session ?? "session"}`;
  return [caller.arn, session];
}

/** The names under which a policy may mean the whole account: its root's ARN or its id alone. [principal] */
export function accountNames(caller: Caller): readonly string[] {
  const account = accountOf(caller);
  return account === undefined || !("arn" in caller) ? [] : [rootArn(caller.arn), account];
}

/** What AWS puts into the context of every request of this caller, with what the test adds. */
export function contextOf(caller: Caller, added: ContextValues = {}): Context {
  const values: Record<string, string | readonly string[] | undefined> = {
    ...identityKeys(caller),
    ...added,
  };
  const present = Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [[key.toLowerCase(), typeof value === "string" ? [value] : value] as const],
  );
  return new Map(present);
}

function identityKeys(caller: Caller): Record<string, string | readonly string[] | undefined> {
  switch (caller.type) {
    case "role":
    case "user":
      return {
        // "For IAM roles, the request context returns the ARN of the role, not the ARN of the user that has
        // assumed the role." [keys, aws:PrincipalArn]
        "aws:PrincipalArn": caller.arn,
        "aws:PrincipalAccount": accountOf(caller),
        // Present "only if the principal is a member of an organization". [keys, aws:PrincipalOrgID]
        "aws:PrincipalOrgID": caller.organizationId,
        "aws:PrincipalType": caller.type === "role" ? "AssumedRole" : "User",
        // False also "if the service uses a service role or service-linked role". [keys, aws:PrincipalIsAWSService]
        "aws:PrincipalIsAWSService": "false",
      };
    case "service":
      return {
        "aws:PrincipalIsAWSService": "true",
        "aws:PrincipalServiceName": caller.name,
        "aws:PrincipalServiceNamesList": [caller.name],
        // In the context only where a service principal calls directly for a resource. [keys, aws:SourceArn]
        "aws:SourceArn": caller.sourceArn,
        "aws:SourceAccount": caller.sourceAccount,
      };
    case "anonymous":
      // aws:PrincipalIsAWSService is present for signed requests; "anonymous requests do not include this key".
      return { "aws:PrincipalType": "Anonymous" };
  }
}
