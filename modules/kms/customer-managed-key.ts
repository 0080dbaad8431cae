import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { accountRootArn, type GlobalLocation, KEY_POLICY_LENGTH } from "../../aws";
import { type Problem } from "../../problem";
import { placeProblems, templateProblems, throwProblems } from "../checks";
import { sizedPolicy, type Statement } from "../iam";
import { protectFromDestroy } from "../protection";

/** A statement of a key policy, whose only resource is the key itself. */
export type KeyStatement = Omit<Statement, "resources" | "notResources">;

/** What a {@link CustomerManagedKey} needs to be told. */
export interface CustomerManagedKeyProps extends GlobalLocation {
  /** What the key encrypts. */
  readonly description: string;
  /** Name of the key, with its prefix: `alias/supply-chain/runtime`. */
  readonly alias: string;
  /**
   * What identities of the account may do with the key beside administering it, where their own policies
   * allow it too. @default - nothing
   */
  readonly accountActions?: readonly string[];
  /** Who else may use the key, or the account under a condition. @default - nobody */
  readonly statements?: readonly KeyStatement[];
  /**
   * Whether nobody deletes the key, neither Terraform nor an administrator, before somebody adds
   * `kms:ScheduleKeyDeletion` to its policy: for what cannot be encrypted anew, so that losing the key loses it. An
   * app that builds without protection ignores this. @default - administrators of the account may delete it
   */
  readonly undeletable?: boolean;
}

/**
 * What the account's administrators do with a key; none of it encrypts or decrypts.
 *
 * Grants are made by services and can be withdrawn by an administrator, as in AWS's own list.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const ADMINISTRATION_ACTIONS = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
] as const;

/**
 * Begins the 30 days after which a key is gone. What a key's policy does not give to the account, no policy of an
 * identity can.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const DELETE_ACTION = "kms:ScheduleKeyDeletion";

/** Longest alias, with its prefix. @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
export const ALIAS_LENGTH = 256;
/** `alias/aws/` is kept for the keys that AWS manages. */
const ALIAS = /^alias\/(?!aws\/)[a-zA-Z0-9/_-]+$/;

/** The longest wait there is. @see https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html */
const DELETION_WINDOW_DAYS = 30;

/**
 * A KMS key with an alias: rotated every year, protected from being destroyed, and usable by nobody who is not
 * named. The account can always administer it, so nobody is locked out of it.
 */
export class CustomerManagedKey extends Construct {
  readonly resource: KmsKey;

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-partition`
   * @throws ProblemError `invalid-alias`, `terraform-template`, `policy-too-long`
   */
  constructor(scope: Construct, id: string, props: CustomerManagedKeyProps) {
    super(scope, id);
    const { accountId, partition, description, alias, accountActions = [], statements = [] } = props;
    const { path } = this.node;
    throwProblems([
      ...placeProblems(path, { accountId, partition }),
      ...aliasProblems(path, alias),
      ...templateProblems(path, { description }),
    ]);
    const principals = { aws: [accountRootArn({ partition, accountId })] };
    const lifecycle = protectFromDestroy(this);
    // Terraform heeds prevent_destroy only while the key is in its files.
    const isKept = props.undeletable === true && lifecycle.preventDestroy === true;
    const administration = isKept ? ADMINISTRATION_ACTIONS : [...ADMINISTRATION_ACTIONS, DELETE_ACTION];
    const policy: readonly KeyStatement[] = [
      { sid: "AdministerByAccount", actions: administration, principals },
      ...(accountActions.length > 0 ? [{ sid: "UseByAccount", actions: accountActions, principals }] : []),
      ...statements,
    ];
    this.resource = new KmsKey(this, "Resource", {
      description,
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      // In a key policy "*" is the key itself.
      policy: sizedPolicy(
        this,
        { what: "key policy", limit: KEY_POLICY_LENGTH, shorten: "name fewer principals in its statements" },
        policy.map((statement) => ({ ...statement, resources: ["*"] })),
      ),
      lifecycle,
    });
    new KmsAlias(this, "Alias", { name: alias, targetKeyId: this.resource.keyId });
  }
}

function aliasProblems(path: string, alias: string): Problem[] {
  if (Token.isUnresolved(alias) || (ALIAS.test(alias) && alias.length <= ALIAS_LENGTH)) return [];
  return [
    {
      code: "invalid-alias",
      path,
      message: `"${alias}" is not an alias for a key`,
      allowed: `alias/ and letters, digits and /_-, together at most ${String(ALIAS_LENGTH)} characters, not under alias/aws/`,
    },
  ];
}
