import { regionOf, type Organization } from "../../config";
import { type SigningProfilePlan } from "../../plan";
import { type Problem } from "../../problem";
import { type Aws, Doubts, type Image, isIdle, NO_FINDING, pool, type Row, rowsOf } from "../../where";
import { type Drilled, judge, type Judgement } from "./judge";
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
  readonly drilled: Drilled;
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
  const { profile, organization } = drill;
  const doubts = new Doubts();
  const images = await imagesInUse(drill, aws, doubts);
  let done = 0;
  const rows = await pool(images, IMAGES_AT_ONCE, async (image) => {
    const { region } = image.repository;
    const uses = await doubts.attempt(`inspector2:GetClustersForImage ${region}`, () =>
      aws.inspector(region).uses(image.arn),
    );
    const running = rowsOf({ image, worst: NO_FINDING, findings: 0 }, uses).filter(
      ({ running }) => running !== 0,
    );
    // A replica is signed where it was pushed.
    const pushed = { ...image.repository, region: profile.registry.region };
    const states =
      running.length === 0
        ? undefined
        : await doubts.attempt(`ecr:DescribeImageSigningStatus ${pushed.account} ${pushed.region}`, () =>
            signatures(pushed, image.digest),
          );
    const judgement = judge(states, drill.drilled);
    done += 1;
    drill.progress("images", done, images.length);
    return running.map((row) => judgedRow(row, judgement, organization));
  });
  return { rows: rows.flat().sort(compareRows), images: images.length, problems: doubts.problems };
}

async function imagesInUse(
  { profile: { registry, repositories }, organization, at }: Drill,
  aws: Pick<Aws, "inspector">,
  doubts: Doubts,
): Promise<readonly Image[]> {
  const places = [registry.region, ...organization.registry.replication].flatMap((region) =>
    repositories.map((repository) => ({ region, repository })),
  );
  const found = await pool(places, PLACES_AT_ONCE, async ({ region, repository }) =>
    doubts.attempt(`inspector2:ListCoverage ${region}`, () => aws.inspector(region).images({ repository })),
  );
  return found
    .flatMap((images) => images ?? [])
    .filter((image) => image.repository.account === registry.accountId && !isIdle(image, at));
}

function judgedRow(row: Row, judgement: Judgement, organization: Organization): DrillRow {
  const signatures = signaturesAt(row, organization);
  if (signatures === "off")
    return { row, signatures, verdict: "not refused", why: "nothing verifies signatures there" };
  return { row, signatures, ...judgement };
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

const ORDER = { refused: 0, unknown: 1, "not refused": 2 } as const;

/** What would be refused comes first; the same every time. */
function compareRows(a: DrillRow, b: DrillRow): number {
  const text = ({ row: { use, image } }: DrillRow) =>
    `${use?.cluster.arn ?? ""} ${JSON.stringify(use?.workload)} ${image.arn}`;
  return ORDER[a.verdict] - ORDER[b.verdict] || (text(a) < text(b) ? -1 : 1);
}
