import { z } from "zod";
import { ACCOUNT_ID, REGIONS, ROLE_PATH_AND_NAME } from "../../aws";

/** Keys that people choose: they become parts of stack names, so they stay short and plain. */
export const key = z
  .string()
  .regex(
    /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/,
    "lower-case letters, digits, single - or _, beginning with a letter",
  )
  .max(40);

export const accountKey = key.describe("Key of an account listed under `accounts`.");

export const region = z.enum(REGIONS).describe("An AWS region, e.g. eu-central-1.");

export const accountId = z
  .string({ error: "12 digits in quotes" })
  .regex(ACCOUNT_ID, "12 digits in quotes")
  .describe("12-digit account id, always in quotes: YAML reads bare digits as a number.");

export const email = z.email().max(254).describe("Address that receives the notifications.");

export const arn = (service: string, what: string) =>
  z
    .string()
    .regex(new RegExp(`^arn:aws(-us-gov|-cn)?:${service}:`), `an ARN of ${what}, arn:aws:${service}:…`)
    .describe(`ARN of ${what}.`);

export const rolePathAndName = z
  .string()
  .regex(ROLE_PATH_AND_NAME, "path and name without a leading slash, e.g. ci/release");

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
            message: `${String(value)} stands in this list before`,
          });
        }
        seen.add(value);
      }
    })
    .meta({ uniqueItems: true });
}
