import { isUnresolved } from "./reference";
import { type Resource, type StackView } from "./stack";

/** A setting that can open a resource to everybody without any policy. */
export interface Door {
  readonly types: readonly string[] | "any";
  /** Argument, behind the nested blocks it stands in, with dots between them. */
  readonly argument: string;
  /** Whether a value, as text, keeps it shut. */
  readonly shut: (value: string) => boolean;
  /** Set where AWS opens it when nothing is said. @default - saying nothing keeps it shut */
  readonly openByDefault?: true;
  /** Whether it is a door here at all. @default - always */
  readonly applies?: (resource: Resource, stack: StackView) => boolean;
  /** What follows when it is open, as a clause. */
  readonly outcome: string;
  readonly change: string;
}

/** Any value but these. */
export const not =
  (...values: readonly string[]) =>
  (value: string) =>
    !isUnresolved(value) && !values.includes(value);
/** These values alone. */
export const only =
  (...values: readonly string[]) =>
  (value: string) =>
    values.includes(value);
/** No value at all. */
export const never = () => false;
/** Accounts by id, not `all`. */
export const accounts = (value: string) =>
  /^\d{12}(?:\s*,\s*\d{12})*$/.test(value) ||
  /^\$\{(?:data\.aws_caller_identity\.[\w-]+\.account_id|aws_organizations_account\.[\w-]+\.id)\}$/.test(
    value,
  );

/** The widest network of private addresses is 10.0.0.0/8. @see https://www.rfc-editor.org/rfc/rfc1918 */
const IPV4_PREFIX = 8;
/** As wide as what one provider is given. */
const IPV6_PREFIX = 32;
/** Private addresses are fc00::/7. @see https://www.rfc-editor.org/rfc/rfc4193 */
const IPV6_PRIVATE = { addresses: /^f[cd]/i, prefix: 7 } as const;
/** Addresses of a VPC or subnet, which are never all addresses. */
const OWN_NETWORK = /^\$\{(?:data\.)?aws_(?:default_)?(?:vpc|subnet)\.[\w-]+\.(?:ipv6_)?cidr_block\}$/;

/** Whether a CIDR block is too small to be the internet, or half of it. */
export function isSmallNetwork(cidr: string): boolean {
  if (OWN_NETWORK.test(cidr)) return true;
  const [address = "", length = ""] = cidr.split("/");
  if (!/^\d+$/.test(length)) return false;
  if (!address.includes(":")) return Number(length) >= IPV4_PREFIX;
  return Number(length) >= (IPV6_PRIVATE.addresses.test(address) ? IPV6_PRIVATE.prefix : IPV6_PREFIX);
}
