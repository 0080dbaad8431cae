/** Admission controllers that can verify signatures of AWS Signer. */
export const ADMISSION_ENGINES = ["kyverno", "gatekeeper"] as const;

/** An admission controller that can verify signatures of AWS Signer. */
export type AdmissionEngine = (typeof ADMISSION_ENGINES)[number];
