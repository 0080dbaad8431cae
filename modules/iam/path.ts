/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const FORM = /^\/(?:[\w+=,.@-]+\/)+$/;

/** Whether a text is an IAM path below the root, without wildcards. */
export function isRolePath(path: string): boolean {
  return FORM.test(path);
}
