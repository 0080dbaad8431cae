/** Actions that one stage of a pipeline takes. @see https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
export const STAGE_ACTION_COUNT = 50;
