import { AWS_PROVIDER } from "./provider";
import { isUnresolved } from "./reference";
import { type Finding } from "./rule";
import { blocksOf, isBody, type Resource, type StackView } from "./stack";

/** Arguments of providers and backends that leave a certificate unchecked. */
const UNCHECKED = ["insecure", "skip_cert_verification"];
const OFF: ReadonlySet<unknown> = new Set([undefined, null, false, "false"]);

/** Arguments of a block that leave the certificate of the other side unchecked. */
function unchecked(resource: Resource, body: Resource["body"], whose: string): Finding[] {
  return UNCHECKED.filter((name) => !OFF.has(body[name])).map((name) => ({
    resource,
    message: isUnresolved(body[name])
      ? `whether ${whose} checks certificates could not be decided: ${name} is ${body[name]}`
      : `${whose} checks no certificate: ${name} is ${String(body[name])}`,
    change: `leave out ${name}`,
  }));
}

/** Addresses of services that the provider speaks to instead of AWS's own. */
function endpoints(resource: Resource): Finding[] {
  return blocksOf(resource.body, "endpoints")
    .flatMap((block) => Object.entries(block))
    .filter(([, address]) => (address ?? "") !== "" && !/^https:\/\//i.test(String(address)))
    .map(([service, address]) => ({
      resource,
      message: isUnresolved(address)
        ? `whether it speaks TLS to ${service} could not be decided: ${address}`
        : `speaks no TLS to ${service} at ${String(address)}`,
      change: "leave out the endpoint, or write it with https://",
    }));
}

/** Addresses without TLS, however deep they stand. */
function plainAddresses(value: unknown): string[] {
  if (typeof value === "string") return /^http:\/\//i.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(plainAddresses);
  return isBody(value) ? Object.values(value).flatMap(plainAddresses) : [];
}

function backends(resource: Resource): Finding[] {
  return blocksOf(resource.body, "backend")
    .flatMap((block) => Object.entries(block))
    .flatMap(([type, value]) => [
      ...blocksOf({ [type]: value }, type).flatMap((body) =>
        unchecked(resource, body, `its ${type} backend`),
      ),
      ...plainAddresses(value).map((address) => ({
        resource,
        message: `its ${type} backend speaks no TLS to ${address}`,
        change: "write the address with https://",
      })),
    ]);
}

/** What Terraform itself would send without TLS, or to somebody whose certificate it does not check. */
export function judgeConnections({ providers, providerSource, settings }: StackView): Finding[] {
  return [
    ...providers
      .filter(({ type }) => providerSource(type) === AWS_PROVIDER)
      .flatMap((provider) => [...unchecked(provider, provider.body, "it"), ...endpoints(provider)]),
    ...settings.flatMap(backends),
  ];
}
