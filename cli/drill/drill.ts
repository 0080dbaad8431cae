import { clusterPlaces, regionOf, type Organization } from "../../config";
import { MOST_SIGNATURES } from "../../lambdas/shared/signatures/stored";
import { type SigningProfilePlan } from "../../plan";
import { type Problem } from "../../problem";
import {
  type Aws,
  Doubts,
  type Image,
  isIdle,
  NO_FINDING,
  nothingCovered,
  pool,
  type Repository,
  type Row,
  rowsOf,
} from "../../where";
import {
  compareVerdicts,
  type Drilled,
  type Generation,
  isSignedBy,
  judgeWithIndexes,
  type Judgement,
  type Signed,
  type SigningState,
} from "./judge";
import { type Signatures } from "./signatures";

/** A workload that runs, or may run, an image of the profile. */
export interface DrillRow extends Judgement {
  readonly row: Row;
  /** What the file says of the cluster; `unknown` where it does not know the cluster. */
  readonly signatures: "block" | "alert" | "off" | "unknown";
}

/** What would happen. */
export interface DrillAnswer {
  readonly rows: readonly DrillRow[];
  /** Images that run or may run. */
  readonly images: number;
  readonly problems: readonly Problem[];
}

/** What a drill needs. */
export interface Drill {
  readonly organization: Organization;
  readonly profile: SigningProfilePlan;
  /** What is revoked or dropped. */
  readonly target: Generation;
  readonly at: Date;
  readonly progress: (phase: "images", done: number, of?: number) => void;
}

const PLACES_AT_ONCE = 4;
const IMAGES_AT_ONCE = 8;

/** Finds what runs of the images that a profile signs, and judges what would be refused without one generation. */
export async function runDrill(
  drill: Drill,
  aws: Pick<Aws, "inspector">,
  signatures: Signatures,
): Promise<DrillAnswer> {
  const { profile, organization, target } = drill;
  const doubts = new Doubts();
  for (const region of unaskedRegions(drill)) doubts.add(clustersElsewhere(region));
  const trusted = new Map(profile.repositories.map((repository) => [repository.name, repository.trusted]));
  const drilledFor = (repository: string): Drilled => ({
    ...target,
    others: (trusted.get(repository) ?? []).filter(({ arn }) => arn !== target.arn),
  });
  const images = await imagesInUse(drill, aws, doubts);
  const signed = signedImages(signatures, drilledFor, doubts);
  let done = 0;
  const rows = await pool(images, IMAGES_AT_ONCE, async (image) => {
    const { region } = image.repository;
    const uses = await doubts.attempt(`inspector2:GetClustersForImage ${region}`, () =>
      aws.inspector(region).uses(image.arn),
    );
    const places = rowsOf({ image, worst: NO_FINDING, findings: 0 }, uses);
    const running = places.filter((row) => row.running !== 0);
    // A replica is signed where it was pushed.
    const pushed = { ...image.repository, region: profile.registry.region };
    const judgement =
      running.length === 0
        ? undefined
        : judgeWithIndexes(await signed(pushed, image.digest), drilledFor(pushed.name));
    done += 1;
    drill.progress("images", done, images.length);
    return judgement ? running.map((row) => judgedRow(row, judgement, organization)) : [];
  });
  return { rows: rows.flat().sort(compareRows), images: images.length, problems: doubts.problems };
}

/**
 * Asks for the signatures of images and of their indexes, for each once. ECR knows those alone that it made itself, so
 * where it names no other generation, the signatures are read; what they say is verified.
 */
