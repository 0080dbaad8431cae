/** A signing profile of AWS Signer, or one version of it. */
export interface ProfileArn {
  /** The ARN up to the profile's name. */
  readonly profile: string;
  readonly region: string;
  /** @default - every version */
  readonly version?: string;
}

const ARN =
  /^(arn:aws[a-z-]*:signer:([a-z0-9-]+):\d{12}:\/signing-profiles\/[A-Za-z0-9_]{2,64})(?:\/([A-Za-z0-9]{10}))?$/;

/**
 * Reads the ARN of a signing profile or of one version of it; nothing for another text.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_SigningProfile.html
 */
export function parseProfileArn(text: string): ProfileArn | undefined {
  const [, profile, region, version] = ARN.exec(text) ?? [];
  if (profile === undefined || region === undefined) return undefined;
  return version === undefined ? { profile, region } : { profile, region, version };
}
