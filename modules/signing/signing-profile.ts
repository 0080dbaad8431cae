import { createHash } from "node:crypto";
import { SignerSigningProfile } from "@cdktf/provider-aws/lib/signer-signing-profile";
import { SignerSigningProfilePermission } from "@cdktf/provider-aws/lib/signer-signing-profile-permission";
import { Token } from "cdktf";
import { Construct } from "constructs";
import {
  CONTAINER_SIGNING_REGIONS,
  LONGEST_VALIDITY,
  type Location,
  roleArn,
  type SignatureValidity,
  SIGNING_PROFILE_NAME,
  signingProfileArn,
} from "../../aws";
import { type Problem } from "../../problem";
import { parseRoleArn, placeProblems, throwProblems } from "../checks";
import { SIGN_ACTION } from "../ecr";
import { ExistingRole, type Grantee } from "../iam";
import { protectFromDestroy } from "../protection";
import { enterPermission, enterProfile } from "../signers";
import { claimSingleton } from "../singleton";

/** Signing platform of container images. */
const PLATFORM = "Notation-OCI-SHA384-ECDSA";

/**
 * What the identity that pushes an image needs so that ECR can have it signed.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/managed-signing.html
 */
export const SIGN_ACTIONS = [SIGN_ACTION] as const;
/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssigner.html */
export const READ_PROFILE_ACTIONS = ["signer:GetSigningProfile"] as const;
/** @see https://docs.aws.amazon.com/signer/latest/developerguide/revocation.html */
export const REVOKE_PROFILE_ACTIONS = ["signer:RevokeSigningProfile"] as const;
/** @see https://docs.aws.amazon.com/signer/latest/developerguide/revocation.html */
export const REVOKE_SIGNATURE_ACTIONS = ["signer:RevokeSignature"] as const;

/** The words of the API for each unit. */
const LONGEST = {
  DAYS: LONGEST_VALIDITY.days,
  MONTHS: LONGEST_VALIDITY.months,
  YEARS: LONGEST_VALIDITY.years,
} as const;

/** What a {@link SigningProfile} needs to be told. */
export interface SigningProfileProps extends Location {
  /** 2 to 64 letters, digits and underscores. A cancelled profile keeps its name for ever. */
  readonly name: string;
  /** Account that owns the profile. */
  readonly accountId: string;
  /** Region of the profile; ECR signs only with profiles of the registry's region. */
  readonly region: string;
  /** A change makes a new profile, which needs a new name. @default 135 months, the longest there is */
  readonly validity?: SignatureValidity;
  /**
   * ARNs of roles in other accounts that may sign with this profile; Signer refuses a role that does not
   * exist yet. They also need {@link SIGN_ACTIONS} in their own policies.
   * @default - those that an `ImageRepository` of the app, which names the profile, lets push
   */
  readonly signers?: readonly string[];
  /** ARNs of roles in other accounts that may read the profile, its current version included. @default - none */
  readonly readers?: readonly string[];
  /**
   * ARNs of roles in other accounts that may revoke single signatures, for good: for the role that answers
   * incidents. The profile itself is revoked only from its own account. @default - none
   */
  readonly revokers?: readonly string[];
}

/** What roles of other accounts may do, each by a permission of its own. @see https://docs.aws.amazon.com/signer/latest/developerguide/signing-profile-cross-account.html */
const PERMISSIONS = [
  { key: "signers", noun: "signer", grant: "grantSign", statement: "sign", actions: SIGN_ACTIONS },
  { key: "readers", noun: "reader", grant: "grantRead", statement: "read", actions: READ_PROFILE_ACTIONS },
  {
    key: "revokers",
    noun: "revoker",
    grant: "grantRevoke",
    statement: "revoke",
    actions: REVOKE_SIGNATURE_ACTIONS,
  },
] as const;
type Permission = (typeof PERMISSIONS)[number];

/** A signing profile of AWS Signer for container images, with the roles of other accounts that may use it. */
export class SigningProfile extends Construct {
  readonly resource: SignerSigningProfile;
  /** ARN of the profile, computed: what ECR's signing rules and trust policies take. */
  readonly profileArn: string;

