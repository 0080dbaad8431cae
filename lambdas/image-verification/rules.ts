import {
  type Answerable,
  type ClusterSettings,
  clusterOf,
  holds,
  type ImageReference,
  isDigest,
  isUnverified,
  parseReference,
  type VerificationSettings,
} from "../../verification";
import { type Refusal, refused } from "./conclusion";
import { type ImageRequest } from "./image-judge";

const SHOWN = 300;

/** Refusals of what an image is called, or of where it lies or runs: no signature changes them. */
export const NAME_REFUSALS: ReadonlySet<string> = new Set([
  "cluster-not-verified",
  "cluster-unknown",
  "policy-none",
  "reference-inexact",
  "registry-unsupported",
  "repository-not-allowed",
  "tag-refused",
]);

/** Let in by somebody who answers for it. */
export interface Admission {
  readonly outcome: "admitted";
  readonly code: "exception" | "break-glass";
  readonly answerable: Answerable;
}

/** Who broke the glass for a service, or for a digest that runs, whatever its name is. */
export function glassBrokenFor(
  { breakGlass }: VerificationSettings,
  { cluster, service }: ImageRequest,
  digests: readonly string[],
  now: number,
): Admission | undefined {
  const broken = breakGlass
    .filter((entry) => entry.cluster === cluster && holds("breakGlass", entry, now))
    .find((entry) =>
      entry.service === undefined
        ? entry.digest !== undefined && digests.includes(entry.digest)
        : entry.service === service,
    );
  if (broken === undefined) return undefined;
  return { outcome: "admitted", code: "break-glass", answerable: answerable(broken) };
}

/** Who answers for one of these digests in a repository. */
export function exceptionFor(
  { exceptions }: VerificationSettings,
  repository: string,
  digests: readonly string[],
  now: number,
): Admission | undefined {
  const isOne = (image: string) => {
    const known = parseReference(image);
    return known?.repository === repository && digestsOf(known.digest).some((one) => digests.includes(one));
  };
  const exception = exceptions.find((entry) => isOne(entry.image) && holds("exception", entry, now));
  if (exception === undefined) return undefined;
  return { outcome: "admitted", code: "exception", answerable: answerable(exception) };
}

function answerable({ reason, owner, expires }: Answerable): Answerable {
  return { reason, owner, expires };
}

/** What does not name an image exactly is refused. */
export function inexact(text: string): Refusal {
  const shown = JSON.stringify(text.slice(0, SHOWN));
  return refused(
    "reference-inexact",
    `${shown} is not <registry>/<repository>@sha256:… with the registry's full name`,
  );
}

/** Why an image may not run in a cluster whatever its signatures say. */
export function refusalOf(
  settings: VerificationSettings,
  { cluster: name, service, reference: text }: ImageRequest,
  { repository, digest }: ImageReference,
): Refusal | undefined {
  const cluster = clusterOf(settings, name);
  if (isUnverified(settings, name))
    return refused("cluster-not-verified", `signatures are off for the cluster ${name}`);
  if (cluster === undefined)
    return refused("cluster-unknown", `the settings do not name the cluster ${name}`);
  if (!repositoriesOf(cluster, service).includes(repository)) {
    const place =
      service === undefined ? `the cluster ${name}` : `the service ${service} of the cluster ${name}`;
    return refused(
      "repository-not-allowed",
      `${repository} is not among the repositories that ${place} may run`,
    );
  }
  if (digest === undefined && cluster.tags === "refuse") {
    return refused("tag-refused", `${text.slice(0, SHOWN)} has a tag and no digest, and a tag can move`);
  }
  return undefined;
}

function repositoriesOf({ repositories, services }: ClusterSettings, service: string | undefined) {
  const own = service !== undefined && Object.hasOwn(services, service) ? services[service] : undefined;
  return own ?? repositories;
}

/** Digests among texts that may be missing. */
export function digestsOf(...texts: readonly (string | undefined)[]): string[] {
  return texts.flatMap((text) => (text !== undefined && isDigest(text) ? [text] : []));
}
