import { IMAGE_DIGEST, REPOSITORY_NAME } from "../../aws";
import { type Problem, ProblemError } from "../../problem";
import { fields } from "../../asking/fields";
import { type Image } from "./image";

/** What the function is called for: to look at one image, or at all of them. */
export type Request = { readonly kind: "image"; readonly image: Image } | { readonly kind: "all" };

/** Events that say of an image that it was scanned or deleted; whether it is so, ECR is asked. */
const IMAGE_EVENTS = ["ECR Image Scan", "ECR Image Action"];
const SCHEDULE = "Scheduled Event";

/**
 * Reads an event of EventBridge.
 *
 * @throws ProblemError `invalid-event` with everything that is wrong
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
 */
export function parseEvent(event: unknown): Request {
  const { "detail-type": type, detail } = fields(event);
  if (type === SCHEDULE) return { kind: "all" };
  if (typeof type !== "string" || !IMAGE_EVENTS.includes(type)) {
    const allowed = [...IMAGE_EVENTS, SCHEDULE].join(", ");
    throw new ProblemError([problem("detail-type", type, allowed)]);
  }
  const { "repository-name": repository, "image-digest": digest } = fields(detail);
  const problems = [
    ...(typeof repository === "string" && REPOSITORY_NAME.test(repository)
      ? []
      : [problem("detail.repository-name", repository, "the name of a repository")]),
    ...(typeof digest === "string" && IMAGE_DIGEST.test(digest)
      ? []
      : [problem("detail.image-digest", digest, "sha256: and 64 digits 0-9 a-f")]),
  ];
  if (problems.length > 0) throw new ProblemError(problems);
  return { kind: "image", image: { repository: repository as string, digest: digest as string } };
}

function problem(path: string, value: unknown, allowed: string): Problem {
  const said = value === undefined ? "missing" : JSON.stringify(value).slice(0, 100);
  return { code: "invalid-event", path, message: `is ${said}`, allowed };
}
