import { answeredState } from "../aws";
import { clusterSites, isVerified, type Organization, signerOf } from "../config";
import { droppedAndTrusted } from "./dropped-notes";
import { exceptionsEnd } from "./ending-notes";
import { cachedUnder } from "./cached-under";
import { listed, type Note, type Rule } from "./note";
import { publisherRootsAwaited, publisherRootsEnd } from "./publisher-notes";
import { publishersFor } from "./trust-policy";

/** Clusters whose images are verified. */
function verifying(organization: Organization) {
  return clusterSites(organization).flatMap(({ site, cluster, reference }) =>
    isVerified(cluster) ? [{ account: site.key, cluster, reference }] : [],
  );
}

const named = (clusters: ReturnType<typeof verifying>) => listed(clusters.map(({ reference }) => reference));
const blocking = (organization: Organization) =>
  verifying(organization).filter(({ cluster }) => cluster.signatures === "block");

/** Goes when the stacks deploy an admission controller. */
const admissionMissing: Rule = (organization) => {
  const asking = clusterSites(organization).flatMap(({ cluster: { type, signatures }, reference }) =>
    type === "eks" && signatures !== "off" ? [reference] : [],
  );
  if (asking.length === 0) return [];
  return [
    {
      code: "verification-not-deployed",
      path: "accounts.*.clusters.*.signatures",
      message: `this version makes only the place where a verifier attaches to ${listed(asking)}, EKS (a role and its association); the admission controller itself is not deployed yet, so no image is refused or reported there`,
    },
  ];
};

/** Services belong to whoever makes them. */
const hookMissing: Rule = (organization) => {
  const clusters = verifying(organization);
  if (clusters.length === 0) return [];
  return [
    {
      code: "services-carry-the-hook",
      path: "accounts.*.clusters.*.signatures",
      message: `a deployment to ${named(clusters)} is verified beforehand only where the service itself carries the hook of the stack's output ecs_image_verification and is deployed blue/green, linear or canary; everything else is found once it runs`,
      change:
        "apply each service again after every change of what is verified: its hook names one published version of the function, which judges by the settings of its own time",
    },
  ];
};

const notStopped: Rule = (organization) => {
  const clusters = blocking(organization).filter(({ cluster }) => cluster.enforcedSince === undefined);
  if (clusters.length === 0) return [];
  return [
    {
      code: "tasks-not-stopped",
      path: "accounts.*.clusters.*.enforcedSince",
      message: `${named(clusters)} keep${clusters.length === 1 ? "s" : ""} out deployments, and tasks that start otherwise are told of and not stopped`,
      change: "set `enforcedSince` to the day from which they are, once no finding is left",
    },
  ];
};

const codeRunsBefore: Rule = (organization) => {
  const clusters = verifying(organization).filter(({ cluster }) => cluster.tags === "detect");
  if (clusters.length === 0) return [];
  return [
    {
      code: "tags-compared-late",
      path: "accounts.*.clusters.*.tags",
      message: `${named(clusters)} take${clusters.length === 1 ? "s" : ""} images by tag: between the verification and the first task somebody may move the tag, and code runs before that is found`,
      change: "deploy by digest and set `tags: refuse`",
    },
  ];
};

const nothingTrusted: Rule = (organization) =>
  blocking(organization).flatMap(({ account, reference }): Note[] => {
    const trusts =
      publishersFor(organization, account).length > 0 ||
      Object.values(organization.registry.repositories).some(
        (repository) =>
          (repository.pull === "organization" || repository.pull.includes(account)) &&
          signerOf(organization, repository) !== undefined,
      );
    if (trusts) return [];
    return [
      {
        code: "nothing-trusted",
        path: `accounts.${reference.replace("/", ".clusters.")}.signatures`,
        message:
          "is block, but the account may pull no repository that is signed: every deployment is kept out",
        change: "set `signedBy` of a repository that it may pull",
      },
    ];
  });

/** What a cache brings in is signed by nobody here. */
const cachedImages: Rule = (organization) => {
  const { pullThroughCache } = organization.registry;
  const clusters = blocking(organization).filter(({ account }) =>
    Object.values(pullThroughCache).some(({ import: by }) => by === "organization" || by.includes(account)),
  );
  const accounts = new Set(clusters.map(({ account }) => account));
  const prefixes = Object.entries(pullThroughCache)
    .filter(([, { import: by }]) => by === "organization" || by.some((account) => accounts.has(account)))
    .map(([prefix, cache]) => cachedUnder(organization, prefix, cache));
  if (clusters.length === 0) return [];
  return [
    {
      code: "cached-images-refused",
      path: "registry.pullThroughCache",
      message: `images under ${listed(prefixes)} are signed by nobody, and ${named(clusters)} keep${clusters.length === 1 ? "s" : ""} them out`,
      change:
        "promote an image that has to run: add a repository with `signedBy`, let a role of its `push` copy the image there by digest, which signs it, and deploy it from there; or answer for one digest in verification.exceptions",
    },
  ];
};

const breakGlassHolds: Rule = ({ verification }, today) =>
  Object.entries(verification.breakGlass).flatMap(([name, entry]): Note[] => {
    const { cluster, service, digest = "", expires, owner } = entry;
    if (today === undefined) return [];
    const state = answeredState("breakGlass", expires, today);
    if (state === "too-long") return [];
    const path = `verification.breakGlass.${name}`;
    if (state === "expired") {
      return [
        {
          code: "break-glass-expired",
          path,
          message: `expired on ${expires}: it is left out, and ${cluster} is protected again`,
          change: "remove it",
          due: true,
        },
      ];
    }
    const what = service === undefined ? `the image ${digest}` : `any image in service ${service}`;
    return [
      {
        code: "break-glass-active",
        path,
        message: `lets ${cluster} run ${what} until ${expires}, whatever verification says; ${owner} answers for it`,
        change: "remove it as soon as it is not needed",
      },
    ];
  });

/** What people must know of the verification of images. */
export const VERIFICATION_RULES: readonly Rule[] = [
  admissionMissing,
  hookMissing,
  notStopped,
  codeRunsBefore,
  nothingTrusted,
  cachedImages,
  exceptionsEnd,
  publisherRootsEnd,
  publisherRootsAwaited,
  breakGlassHolds,
  droppedAndTrusted,
];
