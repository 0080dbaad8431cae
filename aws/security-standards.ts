/**
 * Standards of Security Hub that can be on for the whole organization.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference.html
 */
export const SECURITY_STANDARDS = ["aws-foundational", "cis-3.0", "nist-800-53"] as const;

/** A standard of Security Hub. */
export type SecurityStandard = (typeof SECURITY_STANDARDS)[number];
