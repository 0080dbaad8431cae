import { type Location } from "../aws";
import { type Statement } from "./iam";

/**
 * What a function needs to keep findings of its own in the Security Hub of its account and region.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecurityhub.html
 */
export function ownFindings({ partition, region, accountId }: Location): Statement[] {
  const hub = `arn:${partition}:securityhub:${region}:${accountId}`;
  return [
    { sid: "ReadFindings", actions: ["securityhub:GetFindings"], resources: [`${hub}:hub/default`] },
    {
      sid: "WriteFindings",
      actions: ["securityhub:BatchImportFindings"],
      resources: [`${hub}:product/${accountId}/default`],
      conditions: { StringEquals: { "securityhub:TargetAccount": accountId } },
    },
  ];
}
