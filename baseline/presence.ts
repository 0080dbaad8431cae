/** Whether an argument is set: yes, no, or only Terraform knows. */
export type Presence = "set" | "unset" | "undecided";

/** What names a key or an alias of KMS; nothing else that a reference gives is sure to be a value at all. */
const KEY = /^\$\{(?:data\.)?aws_kms_[a-z_]+\.[\w-]+\.(?:arn|id|key_id|name|target_key_arn|target_key_id)\}$/;

/** Whether an argument that names a key is set. What begins with an expression may turn out to be empty. */
export function presenceOf(value: unknown): Presence {
  if (value === undefined || value === null) return "unset";
  if (typeof value !== "string") return "undecided";
  if (value.trim() === "") return "unset";
  return /^\s*[$%]\{/.test(value) && !KEY.test(value) ? "undecided" : "set";
}
