/** IAM path of every role of these modules; guardrails protect what lies under it. */
export const ROLE_PATH = "/supply-chain/";
/** IAM path of the roles that may push images; registry policies exempt it as a whole. */
export const PUSH_ROLE_PATH = `${ROLE_PATH}push/`;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const FORM = /^\/(?:[\w+=,.@-]+\/)+$/;

/** Whether a text is an IAM path below the root, without wildcards. */
export function isRolePath(path: string): boolean {
  return FORM.test(path);
}
