/** Letters, digits, dots and hyphens, beginning and ending with a letter or digit. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** Longest name of a bucket, in characters. */
export const BUCKET_NAME_LENGTH = 63;

const RESERVED_BEGINNINGS = ["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_ENDINGS = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];
/** Name of a bucket in the namespace of one account and region. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html */
const OWN_NAMESPACE = /^.+-\d{12}-[a-z]{2}(?:-[a-z]+)+-\d-an$/;

/**
 * Why S3 refuses a name that is well-formed by {@link BUCKET_NAME}, as the end of a sentence about it;
 * `undefined` when it takes it.
 *
 * @param namespace where the bucket is: in the namespace that all accounts share, or perhaps in its account's own
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function bucketNameRefusal(name: string, namespace: "shared" | "any"): string | undefined {
  if (name.includes("..")) return "has two dots in a row";
  if (/^\d+(?:\.\d+){3}$/.test(name)) return "is written like an IP address";
  const beginning = RESERVED_BEGINNINGS.find((reserved) => name.startsWith(reserved));
  if (beginning !== undefined) return `begins with ${beginning}, which S3 keeps for itself`;
  const ending = RESERVED_ENDINGS.find((reserved) => name.endsWith(reserved));
  if (ending !== undefined) return `ends with ${ending}, which S3 keeps for itself`;
  if (name.endsWith("-an") && (namespace === "shared" || !OWN_NAMESPACE.test(name))) {
    return "ends with -an, which S3 keeps for buckets in the namespace of an account";
  }
  return undefined;
}

/** ARN of one bucket, without wildcards. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html */
export const BUCKET_ARN = /^arn:(?:aws|aws-us-gov|aws-cn):s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
