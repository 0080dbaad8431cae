import { parseEcsArn } from "../../../lambdas/image-verification/ecs-arn";
import { clustersOf } from "../../../lambdas/ecs-image-verifier/clusters";
import { parseClusterModes } from "../../../verification";

const PLACE = { partition: "aws", accountId: "444444444444", region: "eu-central-1" };
const MODES = { version: 1, ...PLACE, modes: { shop: "block", tools: "alert", lab: "off" } };

function service(cluster: string, at = "aws:ecs:eu-central-1:444444444444") {
  const arn = parseEcsArn(`arn:${at}:service/${cluster}/api`, "service");
  if (!arn) throw new Error("no ARN");
  return arn;
}

const known = clustersOf(parseClusterModes(MODES));

test("a cluster has the mode that the file says, and no other is known", () => {
  expect(
    ["shop", "tools", "lab", "labs", "constructor", "__proto__"].map((name) => known.modeOf(service(name))),
  ).toEqual(["block", "alert", "off", undefined, undefined, undefined]);
});

test.each([
  "aws:ecs:eu-central-1:555555555555",
  "aws:ecs:eu-west-1:444444444444",
  "aws-cn:ecs:eu-central-1:444444444444",
])("a cluster of the same name elsewhere is not known: %s", (at) => {
  expect(known.modeOf(service("tools", at))).toBeUndefined();
  expect(known.strictest([service("lab", at)])).toBe("block");
});

test.each([
  [["lab"], "off"],
  [["lab", "tools"], "alert"],
  [["tools"], "alert"],
  [["tools", "tools"], "alert"],
  [["tools", "shop"], "block"],
  [["lab", "shop"], "block"],
  [["lab", "labs"], "block"],
  [["tools", "labs"], "block"],
  [["shop"], "block"],
  [["labs"], "block"],
  [[], "block"],
])("of %j the strictest counts: %s", (names, mode) => {
  expect(known.strictest(names.map((name) => service(name)))).toBe(mode);
});

test("without modes no cluster is known", () => {
  expect(clustersOf(undefined).modeOf(service("tools"))).toBeUndefined();
  expect(clustersOf(undefined).strictest([service("tools")])).toBe("block");
});
