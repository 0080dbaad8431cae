import { isUnresolved } from "../reference";
import { excused, type Finding, type Rule } from "../rule";
import { blocksOf, type Resource } from "../stack";

/** A wildcard at both ends, or one beside fewer than two letters or digits: what is left is in nearly every tag. */
const NEARLY_EVERY_TAG = /^[*?](?:.*[*?])?$|^(?=.*[*?])[^A-Za-z0-9]*[A-Za-z0-9]?[^A-Za-z0-9]*$/;

const TYPES = ["aws_ecr_repository", "aws_ecr_repository_creation_template"];

function judge(resource: Resource): Finding[] {
  const mutability = resource.body["image_tag_mutability"] ?? "MUTABLE";
  if (isUnresolved(mutability)) {
    return [
      {
        resource,
        message: `the tag mutability ${mutability} could not be decided`,
        change: 'write image_tag_mutability = "IMMUTABLE" as a literal',
      },
    ];
  }
  if (mutability === "IMMUTABLE") return [];
  if (mutability !== "IMMUTABLE_WITH_EXCLUSION") {
    return [
      {
        resource,
        message: `tags are ${String(mutability)}: a pushed tag can be moved to another image`,
        change: 'set image_tag_mutability to "IMMUTABLE" or "IMMUTABLE_WITH_EXCLUSION"',
      },
    ];
  }
  return blocksOf(resource.body, "image_tag_mutability_exclusion_filter")
    .map(({ filter }) => filter)
    .filter((filter) => isUnresolved(filter) || NEARLY_EVERY_TAG.test(String(filter)))
    .map((filter) =>
      isUnresolved(filter)
        ? {
            resource,
            message: `the exclusion filter ${filter} could not be decided`,
            change: "write the filter as a literal",
          }
        : {
            resource,
            message: `the exclusion filter "${String(filter)}" makes nearly every tag mutable`,
            change: "say how the tags that must move begin or end, in two letters or digits at least",
          },
    );
}

/** Tags of repositories cannot be moved to another image. */
export const immutableTags: Rule = {
  id: "immutable-tags",
  description:
    "Tags of ECR repositories, and of repositories ECR creates from templates, are immutable; a filter that exempts some says how they begin or end.",
  check: (context) =>
    TYPES.flatMap((type) => context.stack.ofType(type))
      .filter((resource) => !excused(context, "immutable-tags", { resource }))
      .flatMap(judge),
};
