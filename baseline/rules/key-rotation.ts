import { isUnresolved } from "../reference";
import { excused, type Finding, type Rule } from "../rule";

/** Keys change their material every year. */
export const keyRotation: Rule = {
  id: "key-rotation",
  description: "Symmetric KMS keys rotate.",
  check: (context) =>
    context.stack.ofType("aws_kms_key").flatMap((resource): Finding[] => {
      const rotation = resource.body["enable_key_rotation"];
      if (rotation === true || excused(context, "key-rotation", { resource })) return [];
      const message = isUnresolved(rotation)
        ? `whether the key rotates could not be decided: ${rotation}`
        : "the key does not rotate";
      return [{ resource, message, change: "set enable_key_rotation = true" }];
    }),
};
