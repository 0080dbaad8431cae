import { isUnresolved } from "../reference";
import { type Context, excused, type Finding, type Rule } from "../rule";
import { type Resource } from "../stack";

/**
 * Days between two rotations: AWS takes 90 to 2560 and 365 when nothing is said; the floor is once a year.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
 */
const PERIOD = { min: 90, max: 365 } as const;
const PERIOD_CHANGE = `set rotation_period_in_days to a whole number from ${String(PERIOD.min)} to ${String(PERIOD.max)}, or leave it out`;

function judge(context: Context, resource: Resource): Finding[] {
  const { enable_key_rotation: rotation, rotation_period_in_days: period } = resource.body;
  if (rotation !== true && rotation !== "true") {
    if (excused(context, "key-rotation", { resource })) return [];
    const message = isUnresolved(rotation)
      ? `whether the key rotates could not be decided: ${rotation}`
      : "the key does not rotate";
    return [{ resource, message, change: "set enable_key_rotation = true" }];
  }
  if (period === undefined || period === null) return [];
  if (isUnresolved(period)) {
    const message = `how often the key rotates could not be decided: ${period}`;
    return [{ resource, message, change: PERIOD_CHANGE }];
  }
  const days = Number(period);
  if (Number.isInteger(days) && days >= PERIOD.min && days <= PERIOD.max) return [];
  return [{ resource, message: `the key rotates every ${String(period)} days`, change: PERIOD_CHANGE }];
}

/** Keys change their material every year. */
export const keyRotation: Rule = {
  id: "key-rotation",
  description: "Symmetric KMS keys rotate at least every 365 days.",
  check: (context) => context.stack.ofType("aws_kms_key").flatMap((resource) => judge(context, resource)),
};
