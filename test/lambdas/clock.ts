import { type Clock } from "../../lambdas/shared/clock";

/** A clock that stands still but for what is slept. */
export class StoppedClock implements Clock {
  private time = Date.parse("2026-03-04T05:06:07Z");
  /** Milliseconds of each sleep. */
  readonly slept: number[] = [];

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number): Promise<void> {
    this.slept.push(milliseconds);
    this.time += milliseconds;
    return Promise.resolve();
  }
}
