import { type Doubts } from "../../asking";
import { type Repository } from "../../images";
import { MOST_SIGNATURES, TOO_MANY_SIGNATURES } from "../../notation/storage/signatures";
import { type Problem } from "../../problem";
import { type Image } from "../../where";
import {
  type Drilled,
  judgeWithIndexes,
  type Judgement,
  type Signed,
  type SignedWithIndexes,
  together,
  UNREAD,
} from "./judge";
import { type Listing } from "./listing";
import { type Signatures } from "./signatures";

/** What would become of one image where it runs. */
export interface Judgements {
  readonly ecs: Judgement;
  readonly eks: Judgement;
}

type Read = (digest: string) => Promise<Signed>;

/**
 * Judges images as the verifiers do. They look for signatures beside the image; that of ECS goes on, for an image in a
 * replica, to the registry that the replica is filled from, and the admission controllers of EKS do not. Whether AWS
 * copies signatures when it replicates an image is not written down, so both places are read.
 *
 * Everything is asked for once.
 */
export class Judge {
  private readonly read = new Map<string, Promise<Signed>>();
  private readonly listings = new Map<string, Promise<Listing | undefined>>();

  /**
   * @param homeRegion region of the registry that replicas are filled from
   * @param drilledFor what is dropped, and what stays trusted, for a repository
   */
  constructor(
    private readonly signatures: Signatures,
    private readonly homeRegion: string,
    private readonly drilledFor: (repository: Repository) => Drilled,
    private readonly doubts: Doubts,
  ) {}

  /** What a repository holds; `undefined` when ECR did not say. */
  listing(repository: Repository): Promise<Listing | undefined> {
    const { account, region, name } = repository;
    const key = `${region} ${name}`;
    const place = `indexes of ${account} ${region}`;
    const asked =
      this.listings.get(key) ?? this.doubts.attempt(place, () => this.signatures.listing(repository));
    this.listings.set(key, asked);
    return asked;
  }

  /** Those of the regions that hold an image, also where ECR does not say what they hold. */
  async holding({ repository, digest }: Image, regions: readonly string[]): Promise<readonly string[]> {
    const found = await Promise.all(
      regions.map(async (region) => {
        const listing = await this.listing({ ...repository, region });
        return listing?.held.has(digest) === false ? [] : [region];
      }),
    );
    return found.flat();
  }

  /** What would become of an image that is pulled from its repository in its region. */
  async image({ repository, digest }: Pick<Image, "repository" | "digest">): Promise<Judgements> {
    const drilled = this.drilledFor(repository);
    const beside: Read = (one) => this.signed(repository, one);
    const eks = judgeWithIndexes(await this.withIndexes(repository, digest, beside), drilled);
    if (repository.region === this.homeRegion || eks.verdict === "not refused") return { ecs: eks, eks };
    const source = { ...repository, region: this.homeRegion };
    const both: Read = async (one) => together(await beside(one), await this.signed(source, one));
    const ecs = judgeWithIndexes(await this.withIndexes(repository, digest, both), drilled);
    if (ecs.verdict !== "not refused" || eks.verdict !== "refused") return { ecs, eks };
    const why = `${ecs.why} in ${this.homeRegion} alone, and EKS looks in the replica alone`;
    return { ecs, eks: { ...eks, why } };
  }

  private async withIndexes(
    repository: Repository,
    digest: string,
    read: Read,
  ): Promise<SignedWithIndexes | undefined> {
    const listing = await this.listing(repository);
    if (!listing) return undefined;
    return {
      own: await read(digest),
      indexes: await Promise.all(
        (listing.indexes.get(digest) ?? []).map(async (index) => ({
          digest: index,
          signed: await read(index),
        })),
      ),
    };
  }

  private signed(repository: Repository, digest: string): Promise<Signed> {
    const key = `${repository.region} ${repository.name}@${digest}`;
    const known = this.read.get(key) ?? this.ask(repository, digest);
    this.read.set(key, known);
    return known;
  }

  private async ask(repository: Repository, digest: string): Promise<Signed> {
    const { arn, others } = this.drilledFor(repository);
    const arns = [arn, ...others.map((other) => other.arn)];
    const place = `signatures in ${repository.account} ${repository.region}`;
    const found = await this.doubts.attempt(place, () => this.signatures.signers(repository, digest, arns));
    if (!found) return UNREAD;
    // More than are read may hold the one that counts.
    if (found.isCut) this.doubts.add(tooMany(repository, digest));
    return {
      profileArns: found.profileArns,
      refused: found.refused.map(({ why }) => why),
      complete: !found.isCut,
    };
  }
}

function tooMany({ name }: Repository, digest: string): Problem {
  return {
    code: TOO_MANY_SIGNATURES,
    path: `${name}@${digest}`,
    message: `has more than ${String(MOST_SIGNATURES)} signatures, of which the rest was not read`,
    change: "delete signatures that nobody needs",
  };
}
