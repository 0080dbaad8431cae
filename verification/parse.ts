import { plainRepository, SIGNER_TRUST_STORES, STOP_LIMIT } from "../aws";
import { ProblemError } from "../problem";
import { ACCOUNT_ID, NAME, PARTITION, PEM, REGION, SAID } from "./forms";
import { type Form, Reading } from "./reading";
import { isDigest, isRepositoryAddress, parseReference } from "./reference";
import {
  type Answerable,
  type BreakGlass,
  type ClusterSettings,
  type ImageException,
  MODES,
  type StopLimit,
  type VerificationSettings,
} from "./settings";

const MEMBERS = [
  "version",
  "partition",
  "accountId",
  "region",
  "clusters",
  "unverified",
  "trustPolicy",
  "trustStores",
  "replicas",
  "exceptions",
  "breakGlass",
  "stopLimit",
] as const;

const SIGNER_STORES: readonly string[] = Object.values(SIGNER_TRUST_STORES);
const STORE: Form = {
  matches: (text) => /^(?:ca|signingAuthority|tsa):[\w.-]+$/.test(text) && !SIGNER_STORES.includes(text),
  allowed: "ca:, signingAuthority: or tsa: and a name, but none of AWS Signer's own",
};
const REPOSITORY: Form = {
  // Trust policies name repositories by the plain host name, so that settings do, too.
  matches: (text) => isRepositoryAddress(text) && plainRepository(text) === text,
  allowed:
    "<registry>/<repository> without scheme, tag, digest or wildcard, in ECR by <account>.dkr.ecr.<region>",
};
const IMAGE: Form = {
  matches: (text) => {
    const { tag, digest } = parseReference(text) ?? {};
    return tag === undefined && digest !== undefined;
  },
  allowed: "<registry>/<repository>@sha256:… without a tag",
};
const DIGEST: Form = { matches: isDigest, allowed: "sha256: and 64 hexadecimal digits" };
const DAY: Form = {
  matches: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && isTime(`${text}T00:00:00Z`, text),
  allowed: "a day such as 2026-12-31",
};
const TIME: Form = {
  matches: (text) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(text) && isTime(text, text.slice(0, 19)),
  allowed: "a time such as 2026-12-31T23:59:59Z",
};

/** Whether a time is one of the calendar: JavaScript makes March 3 of February 31. */
function isTime(text: string, start: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(start);
}

/**
 * Reads the settings of image verification. The trust policy is read by who verifies with it, and whether it is
 * strong enough for a cluster that blocks says {@link weakPolicy}.
 *
 * @param value what {@link SETTINGS_FILE} holds
 * @throws ProblemError `unsupported-version`, `missing-key`, `unknown-key`, `invalid-value`, `unknown-cluster`,
 * `cluster-verified`, `replica-of-itself`; every problem at once
 */
export function parseSettings(value: unknown): VerificationSettings {
  const reading = new Reading();
  const settings = read(reading, value);
  if (reading.problems.length > 0) throw new ProblemError(reading.problems);
  return settings;
}

function read(reading: Reading, value: unknown): VerificationSettings {
  const { version } = (value ?? {}) as { readonly version?: unknown };
  if (version !== undefined && version !== 1) {
    const message = `is ${JSON.stringify(version)}, and this code reads version 1 only`;
    const change = "deploy the code and its settings together";
    throw new ProblemError([{ code: "unsupported-version", path: "version", message, change }]);
  }
  const members = reading.object(value, "", MEMBERS);
  if (version === undefined) reading.refuse("version", undefined, "1");
  const clusters = reading.record(members.clusters, "clusters", NAME, (item, path) =>
    cluster(reading, item, path),
  );
  if (typeof members.trustPolicy !== "object" || members.trustPolicy === null) {
    reading.refuse("trustPolicy", members.trustPolicy, "a trust policy of the Notary Project");
  }
  return {
    version: 1,
    partition: reading.text(members.partition, "partition", PARTITION),
    accountId: reading.text(members.accountId, "accountId", ACCOUNT_ID),
    region: reading.text(members.region, "region", REGION),
    clusters,
    ...(members.unverified === undefined
      ? {}
      : { unverified: unverified(reading, members.unverified, clusters) }),
    trustPolicy: members.trustPolicy,
    trustStores: reading.record(members.trustStores, "trustStores", STORE, (item, path) =>
      reading.list(item, path, (text, at) => reading.text(text, at, PEM)),
    ),
    replicas: reading.record(members.replicas, "replicas", REPOSITORY, (item, path) => {
      const source = reading.text(item, path, REPOSITORY);
      if (path === `replicas.${source}`) {
        reading.problems.push({ code: "replica-of-itself", path, message: "is filled from itself" });
      }
      return source;
    }),
    exceptions: reading.list(members.exceptions, "exceptions", (item, path) =>
      exception(reading, item, path),
    ),
    breakGlass: reading.list(members.breakGlass, "breakGlass", (item, path) => {
      const entry = breakGlass(reading, item, path);
      if (entry.cluster !== "" && !(entry.cluster in clusters)) {
        const message = `${entry.cluster} is none of the clusters`;
        reading.problems.push({ code: "unknown-cluster", path: `${path}.cluster`, message });
      }
      return entry;
    }),
    ...(members.stopLimit === undefined ? {} : { stopLimit: stopLimit(reading, members.stopLimit) }),
  };
}

