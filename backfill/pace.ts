/** What a pace is kept by. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** The clock of this machine. */
export const CLOCK: Clock = {
  now: Date.now,
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/**
 * Requests to AWS in a second, all attempts counted. Signing and putting manifests have quotas of ten a second, which
 * the pipelines of the organization share.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/signer.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html
 */
export const REQUESTS_PER_SECOND = 8;

/** CloudTrail takes two lookups a second. @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
export const LOOKUPS_PER_SECOND = 1.6;

/** Spreads turns evenly, so that no second has more than it may, however many ask at once. */
export class Pace {
  private next = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly perSecond: number,
    private readonly clock: Clock = CLOCK,
  ) {}

  /** Waits until it is one's turn. */
  async turn(): Promise<void> {
    const now = this.clock.now();
    const at = Math.max(now, this.next);
    this.next = at + 1_000 / this.perSecond;
    if (at > now) await this.clock.sleep(Math.ceil(at - now));
  }
}
