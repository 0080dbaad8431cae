import { readFileSync } from "node:fs";
import { AWS_PROVIDER } from "../../config/schema/terraform";
import { lowestAdmitted, type Version } from "../../config/version-constraint";

test.each<[constraint: string, from: Version, lowest: Version | undefined]>([
  [">= 1.2", [0, 0, 0], [1, 2, 0]],
  ["> 1.2", [0, 0, 0], [1, 2, 1]],
  ["< 1.2", [0, 0, 0], [0, 0, 0]],
  ["<= 1.2", [1, 2, 0], [1, 2, 0]],
  ["< 1.2", [1, 2, 0], undefined],
  ["1.2.3", [0, 0, 0], [1, 2, 3]],
  ["=1.2.3", [1, 2, 4], undefined],
  ["!= 1.2.0, != 1.2.1", [1, 2, 0], [1, 2, 2]],
  ["~> 1.2", [1, 9, 0], [1, 9, 0]],
  ["~> 1.2", [2, 0, 0], undefined],
  ["~> 1.2.3", [1, 2, 9], [1, 2, 9]],
  ["~> 1.2.3", [1, 3, 0], undefined],
  ["~> 1", [2, 0, 0], undefined],
  [">= 1.2,<2,  != 1.2.0", [0, 0, 0], [1, 2, 1]],
])("the lowest version of %j from %j on is %j", (constraint, from, lowest) => {
  expect(lowestAdmitted(constraint, from)).toEqual(lowest);
});

test("the lowest version of the provider is that of the bindings", () => {
  const bindings = JSON.parse(readFileSync("node_modules/@cdktf/provider-aws/package.json", "utf8")) as {
    cdktf: { provider: { version: string } };
  };
  expect(bindings.cdktf.provider.version).toBe(AWS_PROVIDER.from.join("."));
});
