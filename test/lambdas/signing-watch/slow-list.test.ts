import type * as ecr from "@aws-sdk/client-ecr";
import { isDue } from "../../../lambdas/signing-watch/round";
import { fault } from "../../support/aws-service";
import { MANIFEST, World } from "./support";

const DAY = 86_400_000;
/** What the function leaves of its minute. */
const LOOK = 45_000;

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

/** Pushes an image whose signing failed an hour ago; what the list says of it. */
function failed(name: string, tags: string[] = ["1.0"]): ecr.ImageDetail {
  const imageDigest = world.push("shop/api", name, { minutesAgo: 60, tags });
  world.sign("shop/api", name, "FAILED", "no");
  const imagePushedAt = new Date(world.clock.now() - DAY / 24);
  return { imageDigest, imageTags: tags, imagePushedAt, imageManifestMediaType: MANIFEST };
}

type Describe = (nextToken: string | undefined) => ReturnType<NonNullable<Answers["DescribeImages"]>>;
type Answers = NonNullable<NonNullable<Parameters<World["reconcile"]>[0]>["ecr"]>;

/** A registry with one repository, whose images are listed like this. */
function listing(details: readonly ecr.ImageDetail[], list: Describe): Answers {
  return {
    DescribeRepositories: () => ({ repositories: [{ repositoryName: "shop/api" }] }),
    DescribeImages: ({ imageIds, nextToken }) => {
      if (imageIds === undefined) return list(nextToken);
      const [{ imageDigest } = {}] = imageIds;
      return { imageDetails: details.filter((detail) => detail.imageDigest === imageDigest) };
    },
  };
}

/** So many pages that each take their time, with one image on the first and one on the last. */
function pages(count: number, milliseconds: number, first: ecr.ImageDetail, last?: ecr.ImageDetail): Answers {
  return listing([first, ...(last ? [last] : [])], async (nextToken) => {
    await world.clock.sleep(milliseconds);
    const page = Number(nextToken ?? 0);
    return {
      imageDetails: [...(page === 0 ? [first] : []), ...(last && page === count - 1 ? [last] : [])],
      ...(page + 1 < count ? { nextToken: String(page + 1) } : {}),
    };
  });
}

const accused = () => world.open().map(({ Id = "" }) => Id.slice(-71));

describe("of a repository whose list takes longer than there is time", () => {
  test("what was read is told by the first look, which is not complete", async () => {
    const bad = failed("bad");
    const { openProblems, complete } = await world.reconcile({
      milliseconds: LOOK,
      ecr: pages(90, 600, bad),
    });
    expect({ openProblems, complete }).toEqual({ openProblems: 1, complete: false });
    expect(accused()).toEqual([bad.imageDigest]);
    expect(world.lines).toContainEqual(
      expect.objectContaining({ message: "does not read all images of the repository", pages: 74 }),
    );
  });

  test("a finding that cannot be written keeps those of later pages not back", async () => {
    const [bad, worse] = [failed("bad"), failed("worse")];
    const look = world.reconcile({
      milliseconds: LOOK,
      ecr: pages(40, 600, bad, worse),
      hub: {
        BatchImportFindings: ({ Findings = [] }) => {
          if (Findings.some(({ Id = "" }) => Id.endsWith(bad.imageDigest ?? "")))
            return fault("AccessDeniedException", "no");
          for (const finding of Findings) world.findings.set(finding.Id ?? "", finding);
          return { FailedCount: 0, SuccessCount: 1, FailedFindings: [] };
        },
      },
    });
    await expect(look).rejects.toThrow("1 part of the run failed, first repository shop/api: no");
    expect(accused()).toEqual([worse.imageDigest]);
  });

  test("images with a tag are told before those for which it is read once more", async () => {
    const [index, bad] = [failed("index", []), failed("bad")];
    const told: string[][] = [];
    let lists = 0;
    await world.reconcile({
      ecr: listing([index, bad], () => {
        lists += 1;
        if (lists === 2) told.push(accused());
        return { imageDetails: [index, bad] };
      }),
    });
    expect(told).toEqual([[bad.imageDigest]]);
    expect(accused()).toHaveLength(2);
  });
});

test("a list that breaks off is an error, and what was read of it is told", async () => {
  const bad = failed("bad");
  const look = world.reconcile({
    ecr: listing([bad], (nextToken) =>
      nextToken === undefined
        ? { imageDetails: [bad], nextToken: "next" }
        : fault("AccessDeniedException", "no more"),
    ),
  });
  await expect(look).rejects.toThrow("1 part of the run failed, first repository shop/api: no more");
  expect(accused()).toEqual([bad.imageDigest]);
  expect(world.metrics("CompleteLooks")).toEqual([]);
});

test("a list of several pages is begun at other pages the next day", async () => {
  const digests = Array.from({ length: 2_048 }, (_, index) => `sha256:${index.toString(16).padStart(4, "0")}`)
    .map((digits) => digits.padEnd(71, "0"))
    .filter((imageDigest) => isDue({ digest: imageDigest, tags: ["1.0"] }, world.clock.now()))
    .slice(0, 40);
  const answers: Answers = {
    ...listing([], (nextToken) => {
      const from = Number(nextToken ?? 0);
      return {
        imageDetails: digests
          .slice(from, from + 10)
          .map((imageDigest) => ({ imageDigest, imageTags: ["1.0"], imagePushedAt: new Date(0) })),
        ...(from < 30 ? { nextToken: String(from + 10) } : {}),
      };
    }),
    DescribeImageSigningStatus: async () => {
      await world.clock.sleep(1_000);
      return fault("ImageNotFoundException", "is gone");
    },
  };
  const start = world.clock.now();
  const seen = new Set<unknown>();
  for (let day = 0; day < 8; day++) {
    const { registry } = await world.reconcile({ milliseconds: 10_000, ecr: answers });
    for (const { operation, input } of registry.calls) {
      if (operation === "DescribeImageSigningStatus")
        seen.add((input as { imageId: { imageDigest: string } }).imageId.imageDigest);
    }
    await world.clock.sleep(start + (day + 1) * DAY - world.clock.now());
  }
  expect(seen.size).toBeGreaterThan(30);
});
