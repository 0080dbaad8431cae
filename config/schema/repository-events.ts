import { z } from "zod";
import { existing } from "./existing";
import { key, list, rolePathAndName } from "./common";

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const eventTag = z
  .string()
  .regex(
    /^(?![.-])(?!.*\*\*)[A-Za-z0-9._*-]{1,128}$/,
    "a tag of letters, digits, . _ - (not . or - first) in which * is any run of characters, e.g. v*",
  );

const event = z
  .strictObject({
    on: z
      .enum(["push", "scan", "finding"])
      .describe(
        "`push`: an image was pushed. `scan`: a scan has ended, with enhanced scanning the first of an image. `finding`: Inspector has a finding about an image, new or changed.",
      ),
    tags: list(eventTag, { min: 1, max: 20 })
      .optional()
      .describe("Tags of the images. Default: every image, with or without a tag."),
    target: existing(
      z
        .string()
        .regex(
          /^arn:aws(-us-gov|-cn)?:(events|firehose|kinesis|lambda|sns|sqs|states):/,
          "the ARN of a function, queue, topic, state machine, stream or event bus, e.g. arn:aws:lambda:eu-central-1:111111111111:function:release-notes",
        ),
    ).describe(
      "ARN of what EventBridge calls, in the registry's account and home region; an event bus may be elsewhere. A function is opened to the rule; a queue or topic needs a policy of its own that does.",
    ),
    role: rolePathAndName
      .optional()
      .describe(
        "Path and name of an existing role of the registry's account with which EventBridge reaches the target. Default: none; state machines, streams and event buses need one, functions, queues and topics are reached without.",
      ),
  })
  .describe("What happens in the repository, and where it is told; the key names the rule.");

export const repositoryEvents = z
  .record(key, event)
  .prefault({})
  .describe("Events of the repository in the home region, routed by EventBridge. Default: none.");
