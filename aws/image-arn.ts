import { type Location } from "./arn";
import { REPOSITORY_NAME } from "./patterns";

/**
 * ARN of an image of a repository of ECR, as Inspector names it.
 *
 * @see https://docs.aws.amazon.com/inspector/v2/APIReference/API_Resource.html
 */
const FORM = new RegExp(
  `^arn:(aws(?:-[a-z]+)*):ecr:([a-z0-9-]+):(\\d{12}):repository/(${REPOSITORY_NAME.source.slice(1, -1)})/(sha256:[0-9a-f]{64})$`,
);

/** The parts of an image's ARN; the partition may be one we do not know. */
export interface ImageArn extends Pick<Location, "accountId" | "region"> {
  readonly partition: string;
  /** Name of its repository: `shop/api`. */
  readonly repository: string;
  readonly digest: string;
}

/** Takes the ARN of an image apart; `undefined` for anything else, such as the ARN of a repository. */
export function parseImageArn(arn: string): ImageArn | undefined {
  const [, partition = "", region = "", accountId = "", repository = "", digest] = FORM.exec(arn) ?? [];
  return digest === undefined ? undefined : { partition, region, accountId, repository, digest };
}
