import { createHash } from "node:crypto";

/** Longest name of an IAM role. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const ROLE_NAME_LENGTH = 64;

/** Eight digits that tell texts apart of which a name can hold only the beginning. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

/** Shortens a name to what a service takes; two long names with one beginning stay apart. */
export function fitName(name: string, length: number): string {
  if (name.length <= length) return name;
  const end = `-${digestOf(name)}`;
  return `${name.slice(0, length - end.length)}${end}`;
}
