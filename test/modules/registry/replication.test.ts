import { ImageRegistry, type ImageRegistryProps } from "../../../modules/registry";
import { resourceOf, synthStack } from "../../support/synth";
import { REGISTRY } from "./support";

function synthRegistry(props: Partial<ImageRegistryProps>) {
  return synthStack((stack) => {
    new ImageRegistry(stack, "registry", { ...REGISTRY, ...props });
  });
}

describe("replication", () => {
  const rulesOf = (replication: ImageRegistryProps["replication"]) => {
    const stack = synthRegistry({ replication });
    const configuration = resourceOf(stack, "aws_ecr_replication_configuration")["replication_configuration"];
    return (configuration as { rule: Record<string, unknown>[] }).rule;
  };
  const destination = [
    { region: "eu-west-1", registry_id: "333333333333" },
    { region: "eu-north-1", registry_id: "333333333333" },
  ];

  test.each([undefined, {}, { regions: [] }, { registries: [] }])(
    "is left alone when there is none (%j)",
    (replication) => {
      expect(synthRegistry({ replication }).resource?.["aws_ecr_replication_configuration"]).toBeUndefined();
    },
  );

  test("copies every repository to every region", () => {
    expect(rulesOf({ regions: ["eu-west-1", "eu-north-1"] })).toEqual([{ destination }]);
  });

  test("copies to registries of other accounts", () => {
    const registries = [{ accountId: "666666666666", region: "eu-central-1" }];
    const foreign = { region: "eu-central-1", registry_id: "666666666666" };
    expect(rulesOf({ registries })).toEqual([{ destination: [foreign] }]);
    expect(rulesOf({ regions: ["eu-west-1", "eu-north-1"], registries })).toEqual([
      { destination: [...destination, foreign] },
    ]);
  });

  test("copies the named prefixes alone", () => {
    expect(
      rulesOf({ regions: ["eu-west-1", "eu-north-1"], repositoryPrefixes: ["shop/", "tools/"] }),
    ).toEqual([
      {
        destination,
        repository_filter: [
          { filter: "shop/", filter_type: "PREFIX_MATCH" },
          { filter: "tools/", filter_type: "PREFIX_MATCH" },
        ],
      },
    ]);
  });

  test("spreads more prefixes than one rule holds over several", () => {
    const repositoryPrefixes = Array.from({ length: 201 }, (_, index) => `team-${String(index)}/`);
    const rules = rulesOf({ regions: ["eu-west-1"], repositoryPrefixes });
    const filters = rules.map((rule) => rule["repository_filter"] as { filter: string }[]);
    expect(filters.map(({ length }) => length)).toEqual([100, 100, 1]);
    expect(filters.flat().map(({ filter }) => filter)).toEqual(repositoryPrefixes);
  });
});
