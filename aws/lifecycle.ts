/**
 * Days that an image is left unpulled before it is archived, by our choice the time in which nobody can be using it,
 * and the least that ECR keeps it in the archive.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/archive-image.html
 */
export const ARCHIVE_DAYS = { unpulled: 180, kept: 90 } as const;

/**
 * What people have to know of a lifecycle policy that archives images.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/archive-image.html
 */
export const ARCHIVE_AND_RUNNING =
  "a running service does not count as a pull, and what it runs cannot be pulled again, by a new task or node, until " +
  "somebody restores it, which takes up to 20 minutes";

/**
 * What AWS leaves open about a lifecycle policy that selects untagged images.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export const UNTAGGED_AND_SIGNATURES =
  "AWS says that signatures go with their image, not that such a rule spares them before; run a lifecycle policy " +
  "preview on a repository with old signatures first";
