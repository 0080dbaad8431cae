/** IAM path of every role of ours; guardrails protect what lies under it. */
export const ROLE_PATH = "/supply-chain/";
/** IAM path of the roles that may push images; registry policies exempt it as a whole. */
export const PUSH_ROLE_PATH = `${ROLE_PATH}push/`;
