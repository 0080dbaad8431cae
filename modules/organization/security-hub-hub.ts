import { SecurityhubAccount } from "@cdktf/provider-aws/lib/securityhub-account";
import { Construct } from "constructs";
import { partitionOf } from "../../aws";
import { adopt } from "../adoption";
import { placeProblems, throwProblems } from "../checks";
import { protectFromDestroy } from "../protection";
import { claimSingleton } from "../singleton";

/** What a {@link SecurityHubHub} needs to be told. */
export interface SecurityHubHubProps {
  readonly accountId: string;
  readonly region: string;
  /**
   * `own` enables Security Hub, `existing` imports the hub that the account has in the region, as an account has
   * after it became delegated administrator. @default "own"
   */
  readonly hub?: "own" | "existing";
}

/**
 * Security Hub CSPM enabled in one account and region, without standards of its own: those come from the
 * organization's configuration policy.
 *
 * AWS enables Security Hub by itself in an account that becomes delegated administrator, and refuses to enable
 * it twice: apply this before the account is delegated, or say that the hub exists.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/designate-orgs-admin-account.html
 */
export class SecurityHubHub extends Construct {
  readonly resource: SecurityhubAccount;
  /** ARN of the hub. */
  readonly hubArn: string;

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-region`
   * @throws ProblemError `singleton-owned-twice`
   */
  constructor(scope: Construct, id: string, props: SecurityHubHubProps) {
    super(scope, id);
    throwProblems(placeProblems(this.node.path, props));
    const { accountId, region } = props;
    claimSingleton(this, "Security Hub", props);
    this.hubArn = `arn:${partitionOf(region)}:securityhub:${region}:${accountId}:hub/default`;
    this.resource = new SecurityhubAccount(this, "Resource", {
      enableDefaultStandards: false,
      autoEnableControls: true,
      // One finding per control, not one per standard. It must be set before central configuration is on.
      controlFindingGenerator: "SECURITY_CONTROL",
      lifecycle: protectFromDestroy(this),
    });
    if (props.hub === "existing") adopt(this.resource, accountId);
  }
}
