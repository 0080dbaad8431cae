import { type Element, primitive } from "../der";

const LABELS = String.raw`[!-\-/-~]+(?:\.[!-\-/-~]+)*`;
/** A domain, or with a dot in front what is below it; empty for all. */
const DOMAIN = new RegExp(String.raw`^(?:\.?${LABELS})?$`);
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const MAILBOX = new RegExp(String.raw`^${ATOM}(?:\.${ATOM})*@${LABELS}$`);
/** An address in place of a host, and what has a scheme or a port. */
const NO_HOST = /^[\d.]+$|:/;

/**
 * Whether a GeneralName may stand in name constraints, as other readers of certificates ask it: a domain for hosts, a
 * mailbox or a domain for mail, a host for URIs, addresses by a prefix.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10
 */
export function isConstraint({ tag, content }: Element): boolean {
  const text = Buffer.from(content).toString("latin1");
  switch (tag) {
    case primitive(1):
      return (text.includes("@") ? MAILBOX : DOMAIN).test(text);
    case primitive(2):
      return DOMAIN.test(text);
    case primitive(6):
      return DOMAIN.test(text) && !NO_HOST.test(text);
    case primitive(7):
      return isPrefix(content.subarray(content.length / 2));
    default:
      return true;
  }
}

function isPrefix(mask: Uint8Array): boolean {
  return !Array.from(mask, (byte) => byte.toString(2).padStart(8, "0"))
    .join("")
    .includes("01");
}
