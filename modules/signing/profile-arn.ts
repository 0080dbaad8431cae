/**
 * ARN of a signing profile, never of a profile version.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SigningRule.html
 */
const PROFILE_ARN =
  /^arn:(aws(?:-[a-z]+)*):signer:([a-z0-9-]+):(\d{12}):\/signing-profiles\/([a-zA-Z0-9_]{2,64})$/;

/** The parts of a signing profile's ARN. */
export interface ProfileArn {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly name: string;
}

/** What an ARN must look like, for messages. */
export const PROFILE_ARN_FORM = "arn:<partition>:signer:<region>:<account>:/signing-profiles/<name>";

/** Takes the ARN of a signing profile apart; `undefined` for anything else, such as the ARN of a version. */
export function parseProfileArn(arn: string): ProfileArn | undefined {
  const [, partition, region, accountId, name] = PROFILE_ARN.exec(arn) ?? [];
  if (partition === undefined || region === undefined || accountId === undefined || name === undefined) {
    return undefined;
  }
  return { partition, region, accountId, name };
}

/** Renders the ARN of a signing profile. */
export function formatProfileArn({ partition, region, accountId, name }: ProfileArn): string {
  return `arn:${partition}:signer:${region}:${accountId}:/signing-profiles/${name}`;
}
