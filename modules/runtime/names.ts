import { createHash } from "node:crypto";

/**
 * Longest name of an IAM role and of a Lambda function.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
 */
const NAME_LENGTH = 64;

/** Shortens a name to what IAM and Lambda take; the hash keeps two long names with one beginning apart. */
export function fitName(name: string): string {
  if (name.length <= NAME_LENGTH) return name;
  const digits = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, NAME_LENGTH - 9)}-${digits}`;
}
