import { type Organization, type Site, siteOf, trustedProfiles } from "../config";
import { checked } from "./checked";
import { generationsOf } from "./profiles";
import { existingRoleArn, takesPolicies } from "./pushers";
import { registryLocation } from "./registry-location";

/** An existing role that signs what it pushes to the registry of another account. */
export interface SignerFacts {
  readonly roleArn: string;
  /** Every trusted generation of the profiles that sign, or did, what it pushes. */
  readonly profileArns: readonly string[];
}

/** A stack, as far as it matters who signs from its account. */
interface AccountStackPlan {
  readonly name: string;
  readonly site: Site;
  readonly region: string;
}

/**
 * Who gets signer:SignPayload from which stack, by the stack's name. IAM knows no regions, so that one stack of an
 * account gives it: of its home region if there is one, else of the first region of the file, and there the first of
 * `stacks`. A role whose account has no stack, or which is AWS's own, gets it from nobody here.
 *
 * @see https://docs.aws.amazon.com/signer/latest/developerguide/signing-profile-cross-account.html
 */
export function signersByStack(
  organization: Organization,
  stacks: readonly AccountStackPlan[],
): ReadonlyMap<string, readonly SignerFacts[]> {
  const byStack = new Map<string, SignerFacts[]>();
  for (const { account, ...signer } of foreignSigners(organization)) {
    const stack = stackOf(organization, account, stacks);
    if (stack) byStack.set(stack.name, [...(byStack.get(stack.name) ?? []), signer]);
  }
  return byStack;
}

/** Existing roles of other accounts that push to signed repositories, and take a policy. */
function foreignSigners(organization: Organization): (SignerFacts & { readonly account: string })[] {
  const home = registryLocation(organization);
  const signers = new Map<string, { readonly account: string; readonly profileArns: Set<string> }>();
  for (const repository of Object.values(organization.registry.repositories)) {
    const arns = trustedProfiles(organization, repository).flatMap((profile) =>
      generationsOf(organization, home, profile).map(({ arn }) => arn),
    );
    for (const push of arns.length > 0 ? repository.push : []) {
      const { account } = checked(siteOf(organization, push.account), push.account);
      if (account.id === home.accountId || !takesPolicies(push)) continue;
      const roleArn = existingRoleArn(organization, push);
      const { profileArns } = signers.get(roleArn) ?? { profileArns: [] };
      signers.set(roleArn, { account: push.account, profileArns: new Set([...profileArns, ...arns]) });
    }
  }
  return [...signers].map(([roleArn, { account, profileArns }]) => ({
    account,
    roleArn,
    profileArns: [...profileArns].sort(),
  }));
}

function stackOf(
  { organization: { homeRegion, regions } }: Organization,
  account: string,
  stacks: readonly AccountStackPlan[],
): AccountStackPlan | undefined {
  const own = stacks.filter(({ site }) => site.key === account);
  const ordered = [homeRegion, ...regions].map((region) => own.find((stack) => stack.region === region));
  return ordered.find((stack) => stack !== undefined);
}
