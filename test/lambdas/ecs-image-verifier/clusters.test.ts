import { parseEcsArn } from "../../../lambdas/image-verification/ecs-arn";
import { clustersIn } from "../../../lambdas/ecs-image-verifier/clusters";

const PLACE = { partition: "aws", accountId: "444444444444", region: "eu-central-1" };
const SETTINGS = {
  ...PLACE,
  clusters: { shop: { mode: "block" }, tools: { mode: "alert" }, odd: { mode: "off" } },
};

function service(cluster: string, at = "aws:ecs:eu-central-1:444444444444") {
  const arn = parseEcsArn(`arn:${at}:service/${cluster}/api`, "service");
  if (!arn) throw new Error("no ARN");
  return arn;
}

const known = clustersIn(JSON.stringify(SETTINGS));

test("a cluster has the mode that the settings say, and no other is known", () => {
  expect(
    ["shop", "tools", "odd", "lab", "constructor", "__proto__"].map((name) => known.modeOf(service(name))),
  ).toEqual(["block", "alert", undefined, undefined, undefined, undefined]);
});

test.each([
  "aws:ecs:eu-central-1:555555555555",
  "aws:ecs:eu-west-1:444444444444",
  "aws-cn:ecs:eu-central-1:444444444444",
])("a cluster of the same name elsewhere is not known: %s", (at) => {
  expect(known.modeOf(service("tools", at))).toBeUndefined();
});

test("only when every cluster that is named alerts, nothing is blocked", () => {
  const modes = [
    ["tools"],
    ["tools", "tools"],
    ["tools", "shop"],
    ["tools", "lab"],
    ["shop"],
    ["lab"],
    [],
  ].map((names) => known.strictest(names.map((name) => service(name))));
  expect(modes).toEqual(["alert", "alert", "block", "block", "block", "block", "block"]);
});

test("modes hold though the rest of the settings is broken", () => {
  const broken = clustersIn(JSON.stringify({ ...SETTINGS, version: 7, trustPolicy: 3, unknown: true }));
  expect([broken.modeOf(service("tools")), broken.modeOf(service("shop"))]).toEqual(["alert", "block"]);
});

test.each(["", "{", "null", "[]", "1", '{"clusters":null}', '{"clusters":{"tools":{"mode":"alert"}}}'])(
  "settings that cannot be read know nothing: %s",
  (text) => {
    expect(clustersIn(text).modeOf(service("tools"))).toBeUndefined();
    expect(clustersIn(text).strictest([service("tools")])).toBe("block");
  },
);
