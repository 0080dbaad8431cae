import { fault } from "../../support/aws-service";
import { drill, type World } from "../where/aws";
import { covered, DIGEST, digestOf } from "../where/sample";
import { NEW, OLD, OTHER, Rotating, running } from "./support";

const rotating = new Rotating();
const { file } = rotating;

afterAll(() => {
  rotating.remove();
});

const ARGS = ["api", "--generation", "1", "--organization", file];

describe("an image that an index lists", () => {
  const INDEX = digestOf(9);
  const listed = (signed: Readonly<Record<string, readonly string[]>>): World => {
    const world = running({ [DIGEST]: [], ...signed });
    return {
      ...world,
      inspector2: {
        ...world.inspector2,
        ListCoverage: (_, count) => ({ coveredResources: count === 1 ? [covered(DIGEST)] : [] }),
        GetClustersForImage: () => ({ cluster: [] }),
      },
      ecr: {
        ...world.ecr,
        DescribeImages: () => ({
          imageDetails: [
            { imageDigest: DIGEST, imageManifestMediaType: "application/vnd.oci.image.manifest.v1+json" },
            { imageDigest: INDEX, imageManifestMediaType: "application/vnd.oci.image.index.v1+json" },
          ],
        }),
        BatchGetImage: ({ imageIds = [] }) => ({
          images: imageIds.map((imageId) => ({
            imageId,
            imageManifest: JSON.stringify({
              mediaType: "application/vnd.oci.image.index.v1+json",
              manifests: [{ digest: DIGEST }, { digest: OTHER }],
            }),
          })),
        }),
      },
    };
  };

  test.each([
    [[NEW], 0, "generation 2 signed it as part of the index sha256:000000090000"],
    [[OLD], 1, "only generation 1 signed it as part of the index sha256:000000090000"],
    [[], 2, "no trusted generation is known to have signed it as part of the index sha256:000000090000"],
  ])("stands and falls with the index", async (signed, expected, why) => {
    const { status, stdout } = await drill(ARGS, listed({ [INDEX]: signed }));
    expect({ status, told: stdout.includes(why) }).toEqual({ status: expected, told: true });
  });

  test("is unknown when ECR keeps an index back", async () => {
    const world = listed({ [INDEX]: [NEW] });
    const failures = [{ failureCode: "KmsError" as const, failureReason: "no" }];
    const { status, stdout } = await drill(ARGS, {
      ...world,
      ecr: { ...world.ecr, BatchGetImage: () => ({ images: [], failures }) },
    });
    expect(status).toBe(2);
    expect(stdout).toContain("the answer cannot be read: it lacks an index: KmsError");
  });

  test("is unknown when ECR does not say which indexes there are", async () => {
    const world = listed({ [INDEX]: [NEW] });
    const { status, stdout } = await drill(ARGS, {
      ...world,
      ecr: { ...world.ecr, DescribeImages: () => fault("AccessDeniedException", "no", {}) },
    });
    expect(status).toBe(2);
    expect(stdout).toContain("ECR does not say which indexes list it");
    expect(stdout).toContain("ecr:DescribeImages eu-central-1: account 333333333333 may not call it");
  });
});
