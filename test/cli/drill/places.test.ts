import { drill } from "../where/aws";
import { covered, onEcs } from "../where/sample";
import { DIGEST, HOME, OLD, Registry, Rotating } from "./support";

const rotating = new Rotating();
const registry = Registry.forEachTest();

afterAll(() => {
  rotating.remove();
});

test("an image that runs more often than the named places say is judged in the places nobody names, too", async () => {
  const { stdout } = await drill(
    ["api", "--generation", "1", "--organization", rotating.file, "--json"],
    registry.running(
      { [DIGEST]: [OLD] },
      {
        GetClustersForImage: () => ({ cluster: [onEcs({ runningUnitCount: 1 })] }),
        ListCoverage: (_, __, region) => ({
          coveredResources: region === HOME ? [covered(DIGEST, { inUseCount: 40 })] : [],
        }),
      },
    ),
  );
  const { rows } = JSON.parse(stdout) as { rows: { running: unknown; cluster: unknown }[] };
  expect(rows.map(({ running }) => running).sort()).toEqual([1, "unknown"]);
});
