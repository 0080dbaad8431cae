import { conditionMet } from "./condition";
import { listed, type PolicyStatement } from "./policy";
import { accountNames, type Caller, type Context, ownNames } from "./principal";
import { matchesResource, matchesText } from "./wildcard";

/**
 * Whether one statement speaks of a request; pages:
 * [action] https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 * [resource] https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * [principal] https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * [notprincipal] https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export interface Question {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/**
 * How a statement names its caller: exactly, by everybody, or through the account, which then decides by its own
 * identity policies. [principal, "AWS account principals"]
 */
export type Naming = "caller" | "account";

/** Actions are compared without regard to case, with wildcards. [action] */
function actionMatches({ Action, NotAction }: PolicyStatement, action: string): boolean {
  const any = (actions: typeof Action) =>
    listed(actions).some((pattern) => matchesText(pattern, action, "i"));
  return Action === undefined ? !any(NotAction) : any(Action);
}

/** Without Resource the policy speaks of what it is attached to, as repository policies and trust policies do. */
function resourceMatches({ Resource, NotResource }: PolicyStatement, resource: string): boolean {
  const any = (patterns: typeof Resource) => listed(patterns).some((one) => matchesResource(one, resource));
  if (Resource === undefined && NotResource === undefined) return true;
  return Resource === undefined ? !any(NotResource) : any(Resource);
}

function named(principal: NonNullable<PolicyStatement["Principal"]>, caller: Caller): Naming | undefined {
  if (principal === "*" || listed(principal["AWS"]).includes("*")) return "caller";
  if (caller.type === "service") {
    return listed(principal["Service"]).includes(caller.name) ? "caller" : undefined;
  }
  // "You cannot use a wildcard to match part of a principal name or ARN." [principal]
  const names = listed(principal["AWS"]);
  if (ownNames(caller).some((name) => names.includes(name))) return "caller";
  return accountNames(caller).some((name) => names.includes(name)) ? "account" : undefined;
}

/**
 * NotPrincipal spares only whoever is named in full: "you must also specify the account ARN of the not-denied
 * principal", and for a session the role and the session. [notprincipal]
 */
function spared(principal: NonNullable<PolicyStatement["NotPrincipal"]>, caller: Caller): boolean {
  if (principal === "*") return true;
  const names = listed(principal["AWS"]);
  if (names.includes("*")) return true;
  if (caller.type === "service") return listed(principal["Service"]).includes(caller.name);
  const own = ownNames(caller);
  return (
    own.length > 0 &&
    own.every((name) => names.includes(name)) &&
    accountNames(caller).some((name) => names.includes(name))
  );
}

function naming({ Principal, NotPrincipal }: PolicyStatement, caller: Caller): Naming | undefined {
  if (Principal !== undefined) return named(Principal, caller);
  if (NotPrincipal !== undefined) return spared(NotPrincipal, caller) ? undefined : "caller";
  // Identity policies speak of the identity they are attached to.
  return "caller";
}

/** How the statement names the caller of a request that it speaks of; `undefined` where it does not. */
export function applies(statement: PolicyStatement, question: Question): Naming | undefined {
  const { caller, action, resource, context } = question;
  if (!actionMatches(statement, action) || !resourceMatches(statement, resource)) return undefined;
  if (!conditionMet(statement.Condition, context)) return undefined;
  return naming(statement, caller);
}
