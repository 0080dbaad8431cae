import { fault } from "../../support/aws-service";
import { drill, type World } from "../where/aws";
import { DIGEST, HOME, imageNamed, indexOf, NEW, OLD, OTHER, Registry, Rotating } from "./support";

const rotating = new Rotating();
const registry = Registry.forEachTest();
const ARGS = ["api", "--generation", "1", "--organization", rotating.file];

afterAll(() => {
  rotating.remove();
});

const INDEX = indexOf(DIGEST, OTHER);
const short = (digest: string) => digest.slice(0, "sha256:".length + 12);

/** An image that some index lists; of neither Inspector says what runs it. */
const listed = (index: readonly string[], members: World["ecr"] = {}): World => {
  const world = registry.running(
    { [DIGEST]: [], [INDEX]: index },
    { GetClustersForImage: () => ({ cluster: [] }) },
  );
  return { ...world, ecr: { ...world.ecr, ...members } };
};

test.each([
  [[NEW], 0, "generation 2 signed it"],
  [[OLD], 1, "only generation 1 signed it"],
  [[], 1, "no trusted signature, with or without generation 1"],
])("an image without a signature stands and falls with the index (%#)", async (signed, expected, why) => {
  const { status, stdout } = await drill(ARGS, listed(signed));
  const told = stdout.includes(`${why} as part of the index ${short(INDEX)}`);
  expect({ status, told }).toEqual({ status: expected, told: true });
});

test("an index may be listed by another", async () => {
  const outer = indexOf(INDEX);
  const world = registry.running({ [DIGEST]: [NEW], [INDEX]: [NEW], [outer]: [OLD] });
  const { status, stdout } = await drill(ARGS, world);
  expect(status).toBe(1);
  expect(stdout).toContain(`only generation 1 signed it as part of the index ${short(outer)}`);
});

test("an index that lists itself ends nothing", async () => {
  const inner = imageNamed("inner");
  const world = registry.running({ [inner]: [NEW], [indexOf(inner, indexOf(inner))]: [NEW] });
  expect((await drill(ARGS, world)).status).toBe(0);
});

test.each<[string, World["ecr"], string]>([
  [
    "keeps an index back",
    {
      BatchGetImage: ({ imageIds = [] }) => ({
        images: [],
        failures: imageIds.map((imageId) => ({ imageId, failureCode: "KmsError" as const })),
      }),
    },
    "the answer cannot be read: it lacks a manifest: KmsError",
  ],
  [
    "leaves an index out",
    { BatchGetImage: () => ({ images: [] }) },
    "the answer cannot be read: it lacks a manifest: nothing said",
  ],
  [
    "gives another index than the one of the digest",
    {
      BatchGetImage: ({ imageIds = [] }) => ({
        images: imageIds.map((imageId) => ({ imageId, imageManifest: '{"manifests":[]}' })),
      }),
    },
    "the answer cannot be read: it has a manifest of another digest",
  ],
  [
    "does not say which images there are",
    { DescribeImages: () => ({}) },
    "ecr:DescribeImages eu-central-1: the answer cannot be read: it has no list of images",
  ],
  [
    "may not be asked for images",
    { DescribeImages: () => fault("AccessDeniedException", "no", {}) },
    "ecr:DescribeImages eu-central-1: account 333333333333 may not call it",
  ],
])("nobody knows when ECR %s", async (_, members, problem) => {
  const { status, stdout } = await drill(ARGS, listed([NEW], members));
  expect(status).toBe(2);
  expect(stdout).toContain(problem);
  expect(stdout).toContain("ECR does not say which indexes list it");
});

test("an index that is gone meanwhile lists nothing", async () => {
  const world = registry.holding({ [HOME]: { [DIGEST]: [NEW], [INDEX]: [] } });
  const answer = world.ecr?.BatchGetImage;
  const { status } = await drill(ARGS, {
    ...world,
    ecr: {
      ...world.ecr,
      BatchGetImage: (input, ...rest) =>
        input.imageIds?.[0]?.imageDigest === INDEX
          ? {
              images: [],
              failures: [{ imageId: { imageDigest: INDEX }, failureCode: "ImageNotFound" as const }],
            }
          : (answer?.(input, ...rest) ?? {}),
    },
  });
  expect(status).toBe(0);
});
