import { fault } from "../../support/aws-service";
import { drill, type World } from "../where/aws";
import { onEcs, onEks } from "../where/sample";
import { DIGEST, type Held, HOME, indexOf, NEW, OLD, Registry, REPLICA, Rotating } from "./support";

const rotating = new Rotating();
const registry = Registry.forEachTest();
const ARGS = ["api", "--generation", "1", "--organization", rotating.file, "--json"];
const NONE = "no trusted signature, with or without generation 1";
const AT_HOME = "generation 2 signed it in eu-central-1 alone, and EKS looks in the replica alone";
const HOME_ONLY = "from eu-west-1 refused, from eu-central-1 not refused";
const REPLICA_ONLY = "from eu-west-1 not refused, from eu-central-1 refused";

afterAll(() => {
  rotating.remove();
});

const RUNS = { ecs: [onEcs()], eks: [onEks()], unknown: [] } as const;

/** An image that runs, by what Inspector says, from one region alone, with what either holds. */
function replicated(home: Held, replica: Held, on: keyof typeof RUNS, from = REPLICA): World {
  const uses = ({ filter }: { readonly filter?: { readonly resourceId?: string | undefined } | undefined }) =>
    filter?.resourceId?.includes(from) === true;
  const world = registry.holding({ [HOME]: home, [REPLICA]: replica });
  const covered = world.inspector2?.ListCoverage;
  return {
    ...world,
    inspector2: {
      ...world.inspector2,
      ListCoverage: (input, count, region) => {
        const { coveredResources = [] } = (covered?.(input, count, region) ?? {}) as {
          coveredResources?: { resourceMetadata?: object }[];
        };
        const inUseCount = region === from ? 3 : 0;
        const resourceMetadata = { ecrImage: { tags: ["1.4.2"], inUseCount } };
        return { coveredResources: coveredResources.map((one) => ({ ...one, resourceMetadata })) } as never;
      },
      GetClustersForImage: (input) => ({ cluster: uses(input) ? [...RUNS[on]] : [] }),
    },
  };
}

async function verdictOf(world: World) {
  const { status, stdout } = await drill(ARGS, world);
  const { rows } = JSON.parse(stdout) as { rows: { verdict: string; why: string }[] };
  return [status, ...rows.map(({ verdict, why }) => `${verdict}: ${why}`)];
}

describe("an image in a replica", () => {
  test.each<[string, Held[string], Held[string], keyof typeof RUNS, number, string]>([
    ["both places hold the signature, ECS", [NEW], [NEW], "ecs", 0, "not refused: generation 2 signed it"],
    ["both places hold the signature, EKS", [NEW], [NEW], "eks", 0, "not refused: generation 2 signed it"],
    ["the source alone holds it, ECS", [NEW], [], "ecs", 0, "not refused: generation 2 signed it"],
    ["the source alone holds it, EKS", [NEW], [], "eks", 2, `unknown: ${HOME_ONLY}: ${AT_HOME}`],
    [
      "the source alone holds it, nobody knows where it runs",
      [NEW],
      [],
      "unknown",
      2,
      `unknown: from eu-west-1 unknown, from eu-central-1 not refused: on ECS not refused, on EKS refused: ${AT_HOME}`,
    ],
    ["the replica alone holds it, ECS", [], [NEW], "ecs", 2, `unknown: ${REPLICA_ONLY}: ${NONE}`],
    ["the replica alone holds it, EKS", [], [NEW], "eks", 2, `unknown: ${REPLICA_ONLY}: ${NONE}`],
    [
      "the source holds the old one alone and the replica the new one, EKS",
      [OLD],
      [NEW],
      "eks",
      2,
      `unknown: ${REPLICA_ONLY}: only generation 1 signed it`,
    ],
    ["either holds the old one alone, ECS", [OLD], [], "ecs", 1, "refused: only generation 1 signed it"],
    ["the source holds the old one alone, EKS", [OLD], [], "eks", 1, `refused: ${NONE}`],
    ["neither holds one", [], [], "ecs", 1, `refused: ${NONE}`],
  ])("%s", async (_, home, replica, on, status, row) => {
    const world = replicated({ [DIGEST]: home }, { [DIGEST]: replica }, on);
    expect(await verdictOf(world)).toEqual([status, row]);
  });

  test("is no matter at home where the source holds it no more", async () => {
    const world = replicated({}, { [DIGEST]: [NEW] }, "eks");
    expect(await verdictOf(world)).toEqual([0, "not refused: generation 2 signed it"]);
  });

  test("is unknown where nobody says whether the source holds it", async () => {
    const world = replicated({}, { [DIGEST]: [NEW] }, "eks");
    const answer = world.ecr?.DescribeImages;
    const refused: World["ecr"] = {
      ...world.ecr,
      DescribeImages: (input, count, region) =>
        region === HOME
          ? fault("AccessDeniedException", "no", {})
          : (answer?.(input, count, region) ?? { imageDetails: [] }),
    };
    expect(await verdictOf({ ...world, ecr: refused })).toEqual([
      2,
      "unknown: from eu-west-1 not refused, from eu-central-1 unknown: ECR does not say which indexes list it",
    ]);
  });

  test("may be listed by an index of which the source alone has the signature", async () => {
    const index = indexOf(DIGEST);
    const home = { [DIGEST]: [], [index]: [NEW] };
    const of = (on: "ecs" | "eks") => replicated(home, { [DIGEST]: [], [index]: [] }, on);
    const part = `as part of the index ${index.slice(0, 19)}`;
    expect(await verdictOf(of("ecs"))).toEqual([0, `not refused: generation 2 signed it ${part}`]);
    expect(await verdictOf(of("eks"))).toEqual([
      2,
      `unknown: ${HOME_ONLY}: generation 2 signed it ${part} in eu-central-1 alone, and EKS looks in the replica alone`,
    ]);
  });

  test("is unknown where the source cannot be asked and the replica has nothing", async () => {
    const world = replicated({ [DIGEST]: [NEW] }, { [DIGEST]: [] }, "ecs");
    const answer = world.ecr?.ListImageReferrers;
    const refused: World["ecr"] = {
      ...world.ecr,
      ListImageReferrers: (input, count, region) =>
        region === HOME
          ? fault("AccessDeniedException", "no", {})
          : (answer?.(input, count, region) ?? { referrers: [] }),
    };
    expect(await verdictOf({ ...world, ecr: refused })).toEqual([
      2,
      "unknown: not all of its signatures could be read",
    ]);
  });
});

describe("an image at home", () => {
  test("is judged by the replica too where it runs in the replica's region", async () => {
    const world = replicated({ [DIGEST]: [NEW] }, { [DIGEST]: [OLD] }, "eks", HOME);
    expect(await verdictOf(world)).toEqual([
      2,
      "unknown: from eu-central-1 not refused, from eu-west-1 refused: generation 2 signed it in eu-central-1 alone, and EKS looks in the replica alone",
    ]);
  });

  test("is judged by home alone where it runs there", async () => {
    const world = replicated({ [DIGEST]: [NEW] }, { [DIGEST]: [OLD] }, "ecs", HOME);
    expect(await verdictOf(world)).toEqual([0, "not refused: generation 2 signed it"]);
  });
});
