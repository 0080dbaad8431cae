import { TerraformStack, Token } from "cdktf";
import { type Construct, type IConstruct } from "constructs";
import { ProblemError } from "../problem";

/** Whose setting it is: that of an account in one region, or in all of them. */
export interface SingletonPlace {
  /** The account; for what a whole organization has once, its id. */
  readonly accountId: string;
  /** @default - all regions share the setting */
  readonly region?: string;
}

/** Who owns a setting, and whether it is known where. */
interface Claim {
  readonly path: string;
  readonly isKnown: boolean;
}

const owners = new WeakMap<IConstruct, Map<string, Claim[]>>();

/**
 * Claims a setting of which an account and region has only one, such as ECR's registry policy.
 *
 * A claim holds in the whole app, whatever stack its owner is in. A place that only Terraform knows is taken for
 * that of the stack, whose provider decides it, and so for any other that a construct of the stack names.
 *
 * @param place where the setting is. @default - where the stack is
 * @throws ProblemError `singleton-owned-twice` naming both constructs: the later one would overwrite the
 * earlier at every apply.
 */
export function claimSingleton(owner: Construct, setting: string, place?: SingletonPlace): void {
  const { scope, parts } = settingScope(owner, place);
  const claim: Claim = { path: owner.node.path, isKnown: parts.length > 0 };
  const everywhere = claimsIn(scope, JSON.stringify([setting, ...parts]));
  const inStack = claimsIn(TerraformStack.of(owner), JSON.stringify([setting]));
  const first = everywhere[0] ?? inStack.find(({ isKnown }) => !isKnown || !claim.isKnown);
  if (first !== undefined) {
    throw new ProblemError([
      {
        code: "singleton-owned-twice",
        path: owner.node.path,
        message: `the ${setting} of an account and region has one owner, and ${first.path} owns it already`,
        change: "keep one of the two constructs and pass it the settings of both",
      },
    ]);
  }
  if (claim.isKnown) everywhere.push(claim);
  inStack.push(claim);
}

function claimsIn(scope: IConstruct, key: string): Claim[] {
  const claimed = owners.get(scope) ?? new Map<string, Claim[]>();
  owners.set(scope, claimed);
  const claims = claimed.get(key) ?? [];
  claimed.set(key, claims);
  return claims;
}

/**
 * Within what, and under which account and region, a setting is one: in the whole app, or, where only Terraform
 * knows the place, in the stack, whose provider decides it.
 */
export function settingScope(
  owner: Construct,
  place?: SingletonPlace,
): { readonly scope: IConstruct; readonly parts: readonly string[] } {
  const parts = place === undefined ? [] : [place.accountId, place.region ?? ""];
  const isKnown = parts.length > 0 && !parts.some((part) => Token.isUnresolved(part));
  return isKnown ? { scope: owner.node.root, parts } : { scope: TerraformStack.of(owner), parts: [] };
}
