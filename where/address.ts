import { IMAGE_DIGEST } from "../aws";

/** An image's address in a private registry of ECR, as a container names it. */
export interface Address {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly digest?: string;
}

/** Host names of registries. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/registries.html */
export const REGISTRY =
  /^(\d{12})\.(?:dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?|dkr-ecr\.([a-z0-9-]+)\.on\.aws)(?:\/|$)/;

/** What `HOST/REPOSITORY[:TAG][@DIGEST]` says, or `undefined` where the host is no registry of ECR. */
export function parseAddress(text: string): Address | undefined {
  const [host = "", account, classic, dualStack] = REGISTRY.exec(text) ?? [];
  const region = classic ?? dualStack;
  if (account === undefined || region === undefined) return undefined;
  const [path = "", digest = ""] = text.slice(host.length).split("@");
  const [name = ""] = path.split(":");
  return { account, region, name, ...(IMAGE_DIGEST.test(digest) ? { digest } : {}) };
}