  /** The ARN a profile has or will have, for use in other stacks. */
  static arn(profile: Location & Pick<SigningProfileProps, "name">): string {
    return signingProfileArn(profile, profile.name);
  }

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
   * @throws ProblemError `invalid-profile-name`, `service-not-in-region`,
   * `invalid-validity`, `singleton-owned-twice`; `invalid-signer`, `signer-of-own-account` and the same for readers and revokers
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: SigningProfileProps,
  ) {
    super(scope, id);
    const problems = problemsOf(props, this.node.path);
    throwProblems(problems);
    claimSingleton(this, `signing profile ${props.name}`, props);

    this.profileArn = SigningProfile.arn(props);
    const { value, unit } = props.validity ?? { value: LONGEST_VALIDITY.months, unit: "MONTHS" };
    this.resource = new SignerSigningProfile(this, "Resource", {
      name: props.name,
      platformId: PLATFORM,
      signatureValidityPeriod: { type: unit, value },
      lifecycle: protectFromDestroy(this),
    });
    for (const permission of PERMISSIONS) {
      for (const role of props[permission.key] ?? []) this.permit(permission, role);
    }

    const [sign] = PERMISSIONS;
    enterProfile(this.profileArn, {
      resource: this.resource,
      permit: (role) => {
        this.permit(sign, role);
      },
    });
  }

  /** Lets an identity of this account sign images, which is what every pusher to a signed repository needs. */
  grantSign(grantee: Grantee): void {
    grantee.allow({ actions: SIGN_ACTIONS, resources: [this.profileArn] });
    // A role of ours gets what lets it push in the same policy.
    if (grantee instanceof ExistingRole && grantee.policy)
      enterPermission(this.profileArn, grantee.arn, grantee.policy);
  }

  /** Lets an identity of this account read the profile, its current version included. */
  grantRead(grantee: Grantee): void {
    grantee.allow({ actions: READ_PROFILE_ACTIONS, resources: [this.profileArn] });
  }

  /**
   * Lets an identity of this account revoke the profile or single signatures made with it, for good: for the
   * role that answers incidents, nobody else.
   */
  grantRevoke(grantee: Grantee): void {
    const { partition, region, accountId } = this.props;
    grantee.allow({ actions: REVOKE_PROFILE_ACTIONS, resources: [this.profileArn] });
    // A signature is revoked by its job, whose ARN does not name the profile.
    grantee.allow({
      actions: REVOKE_SIGNATURE_ACTIONS,
      resources: [`arn:${partition}:signer:${region}:${accountId}:/signing-jobs/*`],
      conditions: { StringEquals: { "signer:ProfileVersion": this.resource.version } },
    });
  }

  private permit({ statement, actions: [action] }: Permission, principal: string): void {
    const statementId = `${statement}-${createHash("sha256").update(principal).digest("hex").slice(0, 16)}`;
    if (this.node.tryFindChild(statementId)) return;
    const permission = new SignerSigningProfilePermission(this, statementId, {
      profileName: this.resource.name,
      action,
      principal,
      statementId,
    });
    if (statement === "sign") enterPermission(this.profileArn, principal, permission);
  }
}

function problemsOf(props: SigningProfileProps, path: string): Problem[] {
  const { name, region, validity } = props;
  const problems: Problem[] = placeProblems(path, props);
  if (!Token.isUnresolved(name) && !SIGNING_PROFILE_NAME.test(name)) {
    problems.push({
      code: "invalid-profile-name",
      path,
      message: `"${name}" is not a name of a signing profile`,
      allowed: "2 to 64 letters, digits and underscores",
    });
  }
  if (problems.length === 0 && !Token.isUnresolved(region) && !CONTAINER_SIGNING_REGIONS.has(region)) {
    problems.push({
      code: "service-not-in-region",
      path,
      message: `AWS Signer does not sign container images in ${region}`,
      allowed: [...CONTAINER_SIGNING_REGIONS].join(", "),
    });
  }
  if (validity) problems.push(...validityProblems(validity, path));
  for (const permission of PERMISSIONS) {
    for (const arn of new Set(props[permission.key])) {
      problems.push(...permissionProblems(permission, arn, props, path));
    }
  }
  return problems;
}

function validityProblems({ value, unit }: SignatureValidity, path: string): Problem[] {
  const longest: number | undefined = Object.hasOwn(LONGEST, unit) ? LONGEST[unit] : undefined;
  if (longest === undefined) {
    return [
      {
        code: "invalid-validity",
        path,
        message: `a signature cannot be valid for ${String(value)} "${String(unit)}"`,
        allowed: Object.keys(LONGEST).join(", "),
        change: "name one of these units",
      },
    ];
  }
  if (Number.isInteger(value) && value >= 1 && value <= longest) return [];
  return [
    {
      code: "invalid-validity",
      path,
      message: `a signature cannot be valid for ${String(value)} ${unit.toLowerCase()}`,
      allowed: `1 to ${String(longest)} ${unit.toLowerCase()}`,
    },
  ];
}

function permissionProblems(
  { noun, grant }: Permission,
  arn: string,
  props: SigningProfileProps,
  path: string,
): Problem[] {
  if (Token.isUnresolved(arn)) return [];
  const role = parseRoleArn(arn);
  if (role?.partition !== props.partition) {
    return [
      {
        code: `invalid-${noun}`,
        path,
        message: `the ${noun} "${arn}" is not the ARN of a role`,
        allowed: roleArn({ partition: props.partition, accountId: "<account>" }, "<path and name>"),
      },
    ];
  }
  if (role.accountId !== props.accountId) return [];
  return [
    {
      code: `${noun}-of-own-account`,
      path,
      message: `the ${noun} ${arn} is a role of the profile's own account`,
      change: `give the role the permission with ${grant}()`,
    },
  ];
}
