import { Token } from "cdktf";
import {
  ACCOUNT_ID,
  ORGANIZATION_ID,
  partitionOf,
  PARTITIONS,
  REGIONS,
  TERRAFORM_TEMPLATE,
  WITHOUT_TEMPLATE,
} from "../aws";
import { type Problem, ProblemError } from "../problem";

/** A role's ARN without wildcards: `*`, `?` and `${` would make the Arn operators match more than one role. */
const ROLE_ARN = /^arn:(aws|aws-us-gov|aws-cn):iam::(\d{12}):role\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;
/** What is refused is only what cannot be an address; whether it is one, its owner confirms by mail. */
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Throws the problems found, all at once. */
export function throwProblems(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ProblemError(problems);
}

/** Values that stand more than once in a list, each told once. */
export function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) < index))];
}

/** What AWS takes for a number. */
export interface Range {
  readonly min: number;
  /** `Number.MAX_SAFE_INTEGER` for no end. */
  readonly max: number;
}

/** A number that is not whole, or out of its range. */
export function rangeProblems(path: string, key: string, value: number, { min, max }: Range): Problem[] {
  if (Number.isInteger(value) && value >= min && value <= max) return [];
  const upTo = max === Number.MAX_SAFE_INTEGER ? "or more" : `to ${String(max)}`;
  return [
    {
      code: "out-of-range",
      path,
      message: `${key} is ${String(value)}`,
      allowed: `${String(min)} ${upTo}`,
    },
  ];
}

/** Whether a text could be an e-mail address, and is none that Terraform would evaluate. */
export function isEmail(text: string): boolean {
  return EMAIL.test(text) && !TERRAFORM_TEMPLATE.test(text);
}

/** Where the one role is that an ARN names; `undefined` for anything else, such as a pattern of roles. */
export function parseRoleArn(
  arn: string,
): { readonly partition: string; readonly accountId: string } | undefined {
  const [, partition, accountId] = ROLE_ARN.exec(arn) ?? [];
  if (partition === undefined || accountId === undefined) return undefined;
  return { partition, accountId };
}

/** Texts that are not account ids; tokens are not looked at. */
export function accountIdProblems(path: string, accountIds: readonly string[]): Problem[] {
  return accountIds
    .filter((id) => !Token.isUnresolved(id) && !ACCOUNT_ID.test(id))
    .map((id) => ({
      code: "invalid-account-id",
      path,
      message: `"${id}" is not an account id`,
      allowed: "12 digits",
    }));
}

/** Where a construct is told to be, as far as it asks. */
interface Place {
  readonly accountId?: string;
  readonly region?: string;
  readonly partition?: string;
}

/** What is no account, region or partition, and a region of another partition; tokens are not looked at. */
export function placeProblems(path: string, { accountId, region, partition }: Place): Problem[] {
  return [
    ...accountIdProblems(path, accountId === undefined ? [] : [accountId]),
    ...nameProblems(path, "region", region, REGIONS, "an AWS region, e.g. eu-central-1"),
    ...nameProblems(path, "partition", partition, PARTITIONS, PARTITIONS.join(", ")),
    ...crossingProblems(path, region, partition),
  ];
}

function isOneOf<T extends string>(known: readonly T[], name: string | undefined): name is T {
  return known.some((one) => one === name);
}

function nameProblems(
  path: string,
  what: "region" | "partition",
  name: string | undefined,
  known: readonly string[],
  allowed: string,
): Problem[] {
  if (name === undefined || Token.isUnresolved(name) || isOneOf(known, name)) return [];
  return [{ code: `invalid-${what}`, path, message: `"${name}" is not a ${what}`, allowed }];
}

function crossingProblems(
  path: string,
  region: string | undefined,
  partition: string | undefined,
): Problem[] {
  const known = isOneOf(REGIONS, region) && isOneOf(PARTITIONS, partition);
  if (!known || partitionOf(region) === partition) return [];
  return [
    {
      code: "region-of-other-partition",
      path,
      message: `${region} is a region of the partition ${partitionOf(region)}, not ${partition}`,
      change: "change the region or the partition",
    },
  ];
}

/** A text that is not the id of an organization; a token is not looked at. */
export function organizationIdProblems(path: string, organizationId: string): Problem[] {
  if (Token.isUnresolved(organizationId) || ORGANIZATION_ID.test(organizationId)) return [];
  return [
    {
      code: "invalid-organization-id",
      path,
      message: `"${organizationId}" is not the id of an organization`,
      allowed: "o- and 10 to 32 lowercase letters and digits",
    },
  ];
}

/** Whether an address can be written to; tokens are not looked at. */
export function addressProblems(path: string, email: string): Problem[] {
  if (Token.isUnresolved(email) || isEmail(email)) return [];
  return [
    {
      code: "invalid-email",
      path,
      message: `"${email}" is not an e-mail address`,
      allowed: "name@domain",
    },
  ];
}

/** Texts and lists of them, by what they are, in which Terraform would find a template of its own; tokens are not looked at. */
export function templateProblems(
  path: string,
  texts: Readonly<Record<string, string | readonly string[] | undefined>>,
): Problem[] {
  const each = Object.entries(texts).flatMap(([what, value = []]): [string, string][] =>
    typeof value === "string"
      ? [[what, value]]
      : value.map((text, index) => [`${what}[${String(index)}]`, text]),
  );
  return each.flatMap(([what, text]): Problem[] => {
    const [sign] = Token.isUnresolved(text) ? [] : (TERRAFORM_TEMPLATE.exec(text) ?? []);
    if (sign === undefined) return [];
    return [
      {
        code: "terraform-template",
        path,
        message: `${what} is ${JSON.stringify(text)}, in which Terraform would evaluate what follows ${sign}`,
        ...WITHOUT_TEMPLATE,
      },
    ];
  });
}
