import { type Doubts, pool } from "../../asking";
import { type Organization } from "../../config";
import { imageArn, type Repository } from "../../images";
import { type SigningProfilePlan } from "../../plan";
import { type Aws, type Image, isIdle, nothingCovered } from "../../where";
import { type Listing } from "./listing";

/** An image that runs or may run. */
export interface ImageInUse extends Image {
  /** Whether Inspector covers it; of what it does not cover, nobody knows whether it runs. */
  readonly covered: boolean;
}

/** What finding images in use takes. */
export interface Inventory {
  readonly organization: Organization;
  readonly profile: Pick<SigningProfilePlan, "registry" | "repositories">;
  readonly at: Date;
  readonly doubts: Doubts;
  /** What a repository holds; `undefined` when ECR did not say. */
  listing(repository: Repository): Promise<Listing | undefined>;
}

const PLACES_AT_ONCE = 4;

/** Regions in which Inspector is asked: those that the images are in. */
export function regionsAsked({ organization, registry }: Organization): readonly string[] {
  return [organization.homeRegion, ...registry.replication];
}

/**
 * Images of the profile's repositories that run by what Inspector says, and those that it does not cover, such as what
 * its filters leave out or what was pushed before it was switched on. Where it covers no image of a region, that is
 * told once and for all of them.
 */
export async function imagesInUse(inventory: Inventory, inspector: Aws["inspector"]): Promise<ImageInUse[]> {
  const { organization, profile, at, doubts } = inventory;
  const { accountId: account, partition } = profile.registry;
  const found = await pool(regionsAsked(organization), PLACES_AT_ONCE, async (region) => {
    const covers = await doubts.attempt(`inspector2:ListCoverageStatistics ${region}`, async () => {
      if ((await inspector(region).coveredImages()) === 0) throw nothingCovered(region);
      return true;
    });
    const inRepositories = await pool(profile.repositories, PLACES_AT_ONCE, async ({ name }) => {
      const covered = await doubts.attempt(`inspector2:ListCoverage ${region}`, () =>
        inspector(region).images({ repository: name }),
      );
      const own = (covered ?? []).filter(({ repository }) => repository.account === account);
      const running = own.filter((image) => !isIdle(image, at)).map((image) => ({ ...image, covered: true }));
      if (!covered || covers !== true) return running;
      const repository = { account, region, partition, name };
      const known = new Set(own.map(({ digest }) => digest));
      const { images = [] } = (await inventory.listing(repository)) ?? {};
      return [...running, ...images.filter(({ digest }) => !known.has(digest)).map(uncoveredIn(repository))];
    });
    return inRepositories.flat();
  });
  return found.flat();
}

function uncoveredIn(repository: Repository): (image: Listing["images"][number]) => ImageInUse {
  return ({ digest, tags }) => ({
    arn: imageArn(repository, digest),
    repository,
    digest,
    tags,
    scanned: false,
    inUse: "unknown",
    covered: false,
  });
}
