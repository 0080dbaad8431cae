import { type Location } from "./arn";

/**
 * ARN of a signing profile, never of a profile version.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SigningRule.html
 */
const FORM = /^arn:(aws(?:-[a-z]+)*):signer:([a-z0-9-]+):(\d{12}):\/signing-profiles\/([a-zA-Z0-9_]{2,64})$/;

/** What the ARN of a signing profile must look like, for messages. */
export const SIGNING_PROFILE_ARN_FORM = "arn:<partition>:signer:<region>:<account>:/signing-profiles/<name>";

/** ARN of a signing profile; ECR takes this one, never the ARN of a profile version. */
export function signingProfileArn({ partition, region, accountId }: Location, name: string): string {
  return `arn:${partition}:signer:${region}:${accountId}:/signing-profiles/${name}`;
}

/** The parts of a signing profile's ARN; the partition may be one we do not know. */
export interface SigningProfileArn {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly name: string;
}

/** Takes the ARN of a signing profile apart; `undefined` for anything else, such as the ARN of a version. */
export function parseSigningProfileArn(arn: string): SigningProfileArn | undefined {
  const [, partition, region, accountId, name] = FORM.exec(arn) ?? [];
  if (partition === undefined || region === undefined || accountId === undefined || name === undefined) {
    return undefined;
  }
  return { partition, region, accountId, name };
}
