import { IMAGE_DIGEST, parseRegistryHost } from "../aws";

/** An image's address in a private registry of ECR, as a container names it. */
export interface Address extends Registry {
  readonly name: string;
  readonly digest?: string;
}

/** A private registry of ECR. */
export interface Registry {
  readonly account: string;
  readonly region: string;
}

/** What `HOST/REPOSITORY[:TAG][@DIGEST]` says, or `undefined` where the host is no registry of ECR. */
export function parseAddress(text: string): Address | undefined {
  const { registry, rest } = splitRegistry(text);
  if (registry === undefined) return undefined;
  const [path = "", digest = ""] = rest.split("@");
  const [name = ""] = path.split(":");
  return { ...registry, name, ...(IMAGE_DIGEST.test(digest) ? { digest } : {}) };
}

/** Takes the host of a registry of ECR off a text; all of the text is the rest where it begins with none. */
export function splitRegistry(text: string): { readonly registry?: Registry; readonly rest: string } {
  const [host = ""] = text.split("/", 1);
  const { accountId: account, region } = parseRegistryHost(host) ?? {};
  if (account === undefined || region === undefined) return { rest: text };
  return { registry: { account, region }, rest: text.slice(host.length + 1) };
}
