import { dependable, Lazy, type TerraformResource, TerraformStack, Token } from "cdktf";
import { type Construct, type IConstruct } from "constructs";
import { parseSigningProfileArn } from "../aws";
import { warn } from "./warning";

/** A signing profile, as far as who pushes has to do with it. */
export interface MadeProfile {
  readonly resource: TerraformResource;
  /** Lets a role of another account sign; more than once changes nothing. */
  permit(roleArn: string): void;
}

/** What an app makes and asks for around its profiles, by the profile's ARN. */
interface Signers {
  readonly profiles: Map<string, MadeProfile>;
  /** Roles that wait for a profile that is not made yet. */
  readonly waiting: Map<string, Set<string>>;
  /** What has ECR sign with it. */
  readonly rules: Map<string, Set<TerraformResource>>;
  /** What lets roles sign with it that exist without the app, by their ARNs. */
  readonly permissions: Map<string, Map<string, Set<TerraformResource>>>;
}

const apps = new WeakMap<IConstruct, Signers>();

function signersOf({ node: { root } }: IConstruct): Signers {
  const signers = apps.get(root) ?? {
    profiles: new Map(),
    waiting: new Map(),
    rules: new Map(),
    permissions: new Map(),
  };
  apps.set(root, signers);
  return signers;
}

/** Enters a profile, whatever stack it is in; who was let push before it is permitted at once. */
export function enterProfile(profileArn: string, profile: MadeProfile): void {
  const { profiles, waiting } = signersOf(profile.resource);
  profiles.set(profileArn, profile);
  for (const roleArn of waiting.get(profileArn) ?? []) profile.permit(roleArn);
}

/** Enters what lets a role sign that exists without the app. */
export function enterPermission(profileArn: string, roleArn: string, permission: TerraformResource): void {
  const { permissions } = signersOf(permission);
  const ofProfile = permissions.get(profileArn) ?? new Map<string, Set<TerraformResource>>();
  permissions.set(profileArn, ofProfile);
  ofProfile.set(roleArn, (ofProfile.get(roleArn) ?? new Set()).add(permission));
}

/** Enters what has ECR sign with profiles, which is made after those of its stack. */
export function enterSigningRules(rules: TerraformResource, profileArns: readonly string[]): void {
  const known = signersOf(rules);
  for (const arn of profileArns) known.rules.set(arn, (known.rules.get(arn) ?? new Set()).add(rules));
  makeAfter(rules, () => profileArns.flatMap((arn) => known.profiles.get(arn)?.resource ?? []));
}

/**
 * Lets roles push only once what they push is signed: after the signing rules of the stack, its profiles and what lets
 * these roles sign, also where that comes later in the app. ARNs are computed, so Terraform sees no reference.
 */
export function pushAfterSigning(
  policy: TerraformResource,
  profileArns: readonly string[],
  pushers: () => readonly string[],
): void {
  const { profiles, rules, permissions } = signersOf(policy);
  makeAfter(policy, () =>
    arnsOf(profileArns).flatMap((arn) => [
      ...ofProfile(profiles, arn).map(({ resource }) => resource),
      ...ofProfile(rules, arn).flatMap((some) => [...some]),
      ...ofProfile(permissions, arn).flatMap((byRole) =>
        pushers().flatMap((role) => [...(byRole.get(role) ?? [])]),
      ),
    ]),
  );
}

/** What is known of a profile; an ARN that only Terraform knows may be that of any. */
function ofProfile<T>(known: ReadonlyMap<string, T>, profileArn: string): T[] {
  const mayBe = (arn: string) =>
    arn === profileArn || [arn, profileArn].some((one) => Token.isUnresolved(one));
  return [...known].filter(([arn]) => mayBe(arn)).map(([, value]) => value);
}

/** A list that only Terraform knows is one ARN that only it knows: what stands for its elements says nothing. */
function arnsOf(profileArns: readonly string[]): readonly string[] {
  return Token.isUnresolved(profileArns) ? [Token.asString(profileArns)] : profileArns;
}

/** Makes a resource after those of its own stack among others, which are asked for at synth. */
function makeAfter(later: TerraformResource, earlier: () => readonly TerraformResource[]): void {
  const stack = TerraformStack.of(later);
  const produce = () =>
    [...new Set(earlier())].filter((one) => TerraformStack.of(one) === stack).map(dependable);
  later.dependsOn = Lazy.listValue({ produce }, { omitEmpty: true });
}

/** A role that pushes. */
export interface Pusher {
  /** Its ARN; of a role of the stack usually a token. */
  readonly arn: string;
  /** Its account, where that is known: an id, or the text by which the repository's own account is known. */
  readonly accountId: string | undefined;
  /** What to call it. */
  readonly name: string;
}

/** What a role pushes to. */
export interface Pushed {
  readonly owner: Construct;
  /** Account of the repository, of which a profile is taken to be whose ARN only Terraform knows. */
  readonly accountId: string;
  readonly signingProfileArns: readonly string[];
}

/**
 * Lets a role that pushes sign with profiles of other accounts than its own: ECR signs as the pusher, and Signer asks
 * the profile whether a role of another account may. What the app cannot permit, because it does not make the profile
 * or does not know the ARN, is warned of at synth.
 *
 * @see https://docs.aws.amazon.com/signer/latest/developerguide/signing-profile-cross-account.html
 */
export function letSign({ owner, accountId, signingProfileArns }: Pushed, pusher: Pusher): void {
  for (const profileArn of arnsOf(signingProfileArns)) {
    const profile = parseSigningProfileArn(profileArn);
    if (pusher.accountId === (profile?.accountId ?? accountId)) continue;
    const isKnown = profile !== undefined && pusher.accountId !== undefined;
    if (isKnown && !Token.isUnresolved(pusher.arn)) permitOrWait(owner, profileArn, pusher);
    else warnOfUnsigned(owner, profileArn, pusher.name);
  }
}

function permitOrWait(owner: Construct, profileArn: string, { arn, name }: Pusher): void {
  const { profiles, waiting } = signersOf(owner);
  const profile = profiles.get(profileArn);
  if (profile) {
    profile.permit(arn);
    return;
  }
  const roles = waiting.get(profileArn) ?? new Set<string>();
  waiting.set(profileArn, roles);
  if (roles.has(arn)) return;
  roles.add(arn);
  owner.node.addValidation({
    validate: () => {
      if (!profiles.has(profileArn)) warnOfUnsigned(owner, profileArn, name);
      return [];
    },
  });
}

function warnOfUnsigned(owner: Construct, profileArn: string, name: string): void {
  const told = (text: string, what: string) =>
    Token.isUnresolved(text) ? `a ${what} that only Terraform knows` : text;
  const profile = told(profileArn, "profile");
  warn(
    owner,
    "pusher-may-not-sign",
    `${told(name, "role")} may push, and nothing here lets it sign with ${profile}, which is of another account, or may be: without a permission of the profile a push succeeds and the image stays unsigned; name the role in the signers of the SigningProfile where that is made`,
  );
}
