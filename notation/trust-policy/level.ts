/** What a trust policy decides about, in the words of the specification. */
export type ValidationType = "integrity" | "authenticity" | "authenticTimestamp" | "expiry" | "revocation";

/** What happens when a check does not pass: it counts, it is only told, or it is not done. */
export type ValidationAction = "enforce" | "log" | "skip";

export type LevelName = "strict" | "permissive" | "audit" | "skip";

export type Actions = Readonly<Record<ValidationType, ValidationAction>>;

/**
 * The levels of verification.
 *
 * @see https://github.com/notaryproject/specifications/blob/main/specs/trust-store-trust-policy.md#signature-verification-details
 */
export const LEVELS: Readonly<Record<LevelName, Actions>> = {
  strict: {
    integrity: "enforce",
    authenticity: "enforce",
    authenticTimestamp: "enforce",
    expiry: "enforce",
    revocation: "enforce",
  },
  permissive: {
    integrity: "enforce",
    authenticity: "enforce",
    authenticTimestamp: "log",
    expiry: "log",
    revocation: "log",
  },
  audit: {
    integrity: "enforce",
    authenticity: "log",
    authenticTimestamp: "log",
    expiry: "log",
    revocation: "log",
  },
  skip: {
    integrity: "skip",
    authenticity: "skip",
    authenticTimestamp: "skip",
    expiry: "skip",
    revocation: "skip",
  },
};
