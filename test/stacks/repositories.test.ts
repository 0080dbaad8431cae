import { resourcesOf, type SynthesizedStack } from "../support/synth";
import { statementsOf } from "../support/statements";
import { type Deployment, plan, type RegistryLayer } from "../../plan";
import { loadOrganization } from "../../config";
import { EXAMPLE_DAY, EXAMPLES, synthesized } from "../../organizations/examples";

/** Registries of an example, the home region's first. */
const registriesOf = (name: keyof typeof EXAMPLES): readonly Deployment<RegistryLayer>[] =>
  plan(loadOrganization(EXAMPLES[name], EXAMPLE_DAY), EXAMPLE_DAY)
    .filter((deployment): deployment is Deployment<RegistryLayer> => deployment.layer.kind === "registry")
    .map((deployment) => ({ ...deployment, after: [] }))
    .sort((a, b) => Number(a.layer.replicaOf !== undefined) - Number(b.layer.replicaOf !== undefined));

const stacksOf = (deployments: readonly Deployment[]): readonly SynthesizedStack[] =>
  synthesized(deployments).map(({ terraform }) => terraform);

/** What replicas share with their source: all that stands in these resources but names of keys. */
function settingsOf(stack: SynthesizedStack): unknown {
  const addresses = new Map(
    Object.entries(stack.resource?.["aws_ecr_repository"] ?? {}).map(([address, { name }]) => [
      `\${aws_ecr_repository.${address}.name}`,
      String(name),
    ]),
  );
  const ofRepository = (type: string) =>
    resourcesOf(stack, type).map(({ repository, policy }) => ({
      repository: addresses.get(String(repository)),
      policy,
    }));
  return {
    repositories: resourcesOf(stack, "aws_ecr_repository").map(
      ({ encryption_configuration, ...settings }) => ({
        ...settings,
        types: (encryption_configuration as { encryption_type: string }[]).map(
          (block) => block.encryption_type,
        ),
      }),
    ),
    lifecycles: ofRepository("aws_ecr_lifecycle_policy"),
    pulls: ofRepository("aws_ecr_repository_policy").map(({ repository, policy }) => ({
      repository,
      readers: statementsOf(policy)
        .filter(
          ({ Sid, Action }) => Sid !== "PushByNamedRoles" && [Action].flat().includes("ecr:BatchGetImage"),
        )
        // Of signing there is a status where images are signed alone.
        .map(({ Action, ...statement }) => ({
          ...statement,
          actions: [Action].flat().filter((action) => action !== "ecr:DescribeImageSigningStatus"),
        })),
    })),
  };
}

describe.each(["sample", "complete"] as const)("replicas of the %s", (name) => {
  const registries = registriesOf(name);
  // Functions are of the region that they pull in.
  const [home, ...replicas] = stacksOf(registries).map((stack, index) => {
    const text = JSON.stringify(stack).replaceAll(registries[index]?.region ?? "", "REGION");
    return JSON.parse(text) as SynthesizedStack;
  });

  test("have what their source has: tags, those that may move, type of encryption, lifecycle, and who pulls", () => {
    const filled = replicas.filter((stack) => resourcesOf(stack, "aws_ecr_repository").length > 0);
    expect(filled.length).toBeGreaterThan(0);
    for (const replica of filled) expect(settingsOf(replica)).toEqual(settingsOf(home as SynthesizedStack));
  });
});

test("one map makes many repositories, each with its own settings over those of the registry", () => {
  const [home] = registriesOf("minimal");
  const [first] = home?.layer.repositories ?? [];
  if (!home || !first) throw new Error("the example has no repository");
  const names = Array.from({ length: 300 }, (_, index) => `shop/service-${String(index)}`);
  const repositories = names.map((name, index) => ({
    ...first,
    name,
    ...(index === 7 ? { mutableTags: ["latest"], tags: { team: "seven" } } : {}),
  }));
  const [stack] = stacksOf([{ ...home, layer: { ...home.layer, repositories } }]);
  const made = resourcesOf(stack as SynthesizedStack, "aws_ecr_repository");
  expect(made.map(({ name }) => name).sort()).toEqual([...names].sort());
  const own = made.filter(({ tags, image_tag_mutability: tag }) => tags !== undefined || tag !== "IMMUTABLE");
  expect(own.map(({ name, tags, image_tag_mutability: tag }) => ({ name, tags, tag }))).toEqual([
    { name: "shop/service-7", tags: { team: "seven" }, tag: "IMMUTABLE_WITH_EXCLUSION" },
  ]);
});
