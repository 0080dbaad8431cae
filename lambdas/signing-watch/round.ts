import { type AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { pool } from "../../asking/pool";
import { type PushedImage, signingProfilesOf } from "../../aws";
import { type Clock } from "../shared/clock";
import { type Failures } from "../shared/failures";
import { upTo } from "../shared/pages";
import { inTurn } from "../shared/turns";
import { report } from "../shared/report";
import { check, type Checking } from "./check";
import { imageFinding, isTold, type ToldVerdict } from "./findings";
import { type Gaps } from "./gaps";
import { type Surroundings } from "./surroundings";

/** What {@link goRound} works with. */
export interface Rounding extends Checking, Pick<Surroundings, "hub" | "log" | "place"> {
  /** Ids of findings that are open. */
  readonly problems: Set<string | undefined>;
  readonly failures: Failures;
  readonly gaps: Gaps;
}

/** What a round has looked at. */
export interface RoundMade {
  /** How many the registry signs, and how many of them were begun. */
  readonly repositories: { readonly signed: number; readonly read: number };
  /** Images whose signatures were read because their minute had come. */
  readonly images: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MINUTES_OF_A_DAY = 24 * 60;
/** Of images that were pushed so long ago, events may still be missing. */
const RECENT = 25 * HOUR;
/** Two rounds, so that one may fail or be missing, and as much as one may be late. */
const DUE_MINUTES = 135;
const WIDTH = 8;
const REPOSITORIES_AT_ONCE = 4;
/** A repository holds 100,000 images. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html */
const MAX_PAGES = 100;
/** Images whose signatures one round reads, so that its calls have an end however fast the registry is. */
export const MOST_IMAGES = 2_000;

/**
 * The minute of the day, by UTC, at which an image is due. It comes from the digest, so that the images of a registry
 * spread over the day and nothing has to be remembered.
 */
export function minuteOf(digest: string): number {
  return parseInt(digest.slice("sha256:".length, "sha256:".length + 4), 16) % MINUTES_OF_A_DAY;
}

/** Whether the minute of an image has come since the round before the last one. */
export function isDue({ digest, tags }: Pick<PushedImage, "digest" | "tags">, now: number): boolean {
  const minutesAgo = Math.floor(now / MINUTE) - minuteOf(digest);
  const sinceMidnight = ((minutesAgo % MINUTES_OF_A_DAY) + MINUTES_OF_A_DAY) % MINUTES_OF_A_DAY;
  // What has no tag goes with its index, and was looked at when it was pushed.
  return tags.length > 0 && sinceMidnight < DUE_MINUTES;
}

/**
 * Writes findings about images, repository by repository while there is time: those of the last day by what ECR says,
 * and every one with a tag, once a day, by its signatures. What is not reached is among the gaps; what is read is told,
 * however long the rest takes.
 *
 * Images of long ago that nobody was asked to sign are no findings: nearly all were there before their rule, and are
 * for `supply-chain unsigned` to list.
 *
 * @param now what the minutes of images are compared with, in milliseconds since 1970
 * @param deadline when nothing more is begun, in milliseconds since 1970
 */
export async function goRound(now: number, deadline: number, rounding: Rounding): Promise<RoundMade> {
  const { clock, hub, log, problems, failures, gaps } = rounding;
  const repositories = inTurn(await signedRepositories(rounding), now);
  const round = { ...rounding, now, allowance: new Allowance(clock, deadline) };
  let read = 0;
  await pool(repositories, REPOSITORIES_AT_ONCE, async (repository) => {
    if (!round.allowance.isTime()) return;
    read += 1;
    const attempt = (work: () => Promise<void>) =>
      failures.attempt(`repository ${repository}`, { repository }, work);
    await attempt(async () => {
      for await (const images of candidatesIn(repository, round)) {
        const findings = await findingsOf(images, repository, round);
        for (const { Id } of findings) problems.add(Id);
        await attempt(() => report(findings, hub, log));
      }
    });
  });
  if (read < repositories.length) {
    gaps.add("has no time for all repositories", { read, signed: repositories.length });
  }
  return { repositories: { signed: repositories.length, read }, images: round.allowance.images };
}

/** How much of a round is left. */
class Allowance {
  private taken = 0;

  constructor(
    private readonly clock: Clock,
    private readonly deadline: number,
  ) {}

  /** Images that were taken. */
  get images(): number {
    return this.taken;
  }

  isTime(): boolean {
    return this.clock.now() < this.deadline;
  }

  /** When half of what is left now will be over, in milliseconds since 1970. */
  halfTime(): number {
    return (this.clock.now() + this.deadline) / 2;
  }

  /** Takes an image whose signatures are to be read, unless there are too many. */
  takes(): boolean {
    if (this.taken === MOST_IMAGES) return false;
    this.taken += 1;
    return true;
  }
}

type Round = Rounding & { readonly now: number; readonly allowance: Allowance };

async function signedRepositories({ registry, rules, failures }: Rounding): Promise<string[]> {
  const signed: string[] = [];
  await failures.attempt("list of repositories", {}, async () => {
    for await (const names of registry.repositories()) {
      signed.push(...names.filter((name) => signingProfilesOf(name, rules).length > 0));
    }
  });
  return signed.sort();
}

async function findingsOf(
  images: readonly PushedImage[],
  repository: string,
  round: Round,
): Promise<AwsSecurityFinding[]> {
  const { place, now, log, allowance, failures, gaps } = round;
  let left = 0;
  let never = 0;
  // Whoever comes too late today is another tomorrow.
  const findings = await pool(inTurn(images, now), WIDTH, async (image) => {
    const due = isDue(image, now);
    if (!allowance.isTime() || (due && !allowance.takes())) {
      left += 1;
      return [];
    }
    const found = await failures.attempt(`image ${repository}@${image.digest}`, {}, async () => {
      const verdict = await check(image, round, { believesEcr: !due });
      if (!isTold(verdict)) return [];
      if (isRecent(image, round) || !wasNeverAsked(verdict))
        return [imageFinding(place, image, verdict, now)];
      never += 1;
      return [];
    });
    return found ?? [];
  });
  if (never > 0)
    log.info("has images of long ago that nobody was asked to sign", { repository, images: never });
  if (left > 0) {
    gaps.add("has no time for all images of the repository", { repository, left, images: images.length });
  }
  return findings.flat();
}

/**
 * Images whose time to be signed is over, and that are recent or due: all at once, so that other looks begin at others,
 * unless reading them takes half of the time that is left; then those that were read so far, and so on. Where the list
 * breaks off, what was read of it comes before the error.
 */
async function* candidatesIn(repository: string, round: Round): AsyncGenerator<PushedImage[]> {
  const { registry, clock, now, allowance, gaps } = round;
  let candidates: PushedImage[] = [];
  let until = allowance.halfTime();
  let pages = 0;
  const cut = () => {
    gaps.add("does not read all images of the repository", { repository, pages });
  };
  let failure: { readonly error: unknown } | undefined;
  try {
    for await (const page of upTo(MAX_PAGES, registry.images(repository), cut)) {
      if (!allowance.isTime()) {
        cut();
        break;
      }
      pages += 1;
      candidates.push(
        ...page.filter((image) => isLate(image, round) && (isRecent(image, round) || isDue(image, now))),
      );
      if (clock.now() < until) continue;
      yield* tagsFirst(candidates);
      candidates = [];
      until = allowance.halfTime();
    }
  } catch (error) {
    failure = { error };
  }
  yield* tagsFirst(candidates);
  if (failure) throw failure.error;
}

/** For an image without a tag all indexes of the repository may be read, which takes long. */
function tagsFirst(images: readonly PushedImage[]): PushedImage[][] {
  const tagged = images.filter(({ tags }) => tags.length > 0);
  const others = images.filter(({ tags }) => tags.length === 0);
  return [tagged, others].filter(({ length }) => length > 0);
}

function isLate({ pushedAt }: PushedImage, { now, lateAfterMilliseconds }: Round): boolean {
  return now - pushedAt.getTime() >= lateAfterMilliseconds;
}

function isRecent({ pushedAt }: PushedImage, { now, lateAfterMilliseconds }: Round): boolean {
  return now - pushedAt.getTime() < RECENT + lateAfterMilliseconds;
}

/** Whether ECR knows of no signature that was ever to be made. */
function wasNeverAsked({ kind, shortcomings }: ToldVerdict): boolean {
  return kind === "unsigned" && shortcomings.every((shortcoming) => shortcoming.kind === "missing");
}
