/**
 * Stages of a deployment at which ECS calls the function that verifies its images.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html
 */
export const HOOK_STAGES = {
  /** The only one before any task of the new revision starts. */
  early: "PRE_SCALE_UP",
  /** Once tasks have started, when it is compared what a tag meant. */
  late: "POST_SCALE_UP",
} as const;
