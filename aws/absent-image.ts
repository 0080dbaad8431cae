/**
 * What ECR throws for an image or repository that is not there.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html#API_DescribeImages_Errors
 */
export const ABSENT_IMAGE: ReadonlySet<string> = new Set([
  "ImageNotFoundException",
  "RepositoryNotFoundException",
]);

/**
 * What ECR throws for the layer of a signature that nobody can have: there is none, or it belongs to no image any more.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetDownloadUrlForLayer.html
 */
export const ABSENT_LAYER: ReadonlySet<string> = new Set([
  "LayerInaccessibleException",
  "LayersNotFoundException",
]);
