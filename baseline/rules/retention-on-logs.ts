import { isUnresolved } from "../reference";
import { type Finding, type Rule } from "../rule";

/** Logs end some day. */
export const retentionOnLogs: Rule = {
  id: "retention-on-logs",
  description: "Every log group says for how many days it keeps logs; `0` and nothing mean for ever.",
  check: ({ stack }) =>
    stack.ofType("aws_cloudwatch_log_group").flatMap((resource): Finding[] => {
      const days = resource.body["retention_in_days"];
      if (isUnresolved(days)) {
        const message = `the retention ${days} could not be decided`;
        return [{ resource, message, change: "write retention_in_days as a literal" }];
      }
      // Terraform takes a number in quotes too.
      if (!Array.isArray(days) && /^[1-9]\d*$/.test(String(days))) return [];
      return [
        { resource, message: "keeps logs for ever", change: "set retention_in_days, for example to 365" },
      ];
    }),
};
