import { isUnresolved } from "../reference";
import { type Context, type PlacedFinding, type SuiteRule } from "../rule";
import { isCertain, type Resource, type StackView } from "../stack";
import { CLOUD_CONTROL_SINGLETONS, type Singleton, type SingletonScope, SINGLETONS } from "./singletons";

interface Owner {
  readonly stack: StackView;
  readonly resource: Resource;
}

function placeOf(scope: SingletonScope, account: string, region: string): string {
  if (scope === "organization") return "the organization";
  return scope === "account" ? `account ${account}` : `account ${account} in ${region}`;
}

/** The accounts that a resource names, each once; the stack's own where it names none. */
function accountsOf({ source }: StackView, { body }: Resource, { accounts }: Singleton): string[] {
  const named = accounts === undefined ? [] : [body[accounts] ?? []].flat().map(String);
  const known = named.filter((account) => account !== "");
  return known.length === 0 ? [source.account] : [...new Set(known)];
}

/** What tells resources of a type apart: a literal, or the literal name of the resource referred to. */
function keyOf(stack: StackView, value: unknown): string {
  const referred = stack.named(value);
  if (!referred) return value === undefined || value === null ? "" : String(value);
  const name = referred.body["name"] ?? referred.body["bucket"];
  return typeof name === "string" && !isUnresolved(name) ? name : `${stack.source.name} ${referred.address}`;
}

/** Within what there is one of a resource; none where there may be several. */
function scopeOf({ body, type }: Resource, { scope }: Singleton): SingletonScope | undefined {
  if (type !== "aws_cloudcontrolapi_resource") return scope;
  const typeName = body["type_name"];
  return isUnresolved(typeName) ? scope : CLOUD_CONTROL_SINGLETONS[String(typeName)];
}

function judge(
  { stack }: Context,
  resource: Resource,
  singleton: Singleton,
  owners: Map<string, Owner>,
): PlacedFinding[] {
  const finding = (message: string, change: string) => [{ stack, resource, message, change }];
  const scope = scopeOf(resource, singleton);
  if (scope === undefined) return [];
  const { by = [] } = singleton;
  const keys = by.map((argument) => keyOf(stack, resource.body[argument]));
  const unknown = keys.find(isUnresolved);
  if (unknown !== undefined) {
    return finding(`which ${resource.type} ${unknown} is could not be decided`, "write it as a literal");
  }
  if (keys.length > 0 && keys.every((key) => key === "")) return [];
  if (!isCertain(resource) && resource.body["count"] !== 1) {
    return finding(
      "how many there are could not be decided",
      "write the resource without count and for_each",
    );
  }
  const accounts = accountsOf(stack, resource, singleton);
  const unknownAccount = accounts.find(isUnresolved);
  if (unknownAccount !== undefined) {
    return finding(
      `for which account it is could not be decided: ${unknownAccount}`,
      "write it as a literal",
    );
  }
  const region = stack.regionOf(resource);
  if (scope === "region" && isUnresolved(region)) {
    const [place = ""] = accounts.map((account) => placeOf(scope, account, region));
    return finding(`in which region it is could not be decided: ${place}`, "write the region as a literal");
  }
  const what = [resource.type, ...keys.filter((key) => key !== "")].join(" ");
  return accounts.flatMap((account) => {
    const place = placeOf(scope, account, region);
    const first = owners.get(`${what} ${place}`);
    if (!first) {
      owners.set(`${what} ${place}`, { stack, resource });
      return [];
    }
    return finding(
      `${place} has one ${what}, and ${first.resource.address} of stack ${first.stack.source.name} owns it already`,
      "keep one of the two and give it the settings of both",
    );
  });
}

/** No two resources overwrite each other at every apply. */
export const singletonOwnedOnce: SuiteRule = {
  id: "singleton-owned-once",
  description:
    "Over all stacks, one resource owns each setting of which an account and region, an account, or the organization has only one.",
  checkAll: (contexts) => {
    const owners = new Map<string, Owner>();
    return contexts.flatMap((context) =>
      Object.entries(SINGLETONS).flatMap(([type, singleton]) =>
        context.stack.ofType(type).flatMap((resource) => judge(context, resource, singleton, owners)),
      ),
    );
  },
};
