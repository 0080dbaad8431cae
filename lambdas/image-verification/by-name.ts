import { type ImageOutcome } from "../../verification";

/** Whether somebody answers for an image, or it may not run. */
export function isSettled({ outcome }: ImageOutcome): boolean {
  return outcome === "admitted" || outcome === "refused";
}

/** What comes of an image whatever runs, because its name alone decides. */
export function decidedByName(outcome: ImageOutcome): ImageOutcome | undefined {
  return isSettled(outcome) && outcome.image.digest === undefined ? outcome : undefined;
}

/** What comes of an image by tag that its name does not decide, while ECS does not tell the digest. */
export function digestUnknown(container: string, { image }: ImageOutcome): ImageOutcome {
  const message = `ECS does not say which digest the container ${container} runs`;
  return { image, outcome: "undecided", code: "running-digest-unknown", message, transient: true };
}