function cluster(reading: Reading, value: unknown, path: string): ClusterSettings {
  const names = ["mode", "tags", "repositories", "services", "enforcedSince"] as const;
  const members = reading.object(value, path, names);
  const repositories = (item: unknown, at: string) =>
    reading.list(item, at, (text, place) => reading.text(text, place, REPOSITORY));
  return {
    mode: reading.oneOf(members.mode, `${path}.mode`, MODES),
    tags: reading.oneOf(members.tags, `${path}.tags`, ["refuse", "detect"]),
    repositories: repositories(members.repositories, `${path}.repositories`),
    services: reading.record(members.services, `${path}.services`, NAME, repositories),
    enforcedSince: reading.text(members.enforcedSince, `${path}.enforcedSince`, TIME),
  };
}

function unverified(
  reading: Reading,
  value: unknown,
  clusters: Readonly<Record<string, ClusterSettings>>,
): string[] {
  return reading.list(value, "unverified", (item, path) => {
    const name = reading.text(item, path, NAME);
    if (name in clusters) {
      const message = `${name} is one of the clusters whose images are verified`;
      reading.problems.push({ code: "cluster-verified", path, message });
    }
    return name;
  });
}

const ANSWERABLE = ["reason", "owner", "expires"] as const;

function answerable(
  reading: Reading,
  members: Partial<Readonly<Record<(typeof ANSWERABLE)[number], unknown>>>,
  path: string,
): Answerable {
  return {
    reason: reading.text(members.reason, `${path}.reason`, SAID),
    owner: reading.text(members.owner, `${path}.owner`, SAID),
    expires: reading.text(members.expires, `${path}.expires`, DAY),
  };
}

function exception(reading: Reading, value: unknown, path: string): ImageException {
  const members = reading.object(value, path, ["image", ...ANSWERABLE]);
  return {
    image: reading.text(members.image, `${path}.image`, IMAGE),
    ...answerable(reading, members, path),
  };
}

function breakGlass(reading: Reading, value: unknown, path: string): BreakGlass {
  const members = reading.object(value, path, ["cluster", "service", "digest", ...ANSWERABLE]);
  const { service, digest } = members;
  if ((service === undefined) === (digest === undefined)) {
    reading.refuse(path, value, "exactly one of service and digest");
  }
  return {
    cluster: reading.text(members.cluster, `${path}.cluster`, NAME),
    ...(service === undefined ? {} : { service: reading.text(service, `${path}.service`, NAME) }),
    ...(digest === undefined ? {} : { digest: reading.text(digest, `${path}.digest`, DIGEST) }),
    ...answerable(reading, members, path),
  };
}

function stopLimit(reading: Reading, value: unknown): StopLimit {
  const { stops, minutes } = reading.object(value, "stopLimit", ["stops", "minutes"]);
  return {
    stops: reading.wholeNumber(stops, "stopLimit.stops", STOP_LIMIT.stops),
    minutes: reading.wholeNumber(minutes, "stopLimit.minutes", STOP_LIMIT.minutes),
  };
}
