import { z } from "zod";
import { TAGS } from "../../aws";
import { madeOf } from "./signs";

const map = z.record(
  madeOf(TAGS.character, z.string().regex(TAGS.key.pattern, `${TAGS.key.allowed}, e.g. cost-center`)),
  madeOf(
    TAGS.character,
    z.string().regex(TAGS.value.pattern, `${TAGS.value.allowed}, e.g. platform`),
  ).describe("Value of the tag."),
);

export const tags = map.default({}).describe("Tags that the provider puts on every resource.");

export const repositoryTags = map
  .optional()
  .describe("Tags of the repository and its replicas, beside those of all resources, over which they win.");
