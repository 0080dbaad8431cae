import { type AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { pool } from "../../asking/pool";
import { OPT_IN_REGIONS, partitionOf, REGIONS, UNSERVED_REGIONS } from "../../aws";
import { type OtherRegions } from "../../verification";
import { type Clock } from "../shared/clock";
import { type Logger } from "../shared/logger";
import { upTo } from "../shared/pages";
import { inTurn } from "../shared/turns";
import { type Place } from "../shared/place";
import { type Cluster } from "./ecs";
import { regionFinding } from "./findings";

/** Asks AWS about other regions. */
export interface RegionSource {
  /** Clusters of ECS in a region, page by page. */
  clusters(region: string): AsyncIterable<readonly Cluster[]>;
}

/** What other regions are looked at with. */
export interface LookingAbroad {
  readonly settings: Place;
  /** @default - another function of the account looks, or none */
  readonly elsewhere?: OtherRegions & RegionSource;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What was found. */
export interface Abroad {
  /** Findings that have to be open. */
  readonly findings: readonly AwsSecurityFinding[];
  /** Whether a region was looked at, so that a finding about it that is none of these is over. */
  wasSeen(region: string): boolean;
  /** Regions of which nobody can say what runs there. */
  readonly unread: number;
}

const WIDTH = 5;
/** Of a hundred clusters each. */
const MAX_PAGES = 100;
/** What a region answers that knows no credentials of the account. @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html */
const NOT_ENABLED = "UnrecognizedClientException";
/** IAM's words for a region that the organization has closed. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const CLOSED = /explicit deny in a service control policy/i;

/**
 * Looks whether tasks run in clusters that nobody named, in every region in which nothing else looks. A region that
 * does not answer is one that is not read, unless the organization has closed it or the account has not enabled it.
 *
 * @param deadline milliseconds since 1970, after which no region is begun
 */
export async function lookAbroad(around: LookingAbroad, deadline: number): Promise<Abroad> {
  const { elsewhere, settings, clock, log } = around;
  if (elsewhere === undefined) return { findings: [], wasSeen: () => true, unread: 0 };
  const others = REGIONS.filter(
    (name) =>
      partitionOf(name) === settings.partition &&
      !UNSERVED_REGIONS.has(name) &&
      name !== settings.region &&
      !elsewhere.watched.includes(name),
  );
  const findings: AwsSecurityFinding[] = [];
  const unseen = new Set<string>();
  let closed = 0;
  await pool(inTurn(others, clock.now()), WIDTH, async (region) => {
    const named = Object.hasOwn(elsewhere.named, region) ? (elsewhere.named[region] ?? []) : [];
    const unnamed: string[] = [];
    try {
      if (clock.now() >= deadline) throw new Error("there is no time");
      const cut = () => {
        throw new Error("there are too many clusters");
      };
      for await (const page of upTo(MAX_PAGES, elsewhere.clusters(region), cut)) {
        const some = page.filter(({ name, tasks }) => tasks > 0 && !named.includes(name));
        unnamed.push(...some.map(({ name }) => name));
      }
    } catch (error) {
      unseen.add(region);
      if (isClosed(region, error)) closed += 1;
      log.warn("does not read the region", { region, error });
    }
    // What was read before a failure is a finding all the same.
    if (unnamed.length > 0) findings.push(regionFinding(settings, region, unnamed.sort(), clock.now()));
  });
  return { findings, wasSeen: (region) => !unseen.has(region), unread: unseen.size - closed };
}

/** Whether nobody can use the region: the organization has closed it, or the account has not enabled it. */
function isClosed(region: string, error: unknown): boolean {
  const { name, message = "" } = error as Partial<Error>;
  if (OPT_IN_REGIONS.has(region) && name === NOT_ENABLED) return true;
  return name === "AccessDeniedException" && CLOSED.test(message);
}
