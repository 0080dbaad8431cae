import { Construct } from "constructs";
import { type Location } from "../aws";
import {
  AlarmNotifications,
  FindingForwarding,
  FindingNotifications,
  SecurityHubAggregation,
  SecurityHubHub,
} from "../modules/organization";
import { RuntimeMonitoring } from "../modules/runtime";
import { InspectorOrganization, InspectorRescanDuration, InspectorSuppression } from "../modules/scanning";
import { type Deployment, type SecurityLayer } from "../plan";
import { AccountStack, type AppLayout, locationOf } from "./account-stack";

/** Delegated administrator account, one region: GuardDuty, Inspector and Security Hub for the organization. */
export class SecurityStack extends AccountStack {
  constructor(scope: Construct, deployment: Deployment<SecurityLayer>, layout: AppLayout) {
    super(scope, deployment, layout);
    const at = locationOf(deployment);
    const { accountId, region, partition } = at;
    const { layer } = deployment;
    const { runtimeMonitoring, inspector, aggregation, forwardFindingsTo: homeRegion } = layer;

    new RuntimeMonitoring(new Construct(this, "runtime"), "monitoring", {
      accountId,
      region,
      coverage: runtimeMonitoring,
      // GuardDuty is switched on by AWS when the account becomes the delegated administrator.
      detector: "existing",
    });
    const organization = new Construct(this, "organization");
    const alarms = notifications(organization, at, layer);
    const scanning = new Construct(this, "scanning");
    const { rescan, suppressions, ...members } = inspector;
    const scans = new InspectorOrganization(scanning, "inspector", { accountId, region, ...members });
    const after = scans.resource ? [scans.resource] : [];
    if (rescan) {
      new InspectorRescanDuration(scanning, "rescan", { ...at, ...rescan, ...alarms, after });
    }
    const suppressionScope = new Construct(scanning, "suppressions");
    for (const suppression of suppressions) {
      new InspectorSuppression(suppressionScope, suppression.name, {
        accountId,
        region,
        ...suppression,
        name: `supply-chain-${suppression.name}`,
        after,
      });
    }

    // So is Security Hub, which is imported because its settings matter.
    const hub = new SecurityHubHub(organization, "security-hub", { accountId, region, hub: "existing" });
    if (homeRegion !== undefined) {
      new FindingForwarding(organization, "forwarding", { ...at, homeRegion, ...alarms });
    }
    if (!aggregation) return;
    const { linkedRegions, standards, rootId } = aggregation;
    new SecurityHubAggregation(organization, "aggregation", {
      accountId,
      homeRegion: region,
      linkedRegions,
      partition,
      standards,
      rootId,
      after: [hub.resource],
    });
  }
}

/** Who is told, where somebody is: of findings in the home region, of alarms in every one that has any. */
function notifications(
  scope: Construct,
  at: Location,
  { aggregation, alarmsTo }: SecurityLayer,
): { readonly alarmTopicArn?: string } {
  const { critical, high } = aggregation?.notify ?? {};
  if (critical !== undefined || high !== undefined) {
    const { alarmTopicArn } = new FindingNotifications(scope, "notifications", {
      ...at,
      ...aggregation?.notify,
    });
    return { alarmTopicArn };
  }
  if (alarmsTo === undefined) return {};
  const { topic } = new AlarmNotifications(scope, "alarms", { ...at, email: alarmsTo });
  return { alarmTopicArn: topic.resource.arn };
}
