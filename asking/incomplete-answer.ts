/** An answer of AWS that leaves out what there may be; asked again it may be there. */
export class IncompleteAnswer extends Error {
  override readonly name = "IncompleteAnswer";
  /** As the SDK marks what is not the caller's fault. */
  readonly $fault = "server";

  constructor(
    /** Service and operation, such as `ecr:DescribeImages`. */
    readonly operation: string,
    what: string,
  ) {
    super(`${operation} ${what}`);
  }
}

/**
 * A member that an answer of AWS must have. A list that is empty says that there is nothing; one that is not there says
 * nothing.
 *
 * @param operation such as `ecr:DescribeImages`
 * @param part of the answer
 * @throws IncompleteAnswer
 */
export function memberOf<Part extends object, Name extends keyof Part & string>(
  operation: string,
  part: Part,
  name: Name,
): NonNullable<Part[Name]> {
  const value = part[name];
  if (value === undefined || value === null) throw new IncompleteAnswer(operation, `leaves out ${name}`);
  return value;
}
