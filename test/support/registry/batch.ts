import { type BatchGetImageResponse, type Image, type ImageIdentifier } from "@aws-sdk/client-ecr";

/**
 * What BatchGetImage answers: an image or a failure for each that it was asked for.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html
 */
export function batchOf(
  imageIds: readonly ImageIdentifier[],
  find: (imageId: ImageIdentifier) => Image | undefined,
): BatchGetImageResponse {
  const answered = imageIds.map((imageId) => ({ imageId, image: find(imageId) }));
  return {
    images: answered.flatMap(({ imageId, image }) => (image ? [{ imageId, ...image }] : [])),
    failures: answered.flatMap(({ imageId, image }) =>
      image
        ? []
        : [{ imageId, failureCode: "ImageNotFound", failureReason: "Requested image not found" } as const],
    ),
  };
}
