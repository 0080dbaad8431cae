import { type AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { pool } from "../../asking/pool";
import { type BatchResponse, comeAgain, type QueueMessage } from "../shared/queue";
import { report } from "../shared/report";
import { check, type Checking } from "./check";
import { parsePush } from "./event";
import { imageFinding, isTold } from "./findings";
import { writeMetrics } from "./metrics";
import { parentsIn } from "./parents";
import { type Surroundings } from "./surroundings";

const WIDTH = 5;

/**
 * Looks how the images stand whose pushes lie in the queue.
 *
 * A message whose image is still being signed stays in the queue and comes again after the queue's pause, as does one
 * that could not be handled. The same push twice does nothing twice.
 */
export async function followPushes(
  messages: readonly QueueMessage[],
  surroundings: Surroundings,
): Promise<BatchResponse> {
  const { registry, hub, log, watch, clock } = surroundings;
  const checking = {
    ...surroundings,
    rules: await registry.rules(),
    parents: parentsIn(registry, log),
  };
  const outcomes = await pool(messages, WIDTH, (message) => followOne(message, checking));
  const failing = outcomes.flatMap((outcome) => (outcome.finding ? [outcome] : []));
  const again = outcomes.filter(({ stays }) => stays);
  if (failing.length > 0) {
    // First what needs nobody else: the alarm comes even when Security Hub does not answer.
    const images = new Set(failing.map(({ finding }) => finding?.Id)).size;
    writeMetrics(log, watch, { openProblems: images }, clock.now());
    try {
      await report(
        failing.flatMap(({ finding }) => finding ?? []),
        hub,
        log,
      );
    } catch (error) {
      log.error("cannot write findings", { error });
      again.push(...failing);
    }
  }
  return comeAgain(again.map(({ id }) => id));
}

interface Outcome {
  readonly id: string;
  readonly stays: boolean;
  readonly finding?: AwsSecurityFinding;
}

async function followOne(
  { id, body }: QueueMessage,
  checking: Checking & Pick<Surroundings, "log" | "place">,
): Promise<Outcome> {
  const { registry, log, place, clock } = checking;
  try {
    const { key, at } = parsePush(body);
    const image = await registry.image(key.repository, key.digest);
    if (!image) {
      log.info("image is gone", { ...key });
      return { id, stays: false };
    }
    const verdict = await check(image, checking, at === undefined ? {} : { askedAt: at });
    log.info("image", { ...key, verdict });
    if (!isTold(verdict)) return { id, stays: verdict.kind === "waiting" };
    return { id, stays: false, finding: imageFinding(place, image, verdict, clock.now()) };
  } catch (error) {
    log.error("cannot look at the image", { messageId: id, error });
    return { id, stays: true };
  }
}
