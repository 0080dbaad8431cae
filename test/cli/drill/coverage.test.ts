import { drill, type World } from "../where/aws";
import {
  detailOf,
  DIGEST,
  imageNamed,
  indexOf,
  NEW,
  OLD,
  OTHER,
  Registry,
  Rotating,
  SIGNATURE,
} from "./support";

const rotating = new Rotating();
const registry = Registry.forEachTest();
const ARGS = ["api", "--generation", "1", "--organization", rotating.file];
const NOT_COVERED = { ListCoverage: () => ({ coveredResources: [] }) };

afterAll(() => {
  rotating.remove();
});

/** What ECR holds, while Inspector covers none of it and others in the region. */
function uncovered(signed: Parameters<Registry["running"]>[0], details: readonly object[] = []): World {
  const world = registry.running(signed, NOT_COVERED);
  const answer = world.ecr?.DescribeImages;
  return {
    ...world,
    ecr: {
      ...world.ecr,
      DescribeImages: (input, count, region) => {
        const { imageDetails = [] } = (answer?.(input, count, region) ?? {}) as { imageDetails?: object[] };
        return { imageDetails: region === "eu-central-1" ? [...imageDetails, ...details] : [] } as never;
      },
    },
  };
}

describe("images that Inspector does not cover while it covers others of the region", () => {
  test("may run, so that what only the old generation signed is unknown", async () => {
    const { status, stdout } = await drill([...ARGS, "--json"], uncovered({ [DIGEST]: [OLD] }));
    const { safe, rows } = JSON.parse(stdout) as { safe: boolean; rows: Record<string, unknown>[] };
    expect({ status, safe }).toEqual({ status: 2, safe: false });
    expect(rows).toEqual([
      expect.objectContaining({
        verdict: "unknown",
        why: "only generation 1 signed it; Inspector does not cover it, so it may run",
        running: "unknown",
        cluster: "unknown",
      }),
    ]);
  });

  test("are not refused, wherever they run, where another generation signed them", async () => {
    const { status, stdout } = await drill(ARGS, uncovered({ [DIGEST]: [OLD, NEW] }));
    expect(status).toBe(0);
    expect(stdout).toContain("1 workload of 1 image: 0 refused, 0 unknown, 1 not refused");
  });

  test("are told beside those that it covers", async () => {
    const world = registry.running({ [DIGEST]: [NEW], [OTHER]: [OLD] });
    const answer = world.inspector2?.ListCoverage;
    const { status, stdout } = await drill(ARGS, {
      ...world,
      inspector2: {
        ...world.inspector2,
        ListCoverage: (...asked) => {
          const { coveredResources = [] } = (answer?.(...asked) ?? {}) as { coveredResources?: object[] };
          return { coveredResources: coveredResources.slice(0, 1) } as never;
        },
      },
    });
    expect(status).toBe(2);
    expect(stdout).toContain("2 workloads of 2 images: 0 refused, 1 unknown, 1 not refused");
  });

  test("that an index lists stand and fall with it", async () => {
    const { status } = await drill(ARGS, uncovered({ [DIGEST]: [], [indexOf(DIGEST)]: [NEW] }));
    expect(status).toBe(0);
  });

  const attestation = imageNamed("attestation");
  test.each<[string, Parameters<Registry["running"]>[0], readonly object[]]>([
    [
      "a signature",
      {},
      [{ ...detailOf(OTHER), artifactMediaType: SIGNATURE, subjectManifestDigest: DIGEST }],
    ],
    ["a chart", {}, [{ ...detailOf(OTHER), artifactMediaType: "application/vnd.cncf.helm.config.v1+json" }]],
    ["a signature of cosign", {}, [{ ...detailOf(OTHER), imageTags: [`${DIGEST.replace(":", "-")}.sig`] }]],
    ["an attestation", { [attestation]: [], [indexOf(DIGEST, { attestation })]: [] }, []],
  ])("do not count where they are no images: %s", async (_, signed, details) => {
    const { status, stdout } = await drill(ARGS, uncovered({ [DIGEST]: [NEW], ...signed }, details));
    expect(stdout).toContain("of 1 image: ");
    expect(status).toBe(Object.keys(signed).length > 0 ? 2 : 0);
  });

  test("an empty repository has none", async () => {
    expect((await drill(ARGS, uncovered({}))).status).toBe(0);
  });
});
