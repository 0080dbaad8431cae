import { type Fields, type Logger } from "../shared/logger";

/** What a look did not reach, for want of time or because there is too much: each is logged and counted. */
export class Gaps {
  private count = 0;

  constructor(private readonly log: Logger) {}

  /** How many there were. */
  get size(): number {
    return this.count;
  }

  add(message: string, fields: Fields): void {
    this.count += 1;
    this.log.warn(message, fields);
  }
}
