import { Inspector2Enabler } from "@cdktf/provider-aws/lib/inspector2-enabler";
import { Construct } from "constructs";
import { type InspectorScanType } from "../../aws";
import { placeProblems, throwProblems } from "../checks";
import { claimSingleton } from "../singleton";
import {
  INSPECTOR_ACTIVATION,
  INSPECTOR_TIMEOUT,
  inspectorProblems,
  REGISTRY_SCAN_TYPE,
  resourceTypesOf,
  scanTypeProblems,
} from "./scan-types";

/** What {@link Inspector} needs to be told. */
export interface InspectorProps {
  /** The account to scan, which must be the provider's own. */
  readonly accountId: string;
  /** The region to scan in, which must be the provider's own. */
  readonly region: string;
  /** At least one; scans that are on and not listed are switched off. */
  readonly resourceTypes: readonly InspectorScanType[];
}

/**
 * Amazon Inspector for one account that no delegated administrator looks after.
 *
 * @see https://docs.aws.amazon.com/inspector/latest/user/activate-scans.html
 */
export class Inspector extends Construct {
  readonly resource: Inspector2Enabler;

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-region`
   * @throws ProblemError `singleton-owned-twice`, `no-scan-types`, `lambda-code-needs-lambda`,
   * `service-not-in-region`
   */
  constructor(scope: Construct, id: string, { accountId, region, resourceTypes }: InspectorProps) {
    super(scope, id);
    claimSingleton(this, INSPECTOR_ACTIVATION, { accountId, region });
    if (resourceTypes.includes("ecr")) claimSingleton(this, REGISTRY_SCAN_TYPE, { accountId, region });
    const problems = [
      ...inspectorProblems(region, this.node.path),
      ...placeProblems(this.node.path, { accountId, region }),
      ...scanTypeProblems(resourceTypes, region, this.node.path),
    ];
    if (resourceTypes.length === 0) {
      problems.push({
        code: "no-scan-types",
        path: this.node.path,
        message: "Inspector is switched on for nothing",
        change: 'name what it scans, for example "ecr", or leave the construct out',
      });
    }
    throwProblems(problems);

    this.resource = new Inspector2Enabler(this, "Resource", {
      accountIds: [accountId],
      resourceTypes: resourceTypesOf(resourceTypes),
      timeouts: { create: INSPECTOR_TIMEOUT, update: INSPECTOR_TIMEOUT, delete: INSPECTOR_TIMEOUT },
    });
  }
}
