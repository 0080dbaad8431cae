import { isReference, withExpressions } from "./expression";
import { namesSomething } from "./reference";

/** How much an entry of Resource covers; `undecided` when what Terraform puts in may make it everything. */
export type Reach = "everything" | "undecided" | "something";

/** Attributes that hold no wildcard, because AWS takes none in them. */
const KNOWN_ATTRIBUTE = /[._](?:bucket|id|name|partition|region)\}/;
/** Stands for a name or an account that we do not have to know. */
const SOME = "000000000000";
/** Services whose ARNs have no type before the name. */
const TYPELESS = new Set(["s3", "sns", "sqs"]);
/** A name that begins with a letter, behind the type of the resource; `app/` is the kind of a load balancer. */
const TYPED_NAME = /^\/?[\w-]+[/:]\/?(?!(?:app|gwy|net)\/[*?])[^*?/:]/;

/** Whether an expression of Terraform stands for one account, name or ARN. */
function isKnown(expression: string): boolean {
  return isReference(expression) && !expression.startsWith("${var.") && KNOWN_ATTRIBUTE.test(expression);
}

/** References whose attribute can hold no wildcard, replaced by a name. */
export function withReferences(text: string): string {
  return withExpressions(text, (expression) => (isKnown(expression) ? SOME : expression));
}

/** Policy variables replaced by what they stand for: a value of the request, its default, or an escaped sign. */
function withVariables(text: string): string {
  return text.replace(/\$\$\{([^}]*)\}/g, (_all, variable: string) => {
    const fallback = /,\s*'([^']*)'/.exec(variable)?.[1];
    return fallback ?? SOME;
  });
}

/**
 * Whether a pattern is as good as `*`: it names neither an account nor how the name begins.
 *
 * A `*` at the end of a segment also matches the colons behind it, so too few segments leave everything open.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
function coversEverything(pattern: string): boolean {
  if (!/[*?]/.test(pattern)) return false;
  const [prefix, , service = "", , account = "", ...rest] = pattern.split(":");
  if (prefix !== "arn" || rest.length === 0) return true;
  if (/[*?]/.test(service)) return true;
  if (account !== "" && !/[*?]/.test(account)) return false;
  const name = rest.join(":");
  if (!/[*?]/.test(name)) return false;
  return TYPELESS.has(service) && (service !== "s3" || account === "")
    ? /^[*?]/.test(name)
    : !TYPED_NAME.test(name);
}

/** Whether a pattern is as good as every role of an account: the name of no role, and no path, begins it. */
function coversEveryRole(pattern: string): boolean {
  if (coversEverything(pattern)) return true;
  const [, , service = "", , , ...rest] = pattern.split(":");
  return /^iam$|[*?]/.test(service) && /^(?:[^/]*[*?]|role\/+[*?])/.test(rest.join(":"));
}

/** How much an entry of Resource covers of the roles of an account. */
export function roleReachOf(resource: string): Reach {
  return reach(resource, coversEveryRole);
}

/** How much an entry of Resource covers. */
export function reachOf(resource: string): Reach {
  return reach(resource, coversEverything);
}

function reach(resource: string, coversAll: (pattern: string) => boolean): Reach {
  if (namesSomething(resource)) return "something";
  const text = withVariables(withReferences(resource));
  if (coversAll(withExpressions(text, () => SOME))) return "everything";
  return coversAll(withExpressions(text, () => "*")) ? "undecided" : "something";
}
