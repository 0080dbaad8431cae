import { lookup as resolve } from "node:dns";
import { isIP, type LookupFunction } from "node:net";

/** Which IP addresses may be connected to. */
export type IsAllowed = (address: string) => boolean;

/**
 * Looks up a name and lets a connection go only where it may: every address of the name has to be allowed, and what was
 * looked at is what is connected to.
 *
 * @param refusal the error for a name that leads elsewhere
 */
export function guardedLookup(isAllowed: IsAllowed, refusal: () => Error): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, "", 0);
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isAllowed(address))) {
        return callback(refusal(), "", 0);
      }
      return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}

/** Whether the host of an address is an IP address that may not be connected to: a literal one is never looked up. */
export function isRefusedLiteral({ hostname }: URL, isAllowed: IsAllowed): boolean {
  const literal = hostname.replace(/^\[|\]$/g, "");
  return isIP(literal) !== 0 && !isAllowed(literal);
}
