import { Token } from "cdktf";
import { ACCOUNT_ID, type Partition, REPOSITORY_NAME, REPOSITORY_NAME_LENGTH } from "../../aws";
import { type Problem, ProblemError } from "../../problem";

/** A role's ARN without wildcards: `*`, `?` and `${` would make the Arn operators match more than one role. */
const ROLE_ARN = /^arn:(aws|aws-us-gov|aws-cn):iam::(\d{12}):role\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;

/** Throws the problems found, all at once. */
export function throwProblems(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ProblemError(problems);
}

/** What ECR would refuse in a repository's name. */
export function repositoryNameProblems(path: string, name: string): Problem[] {
  if (Token.isUnresolved(name)) return [];
  const { min, max } = REPOSITORY_NAME_LENGTH;
  if (REPOSITORY_NAME.test(name) && name.length >= min && name.length <= max) return [];
  return [
    {
      code: "invalid-repository-name",
      path,
      message: `"${name}" is not a repository name`,
      allowed:
        `${String(min)} to ${String(max)} characters: lowercase letters and digits, ` +
        "separated by single . _ - or /",
    },
  ];
}

/** ARNs that are not the exact ARN of one role of the partition. */
export function roleArnProblems(path: string, arns: readonly string[], partition: Partition): Problem[] {
  return arns
    .filter((arn) => !Token.isUnresolved(arn) && ROLE_ARN.exec(arn)?.[1] !== partition)
    .map((arn) => ({
      code: "invalid-pusher-arn",
      path,
      message: `"${arn}" does not name one role of partition ${partition}`,
      allowed: `arn:${partition}:iam::ACCOUNT:role/NAME, with its path and without wildcards`,
    }));
}

/** Texts that are not account ids. */
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

/** Account of a role; an ARN known only at apply is of the same stack, hence of the own account. */
export function accountOf(roleArn: string, ownAccountId: string): string {
  return ROLE_ARN.exec(roleArn)?.[2] ?? ownAccountId;
}
