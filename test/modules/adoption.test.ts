import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { adopt } from "../../modules/adoption";
import { synthStack } from "../support/synth";

test("every adopted resource has an import block of its own", () => {
  const stack = synthStack((scope) => {
    adopt(new SnsTopic(scope, "first", { name: "first" }), "arn:aws:sns:eu-central-1:333333333333:first");
    adopt(new SnsTopic(scope, "second", { name: "second" }), "arn:aws:sns:eu-central-1:333333333333:second");
    new SnsTopic(scope, "third", { name: "third" });
  });
  expect(stack["import"]).toEqual([
    { to: "aws_sns_topic.first", id: "arn:aws:sns:eu-central-1:333333333333:first" },
    { to: "aws_sns_topic.second", id: "arn:aws:sns:eu-central-1:333333333333:second" },
  ]);
});

test("a stack that adopts nothing imports nothing", () => {
  expect(synthStack(() => undefined)["import"]).toBeUndefined();
});
