import { getMaxListeners } from "node:events";
import { setTimeout } from "node:timers/promises";
import { RECORDING_MILLISECONDS, timeLeft } from "../../../lambdas/shared/time-left";

test("sending decisions leaves time for the answer", () => {
  expect(timeLeft(RECORDING_MILLISECONDS + 1_000).milliseconds).toBe(0);
});

test("five seconds are kept for the answer", async () => {
  const { milliseconds, signal } = timeLeft(5_020);
  expect(milliseconds).toBe(20);
  expect(signal.aborted).toBe(false);
  await setTimeout(200);
  expect(signal.aborted).toBe(true);
});

test("who has less has no time left", async () => {
  const { milliseconds, signal } = timeLeft(4_999);
  expect(milliseconds).toBe(0);
  await setTimeout(50);
  expect(signal.aborted).toBe(true);
});

test("any number of calls may listen without a warning", () => {
  expect(getMaxListeners(timeLeft(60_000).signal)).toBe(Infinity);
});
