import { text, type Variable } from "./configuration";

/** Where a function runs, and what it looks after. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** Whether both are in the same partition, region and account. */
export function isSamePlace(one: Place, other: Place): boolean {
  return (["partition", "region", "accountId"] as const).every((key) => one[key] === other[key]);
}

/** What Lambda calls the function. */
export const FUNCTION_NAME: Variable<string> = text(/^[\w-]{1,64}$/, "the name that Lambda sets");

/** The variables that say where a function runs: in an account, or in that of a registry. */
export function placeVariables(of: "account" | "registry") {
  return {
    ACCOUNT_ID: text(
      /^\d{12}$/,
      `the 12 digits of the ${of === "registry" ? "registry's account" : "account"}`,
    ),
    AWS_REGION: text(/^[a-z]{2}(-[a-z]+)+-\d$/, "the region that Lambda sets"),
    PARTITION: text(/^aws(-[a-z]+)*$/, `the partition of the ${of}, such as aws`),
  };
}

/** The place that {@link placeVariables} say. */
export function placeIn(values: Readonly<Record<keyof ReturnType<typeof placeVariables>, string>>): Place {
  return { partition: values.PARTITION, region: values.AWS_REGION, accountId: values.ACCOUNT_ID };
}
