/** How long a signature is valid, in the units of AWS Signer. */
export interface SignatureValidity {
  readonly value: number;
  readonly unit: "DAYS" | "MONTHS" | "YEARS";
}
