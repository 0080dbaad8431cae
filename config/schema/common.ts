import { z } from "zod";
import { ACCOUNT_ID, ONE_LINE, REGIONS, ROLE_PATH_AND_NAME } from "../../aws";
import { existing } from "./existing";

/** Keys that people choose: they become parts of stack names, so they stay short and plain. */
export const key = z
  .string()
  .regex(
    /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/,
    "lower-case letters, digits, single - or _, beginning with a letter, e.g. shop-prod",
  )
  .max(40);

export const accountKey = key.describe("Key of an account listed under `accounts`.");

export const region = z
  .enum(REGIONS, { error: "an AWS region listed in docs/organization-reference.md, e.g. eu-central-1" })
  .describe("An AWS region, e.g. eu-central-1.");

export const accountId = z
  .string({ error: '12 digits in quotes, e.g. "111111111111"' })
  .regex(ACCOUNT_ID, '12 digits in quotes, e.g. "111111111111"')
  .describe("12-digit account id, always in quotes: YAML reads bare digits as a number.");

/** One line of printable text. */
export const line = (max: number, example: string) =>
  z
    .string()
    .regex(ONE_LINE, { error: `one line of text, e.g. ${example}`, abort: true })
    .max(max);

export const email = existing(z.email().max(254)).describe("Address that receives the notifications.");

/** ARNs of each service as examples show them, from the service on. */
const ARN_EXAMPLES: Readonly<Record<string, string>> = {
  "(codeconnections|codestar-connections)":
    "codeconnections:eu-central-1:111111111111:connection/11111111-2222-3333-4444-555555555555",
  iam: "iam::111111111111:role/deployment",
  kms: "kms:eu-central-1:111111111111:key/11111111-2222-3333-4444-555555555555",
  secretsmanager: "secretsmanager:eu-central-1:111111111111:secret:ecr-pullthroughcache/docker-hub-AbCdEf",
};

export const arn = (service: string, what: string) =>
  existing(
    z
      .string()
      .regex(
        new RegExp(`^arn:aws(-us-gov|-cn)?:${service}:`),
        `the ARN of ${what}, e.g. arn:aws:${ARN_EXAMPLES[service] ?? service}`,
      ),
  ).describe(`ARN of ${what}.`);

export const rolePathAndName = existing(
  z.string().regex(ROLE_PATH_AND_NAME, "path and name without a leading slash, e.g. ci/release"),
);

/** A role that exists already, in an account of the file. */
export const existingRole = z.strictObject({
  account: accountKey,
  role: rolePathAndName.describe("Path and name of an existing IAM role."),
});

export const days = z.int().min(1).max(3650);

/** A list in which nothing stands twice. */
export function list<T extends z.ZodType>(
  item: T,
  { min = 0, max = 1000 }: { readonly min?: number; readonly max?: number } = {},
) {
  return z
    .array(item)
    .min(min)
    .max(max)
    .superRefine((items, context) => {
      const seen = new Set<unknown>();
      for (const [index, value] of items.entries()) {
        if (seen.has(value)) {
          context.addIssue({
            code: "custom",
            path: [index],
            message: `${String(value)} is in this list already`,
          });
        }
        seen.add(value);
      }
    })
    .meta({ uniqueItems: true });
}
