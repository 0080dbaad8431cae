/**
 * What a signature takes in a registry, reckoned high: an envelope with four certificates, its manifest and an empty
 * configuration. Envelopes of AWS Signer have 4 to 12 kB.
 */
export const SIGNATURE_BYTES = 16 * 1_024;

/**
 * US dollars for a gigabyte stored for a month, as most regions have it.
 *
 * @see https://aws.amazon.com/ecr/pricing/
 */
export const STORAGE_PRICE = 0.1;

/** The pages that say what signing costs. */
export const PRICE_PAGES = {
  signer: "https://docs.aws.amazon.com/signer/latest/developerguide/Welcome.html#whatis-pricing",
  managedSigning: "https://aws.amazon.com/ecr/pricing/",
  storage: "https://aws.amazon.com/ecr/pricing/",
} as const;

/** What signatures cost. */
export interface SigningCost {
  readonly signatures: number;
  /** By sign-images: AWS Signer takes nothing for images in ECR. What ECR takes for managed signing is not in it. */
  readonly signingDollars: 0;
  /** Bytes at most, in every region that keeps them. */
  readonly storageBytes: number;
  readonly storageDollarsPerMonth: number;
}

/**
 * What signing so many images costs.
 *
 * @param replicas regions that keep a copy; whether replication copies signatures AWS leaves open, so they count
 */
export function signingCost(signatures: number, replicas: number): SigningCost {
  const storageBytes = signatures * SIGNATURE_BYTES * (1 + replicas);
  return {
    signatures,
    signingDollars: 0,
    storageBytes,
    storageDollarsPerMonth: (storageBytes / 1_024 ** 3) * STORAGE_PRICE,
  };
}
