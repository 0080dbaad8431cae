import { GuarddutyDetector } from "@cdktf/provider-aws/lib/guardduty-detector";
import { Construct } from "constructs";
import { placeProblems, throwProblems } from "../checks";
import { protectFromDestroy } from "../protection";
import { claimSingleton } from "../singleton";

/** What a {@link GuardDutyDetector} needs to be told. */
export interface GuardDutyDetectorProps {
  readonly accountId: string;
  readonly region: string;
}

/**
 * GuardDuty switched on in one account and region.
 *
 * AWS switches GuardDuty on by itself in an account that becomes delegated administrator, and refuses a second
 * detector: apply this before the account is delegated.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html
 */
export class GuardDutyDetector extends Construct {
  readonly resource: GuarddutyDetector;

  /** @throws ProblemError `invalid-account-id`, `invalid-region`, `singleton-owned-twice` */
  constructor(scope: Construct, id: string, props: GuardDutyDetectorProps) {
    super(scope, id);
    throwProblems(placeProblems(this.node.path, props));
    claimSingleton(this, "GuardDuty detector", props);
    this.resource = new GuarddutyDetector(this, "Resource", {
      enable: true,
      // How often repeated findings are sent again; new ones do not wait for it.
      findingPublishingFrequency: "FIFTEEN_MINUTES",
      lifecycle: protectFromDestroy(this),
    });
  }
}
