/** Wildcards in one pattern of tags that may move. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html */
export const MUTABLE_TAG_WILDCARDS = 2;

const FEWER_WILDCARDS = `(?!(?:[^*]*\\*){${String(MUTABLE_TAG_WILDCARDS + 1)}})`;
/** A pattern says how the tag begins or ends, in two letters or digits at least: `*a*` and `v*` are nearly every tag. */
const SOME_TAGS = "(?!\\*(?:.*\\*)?$)(?=[^*]*$|(?:[^A-Za-z0-9]*[A-Za-z0-9]){2})";

/**
 * A pattern of tags that may move, as ECR takes it, which leaves other tags immutable.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageTagMutabilityExclusionFilter.html
 */
export const MUTABLE_TAG = new RegExp(`^${FEWER_WILDCARDS}${SOME_TAGS}[A-Za-z0-9._*-]{1,128}$`);
