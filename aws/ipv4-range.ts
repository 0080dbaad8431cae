import { isIPv4 } from "node:net";

/**
 * The range as Terraform takes it, beginning with its first address: `10.0.0.0/16` for `10.0.7.1/16`.
 * `undefined` for a text that is no IPv4 range.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/r/vpc_security_group_ingress_rule.html.markdown#cidr_ipv4
 */
export function ipv4Range(text: string): string | undefined {
  const [address = "", length = "", ...rest] = text.split("/");
  if (rest.length > 0 || !isIPv4(address) || !/^(?:\d|[1-9]\d)$/.test(length) || Number(length) > 32) {
    return undefined;
  }
  const bytes = address.split(".").map((byte, index) => {
    const size = 2 ** Math.min(8, Math.max(0, 8 * (index + 1) - Number(length)));
    return Number(byte) - (Number(byte) % size);
  });
  return `${bytes.join(".")}/${length}`;
}