function signedImages(
  signatures: Signatures,
  drilledFor: (repository: string) => Drilled,
  doubts: Doubts,
): (repository: Repository, digest: string) => Promise<Signed | undefined> {
  const states = new Map<string, Promise<readonly SigningState[] | undefined>>();
  const indexes = new Map<string, Promise<ReadonlyMap<string, readonly string[]> | undefined>>();
  const ask = async (repository: Repository, digest: string) => {
    const { arn, others } = drilledFor(repository.name);
    const arns = [arn, ...others.map((other) => other.arn)];
    const place = (operation: string) => `ecr:${operation} ${repository.account} ${repository.region}`;
    const told = await doubts.attempt(place("DescribeImageSigningStatus"), () =>
      signatures.states(repository, digest),
    );
    if (!told || others.some((other) => isSignedBy(other.arn, told))) return told;
    const read = await doubts.attempt(place("ListImageReferrers"), () =>
      signatures.carried(repository, digest, arns),
    );
    // More than are read may hold the one that counts.
    if (read?.cut === true) doubts.add(tooMany(repository, digest));
    return read && [...told, ...read.profileArns.map((profileArn) => ({ profileArn, status: "COMPLETE" }))];
  };
  const statesOf = (repository: Repository, digest: string) => {
    const key = `${repository.name}@${digest}`;
    const known = states.get(key) ?? ask(repository, digest);
    states.set(key, known);
    return known;
  };
  return async (repository, digest) => {
    const place = `indexes of ${repository.account} ${repository.region}`;
    const asked = indexes.get(repository.name) ?? doubts.attempt(place, () => signatures.indexes(repository));
    indexes.set(repository.name, asked);
    const parents = await asked;
    if (!parents) return undefined;
    return {
      own: await statesOf(repository, digest),
      indexes: await Promise.all(
        (parents.get(digest) ?? []).map(async (index) => ({
          digest: index,
          states: await statesOf(repository, index),
        })),
      ),
    };
  };
}

function tooMany({ name }: Repository, digest: string): Problem {
  return {
    code: "too-many-signatures",
    path: `${name}@${digest}`,
    message: `has more than ${String(MOST_SIGNATURES)} signatures, of which the rest was not read`,
    change: "delete signatures that nobody needs",
  };
}

async function imagesInUse(
  { profile: { registry, repositories }, organization, at }: Drill,
  aws: Pick<Aws, "inspector">,
  doubts: Doubts,
): Promise<readonly Image[]> {
  const regions = regionsAsked(organization);
  for (const region of regions) {
    await doubts.attempt(`inspector2:ListCoverageStatistics ${region}`, async () => {
      if ((await aws.inspector(region).coveredImages()) === 0) throw nothingCovered(region);
    });
  }
  const places = regions.flatMap((region) => repositories.map(({ name }) => ({ region, repository: name })));
  const found = await pool(places, PLACES_AT_ONCE, async ({ region, repository }) =>
    doubts.attempt(`inspector2:ListCoverage ${region}`, () => aws.inspector(region).images({ repository })),
  );
  return found
    .flatMap((images) => images ?? [])
    .filter((image) => image.repository.account === registry.accountId && !isIdle(image, at));
}

/** Regions in which Inspector is asked: those that the images are in. */
export function regionsAsked({ organization, registry }: Organization): readonly string[] {
  return [organization.homeRegion, ...registry.replication];
}

/** Regions with clusters in which Inspector is not asked. */
function unaskedRegions({ organization }: Drill): readonly string[] {
  const asked = new Set(regionsAsked(organization));
  return [...new Set(clusterPlaces(organization).map(({ region }) => region))].filter(
    (region) => !asked.has(region),
  );
}

/** AWS does not say whether Inspector tells of clusters in other regions than the image's. */
function clustersElsewhere(region: string): Problem {
  return {
    code: "clusters-without-registry",
    path: region,
    message:
      "there are clusters here and no images: whether Inspector tells in another region what they run is unknown",
    change: "have a replica here (`registry.replication`) and let them pull from it",
  };
}

/** Mode does not matter: a cluster that looks at no signature today may be told to tomorrow. */
function judgedRow(row: Row, judgement: Judgement, organization: Organization): DrillRow {
  return { row, signatures: signaturesAt(row, organization), ...judgement };
}

function signaturesAt({ use }: Row, organization: Organization): DrillRow["signatures"] {
  if (!use) return "unknown";
  const { type, account: id, region, name } = use.cluster;
  for (const account of Object.values(organization.accounts).filter((one) => one.id === id)) {
    for (const [key, cluster] of Object.entries(account.clusters)) {
      const same = cluster.type === type && (cluster.name ?? key) === name;
      if (same && regionOf(organization, account, cluster.region) === region) return cluster.signatures;
    }
  }
  return "unknown";
}

/** What would be refused comes first; the same every time. */
function compareRows(a: DrillRow, b: DrillRow): number {
  const text = ({ row: { use, image } }: DrillRow) =>
    `${use?.cluster.arn ?? ""} ${JSON.stringify(use?.workload)} ${image.arn}`;
  return compareVerdicts(a.verdict, b.verdict) || (text(a) < text(b) ? -1 : 1);
}
