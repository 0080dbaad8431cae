import { Construct } from "constructs";
import {
  FindingForwarding,
  FindingNotifications,
  SecurityHubAggregation,
  SecurityHubHub,
} from "../modules/organization";
import { RuntimeMonitoring } from "../modules/runtime";
import { InspectorOrganization, InspectorRescanDuration, InspectorSuppression } from "../modules/scanning";
import { type Deployment, type SecurityLayer } from "../plan";
import { AccountStack, type AppLayout } from "./account-stack";

/** Delegated administrator account, one region: GuardDuty, Inspector and Security Hub for the organization. */
export class SecurityStack extends AccountStack {
  constructor(scope: Construct, deployment: Deployment<SecurityLayer>, layout: AppLayout) {
    super(scope, deployment, layout);
    const { partition, region, layer } = deployment;
    const accountId = deployment.account.id;
    const { runtimeMonitoring, inspector, aggregation, forwardFindingsTo: homeRegion } = layer;

    new RuntimeMonitoring(new Construct(this, "runtime"), "monitoring", {
      accountId,
      region,
      coverage: runtimeMonitoring,
      // GuardDuty is switched on by AWS when the account becomes the delegated administrator.
      detector: "existing",
    });
    const scanning = new Construct(this, "scanning");
    const { rescan, suppressions, ...members } = inspector;
    const scans = new InspectorOrganization(scanning, "inspector", { accountId, region, ...members });
    const after = scans.resource ? [scans.resource] : [];
    if (rescan) {
      new InspectorRescanDuration(scanning, "rescan", {
        accountId,
        region,
        partition,
        ...rescan,
        after,
      });
    }
    const suppressionScope = new Construct(scanning, "suppressions");
    for (const suppression of suppressions) {
      new InspectorSuppression(suppressionScope, suppression.name, {
        ...suppression,
        name: `supply-chain-${suppression.name}`,
        after,
      });
    }

    const organization = new Construct(this, "organization");
    // So is Security Hub, which is imported because its settings matter.
    const hub = new SecurityHubHub(organization, "security-hub", { accountId, region, hub: "existing" });
    if (homeRegion !== undefined) {
      new FindingForwarding(organization, "forwarding", { accountId, region, partition, homeRegion });
    }
    if (!aggregation) return;
    const { linkedRegions, standards, rootId, notify } = aggregation;
    new SecurityHubAggregation(organization, "aggregation", {
      accountId,
      homeRegion: region,
      linkedRegions,
      partition,
      standards,
      rootId,
      after: [hub.resource],
    });
    if (notify.critical !== undefined || notify.high !== undefined) {
      new FindingNotifications(organization, "notifications", { accountId, region, partition, ...notify });
    }
  }
}
