import { type Policy } from "./policy";
import { accountOf, type Caller, contextOf, type ContextValues, isServiceLinked } from "./principal";
import { applies, type Naming, type Question } from "./statement";
import { arnParts } from "./wildcard";

/**
 * Decides a request as AWS does, from the text of policies alone; pages:
 * [logic] https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * [cross] https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 * [scp] https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 * [rcp] https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 * [endpoint] https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 * [trust] https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#id_roles_terms-and-concepts
 * [kms] https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
 * [grants] https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 *
 * Permission boundaries and session policies are left out: nothing here makes any.
 */
export interface Request {
  readonly caller: Caller;
  readonly action: string;
  /** ARN, or `*` for an action that takes no resource. */
  readonly resource: string;
  /** Account of the resource, where its ARN has none, as of S3 buckets. @default - the ARN's, or the caller's */
  readonly resourceAccount?: string;
  /** Context keys besides those that follow from the caller. */
  readonly context?: ContextValues;
}

/** The policies in force. Those left out do not exist; without policies of a kind nothing of that kind binds. */
export interface Policies {
  /** Of the caller. */
  readonly identity?: readonly Policy[];
  /** Of the resource, and of the registry or the like that holds it. */
  readonly resource?: readonly Policy[];
  /** Of the caller's account and everything above it, each level with its own policies. */
  readonly serviceControl?: readonly (readonly Policy[])[];
  /** Of the resource's account and everything above it, each level with its own policies. */
  readonly resourceControl?: readonly (readonly Policy[])[];
  /** Of the VPC endpoint that the request goes through. */
  readonly endpoint?: readonly Policy[];
  /** Grants on the KMS key that is asked for: who may do what, without any policy. */
  readonly grants?: readonly { readonly grantee: string; readonly operations: readonly string[] }[];
}

/** The account whose principals no service control policy binds, and whose resources no resource control policy. */
export interface Organization {
  readonly managementAccount: string;
}

/** What AWS answers, and by which statement: `policy/Sid`, or the kind of policy that lacks an Allow. */
export interface Decision {
  readonly allowed: boolean;
  readonly by: string;
}

const denied = (by: string): Decision => ({ allowed: false, by });
const allowed = (by: string): Decision => ({ allowed: true, by });

/** Decides a request. */
export function evaluate(request: Request, policies: Policies, organization?: Organization): Decision {
  const { caller, action, resource } = request;
  const question: Question = { caller, action, resource, context: contextOf(caller, request.context) };
  const account = accountOf(caller);
  const resourceAccount = request.resourceAccount ?? (arnParts(resource)[4] || account);
  const inForce = binding(policies, caller, resourceAccount, organization);

  // "If the enforcement code finds even one explicit deny that applies, [it] returns a final decision of Deny."
  // [logic]
  const everything = [
    ...inForce.identity,
    ...inForce.resource,
    ...inForce.serviceControl.flat(),
    ...inForce.resourceControl.flat(),
    ...(inForce.endpoint ?? []),
  ];
  const deny = find(everything, "Deny", question);
  if (deny) return denied(deny.name);

  // An endpoint policy narrows what goes through the endpoint and grants nothing. [endpoint]
  if (inForce.endpoint && !find(inForce.endpoint, "Allow", question))
    return denied("no Allow in the endpoint policy");
  // An Allow is needed at every level from the root to the account. [scp, rcp]
  if (!inForce.resourceControl.every((level) => find(level, "Allow", question))) {
    return denied("no Allow in the resource control policies");
  }
  if (!inForce.serviceControl.every((level) => find(level, "Allow", question))) {
    return denied("no Allow in the service control policies");
  }

  // "Grants allow access, but do not deny access." [grants]
  const grantee = caller.type === "service" ? caller.name : caller.type === "anonymous" ? "" : caller.arn;
  const operation = action.replace(/^kms:/i, "");
  const granted = (policies.grants ?? []).some(
    (grant) => grant.grantee === grantee && grant.operations.includes(operation),
  );
  if (granted) return allowed("grant");

  const byResource = find(inForce.resource, "Allow", question);
  const byIdentity = find(inForce.identity, "Allow", question);
  if (account === undefined) {
    return byResource ? allowed(byResource.name) : denied("no Allow in the resource policies");
  }
  if (account !== resourceAccount) {
    // "The request is allowed only if both evaluations return a decision of Allow." [cross]
    if (!byResource) return denied("no Allow in the resource policies");
    return byIdentity ? allowed(byResource.name) : denied("no Allow in the identity policies");
  }
  // Within an account either side suffices, but a policy that names the account leaves it to identity policies.
  if (byResource?.naming === "caller") return allowed(byResource.name);
  // "IAM policies by themselves are not sufficient to allow access to a KMS key": its policy lets the account
  // use them. [kms]
  const keyPolicyNeeded =
    action.toLowerCase().startsWith("kms:") && arnParts(resource)[5]?.startsWith("key/") === true;
  if (keyPolicyNeeded && !byResource) return denied("no Allow in the resource policies");
  // "A role trust policy is a required resource-based policy": nobody becomes a role that does not trust them. [trust]
  if (action.toLowerCase() === "sts:assumerole" && !byResource)
    return denied("no Allow in the resource policies");
  return byIdentity ? allowed(byIdentity.name) : denied("no Allow in the identity policies");
}

/** The policies that bind this caller and this resource at all. */
function binding(
  { identity = [], resource = [], serviceControl = [], resourceControl = [], endpoint }: Policies,
  caller: Caller,
  resourceAccount: string | undefined,
  organization: Organization | undefined,
) {
  const account = accountOf(caller);
  // "SCPs don't affect any service-linked role", nor users or roles of the management account. [scp] Services and
  // the anonymous are no principals of an account.
  const bound =
    account !== undefined && account !== organization?.managementAccount && !isServiceLinked(caller);
  // "RCPs don't apply to service-linked roles", nor to resources of the management account. [rcp]
  const guarded = resourceAccount !== organization?.managementAccount && !isServiceLinked(caller);
  return {
    identity: account === undefined ? [] : identity,
    resource,
    serviceControl: bound ? serviceControl : [],
    resourceControl: guarded ? resourceControl : [],
    endpoint,
  };
}

/** The statement of that effect that speaks of the request; one that names the caller before one of the account. */
function find(
  policies: readonly Policy[],
  effect: "Allow" | "Deny",
  question: Question,
): { readonly name: string; readonly naming: Naming } | undefined {
  const found = policies.flatMap(({ name, statements }) =>
    statements.flatMap((statement, index) => {
      const how = statement.Effect === effect ? applies(statement, question) : undefined;
      return how ? [{ name: `${name}/${statement.Sid ?? String(index)}`, naming: how }] : [];
    }),
  );
  return found.find(({ naming }) => naming === "caller") ?? found[0];
}
