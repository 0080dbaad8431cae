import { type TerraformStack } from "cdktf";
import { Inspector, RegistryScanning, type RegistryScanningProps } from "../../../modules/scanning";
import { resourceOf, synthStack } from "../../support/synth";
import { stackRejectionOf } from "../../support/rejection";
import { workOf } from "../../support/work";

const REGISTRY = { accountId: "333333333333", region: "eu-central-1" } as const;

function configured(props: Omit<RegistryScanningProps, keyof typeof REGISTRY>) {
  return resourceOf(
    synthStack((stack) => new RegistryScanning(stack, "scanning", { ...REGISTRY, ...props })),
    "aws_ecr_registry_scanning_configuration",
  );
}

function rejected(props: Omit<RegistryScanningProps, keyof typeof REGISTRY>) {
  return stackRejectionOf((stack) => new RegistryScanning(stack, "scanning", { ...REGISTRY, ...props }));
}

function filters(...names: string[]) {
  return names.map((filter) => ({ filter, filter_type: "WILDCARD" }));
}

describe("RegistryScanning", () => {
  test("scans every repository at push when nothing else is said", () => {
    expect(configured({ mode: "enhanced" })).toEqual({
      scan_type: "ENHANCED",
      rule: [{ scan_frequency: "SCAN_ON_PUSH", repository_filter: filters("*") }],
    });
  });

  test("scans with basic scanning only where Inspector is not", () => {
    const inNewZealand = (mode: "basic" | "enhanced") => (stack: TerraformStack) =>
      new RegistryScanning(stack, "scanning", { ...REGISTRY, region: "ap-southeast-6", mode });
    expect(() => synthStack(inNewZealand("basic"))).not.toThrow();
    expect(stackRejectionOf(inNewZealand("enhanced"))).toEqual([
      'test/scanning: there is no Amazon Inspector in "ap-southeast-6"; leave Inspector out there, and scan registries in basic mode [service-not-in-region]',
    ]);
  });

  test("scans at push with basic scanning", () => {
    expect(configured({ mode: "basic", onPush: ["shop/*"], continuous: [] })).toEqual({
      scan_type: "BASIC",
      rule: [{ scan_frequency: "SCAN_ON_PUSH", repository_filter: filters("shop/*") }],
    });
  });

  test("makes one rule for each frequency, filters sorted and without repetition", () => {
    expect(
      configured({ mode: "enhanced", onPush: ["tools/*", "*", "*"], continuous: ["web/*", "shop/*"] }),
    ).toEqual({
      scan_type: "ENHANCED",
      rule: [
        { scan_frequency: "SCAN_ON_PUSH", repository_filter: filters("*", "tools/*") },
        { scan_frequency: "CONTINUOUS_SCAN", repository_filter: filters("shop/*", "web/*") },
      ],
    });
  });

  test("leaves out the rule of an empty list", () => {
    expect(configured({ mode: "enhanced", onPush: [], continuous: ["*"] })["rule"]).toEqual([
      { scan_frequency: "CONTINUOUS_SCAN", repository_filter: filters("*") },
    ]);
  });

  test("takes a hundred filters of 255 characters", () => {
    const onPush = Array.from({ length: 100 }, (_, index) => String(index).padStart(255, "a"));
    const [rule] = configured({ mode: "basic", onPush })["rule"] as { repository_filter: unknown[] }[];
    expect(rule?.repository_filter).toHaveLength(100);
  });

  test("answers at once to a long text that is no filter", async () => {
    const props = { mode: "basic", onPush: [`${"a".repeat(200)}!`] } as const;
    const { value, milliseconds } = await workOf(1_000, () => rejected(props));
    expect(value).toHaveLength(1);
    expect(milliseconds).toBeLessThan(1_000);
  });
});

describe("RegistryScanning rejects", () => {
  test("continuous scanning with basic", () => {
    expect(rejected({ mode: "basic", continuous: ["web/*", "shop/*"] })).toEqual([
      'test/scanning: basic scanning cannot scan shop/*, web/* continuously; set mode to "enhanced" or move the filters to onPush [continuous-needs-enhanced]',
    ]);
  });

  test.each(["basic", "enhanced"] as const)("%s scanning of nothing", (mode) => {
    expect(rejected({ mode, onPush: [] })).toEqual([
      'test/scanning: no image of the registry 333333333333 in eu-central-1 would be scanned by itself; give onPush or continuous a filter; "*" matches every repository [nothing-scanned]',
    ]);
  });

  test.each(["", "Shop/*", "/shop", "shop/", "shop//api", "-shop", "shop api", "shop*?", "a".repeat(256)])(
    "the filter %j",
    (filter) => {
      const text = `"${filter}" in onPush is not a filter of repository names; allowed: lower-case letters, digits and *, with single . _ - / between them, at most 255 characters`;
      expect(rejected({ mode: "basic", onPush: [filter] })).toEqual([
        `test/scanning: ${text} [invalid-scan-filter]`,
      ]);
    },
  );

  test("more than a hundred filters of one frequency", () => {
    const continuous = Array.from({ length: 101 }, (_, index) => `repository-${String(index)}`);
    expect(rejected({ mode: "enhanced", continuous })).toEqual([
      "test/scanning: continuous has 101 filters; allowed: at most 100; use wildcards such as shop/* [too-many-scan-filters]",
    ]);
  });

  test("a second owner of the registry's setting", () => {
    expect(
      stackRejectionOf((stack) => {
        new RegistryScanning(stack, "first", { ...REGISTRY, mode: "basic" });
        new RegistryScanning(stack, "second", { ...REGISTRY, mode: "enhanced" });
      }),
    ).toEqual([
      "test/second: the ECR scanning configuration of an account and region has one owner, and test/first owns it already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
    ]);
  });
});

describe("Inspector, which sets the registry to enhanced,", () => {
  const beside = (mode: "basic" | "enhanced", scan: "ecr" | "ec2") => (stack: TerraformStack) => {
    new Inspector(stack, "inspector", { ...REGISTRY, resourceTypes: [scan] });
    new RegistryScanning(stack, "scanning", { ...REGISTRY, mode });
  };

  test("scans no images where the registry is set to basic", () => {
    expect(stackRejectionOf(beside("basic", "ecr"))).toEqual([
      "test/scanning: the type of ECR scanning of an account and region has one owner, and test/inspector owns it already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
    ]);
  });

  test.each([
    ["enhanced", "ecr"],
    ["basic", "ec2"],
  ] as const)("agrees with %s when it scans %s", (mode, scan) => {
    expect(synthStack(beside(mode, scan))).toBeDefined();
  });
});
