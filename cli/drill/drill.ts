import { Doubts, pool } from "../../asking";
import { clusterPlaces, regionOf, type Organization } from "../../config";
import { type Repository } from "../../images";
import { type SigningProfilePlan } from "../../plan";
import { type Problem } from "../../problem";
import { type Aws, NO_FINDING, type Row, rowsOf, type Use } from "../../where";
import { imagesInUse, type ImageInUse, regionsAsked } from "./in-use";
import { compareVerdicts, type Drilled, type Generation, type Judgement } from "./judge";
import { Judge } from "./judge-images";
import { judgeWorkload } from "./judge-workload";
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

const IMAGES_AT_ONCE = 8;

/** Finds what runs of the images that a profile signs, and judges what would be refused without one generation. */
export async function runDrill(
  drill: Drill,
  { inspector }: Pick<Aws, "inspector">,
  signatures: Signatures,
): Promise<DrillAnswer> {
  const { profile, organization, target, at } = drill;
  const doubts = new Doubts();
  for (const region of unaskedRegions(drill)) doubts.add(clustersElsewhere(region));
  const trusted = new Map(profile.repositories.map((repository) => [repository.name, repository.trusted]));
  const drilledFor = ({ name }: Repository): Drilled => ({
    ...target,
    others: (trusted.get(name) ?? []).filter(({ arn }) => arn !== target.arn),
  });
  const judge = new Judge(signatures, profile.registry.region, drilledFor, doubts);
  const listing = (repository: Repository) => judge.listing(repository);
  const images = await imagesInUse({ organization, profile, at, doubts, listing }, inspector);
  let done = 0;
  const rows = await pool(images, IMAGES_AT_ONCE, async (image) => {
    const { region } = image.repository;
    const uses = image.covered
      ? await doubts.attempt(`inspector2:GetClustersForImage ${region}`, () =>
          inspector(region).uses(image.arn),
        )
      : [];
    const running = runningRows(image, uses);
    const judged = await Promise.all(
      running.map(async (row) => {
        const judgement = await judgeWorkload(row, judge, regionsAsked(organization));
        return judgedRow(row, image, judgement, organization);
      }),
    );
    done += 1;
    drill.progress("images", done, images.length);
    return judged;
  });
  return { rows: rows.flat().sort(compareRows), images: images.length, problems: doubts.problems };
}

/** Where every place has stopped and Inspector does not count the image, it may run nobody knows where. */
function runningRows(image: ImageInUse, uses: readonly Use[] | undefined): readonly Row[] {
  const rows = (places: typeof uses) =>
    rowsOf({ image, worst: NO_FINDING, findings: 0 }, places).filter(({ running }) => running !== 0);
  const found = rows(uses);
  return found.length > 0 ? found : rows(undefined);
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
function judgedRow(
  row: Row,
  { covered }: ImageInUse,
  judgement: Judgement,
  organization: Organization,
): DrillRow {
  const unseen = !covered && judgement.verdict === "refused";
  return {
    row,
    signatures: signaturesAt(row, organization),
    ...judgement,
    ...(unseen
      ? { verdict: "unknown", why: `${judgement.why}; Inspector does not cover it, so it may run` }
      : {}),
  };
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
