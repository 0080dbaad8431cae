import { uncertainCompanion } from "../companion";
import { isUnresolved } from "../reference";
import { type Context, excused, type Finding, type Rule } from "../rule";
import { type Resource } from "../stack";

const SWITCHES = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];

const LINK = ["aws_s3_bucket_public_access_block", "bucket", "bucket"] as const;

function judge({ stack }: Context, resource: Resource): Finding[] {
  const uncertain = uncertainCompanion(stack, resource, LINK);
  if (uncertain.length > 0) return uncertain;
  const blocks = stack.belongingTo(resource, ...LINK);
  if (blocks.length === 0) {
    const change = `add an aws_s3_bucket_public_access_block with ${SWITCHES.join(", ")} = true`;
    return [{ resource, message: "has no public access block", change }];
  }
  return blocks.flatMap((block) =>
    SWITCHES.filter((name) => block.body[name] !== true).map((name) => {
      const value = block.body[name];
      const message = isUnresolved(value)
        ? `${name} = ${value} could not be decided`
        : `${name} of its public access block is ${JSON.stringify(value) ?? "not set"}`;
      return { resource, message, change: `set ${name} = true in ${block.address}` };
    }),
  );
}

function judgeDirectoryBuckets(context: Context): Finding[] {
  return context.stack
    .ofType("aws_s3_directory_bucket")
    .filter((resource) => !excused(context, "public-access-block", { resource }))
    .map((resource) => ({
      resource,
      message: "has no public access block",
      change: "use an aws_s3_bucket",
    }));
}

/** No bucket becomes public by a later policy or ACL. */
export const publicAccessBlock: Rule = {
  id: "public-access-block",
  description: "Every bucket has a public access block with all four switches on.",
  check: (context) => [
    ...context.stack.ofType("aws_s3_bucket").flatMap((resource) => judge(context, resource)),
    ...judgeDirectoryBuckets(context),
  ],
};
