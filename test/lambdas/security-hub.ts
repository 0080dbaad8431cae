import { type AwsSecurityFindingFilters } from "@aws-sdk/client-securityhub";
import { fault, type Reply } from "../support/aws-service";

/**
 * What Security Hub answers to filters that are too many, which its model does not say.
 *
 * @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindings.html
 */
export function refusedFilters(filters: AwsSecurityFindingFilters = {}): Reply | undefined {
  const lists: readonly unknown[] = Object.values(filters);
  const tooMany = lists.length > 10 || lists.some((values) => Array.isArray(values) && values.length > 20);
  return tooMany ? fault("InvalidInputException", "takes ten attributes with twenty values each") : undefined;
}
