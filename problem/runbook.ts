/** The document that says how signing profiles are rotated and trust ends, for what a problem tells to change. */
export const ROTATION_RUNBOOK = "docs/signing-rotation.md";
