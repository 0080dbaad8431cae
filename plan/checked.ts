/**
 * What config has checked to be there.
 *
 * @throws RangeError when it is not, which is our mistake and nobody else's
 */
export function checked<T>(found: T | undefined, what: string): T {
  if (found === undefined)
    throw new RangeError(`${what} is missing from the organization that reached the plan`);
  return found;
}
