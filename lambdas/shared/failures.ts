import { type Problem, ProblemError } from "../../problem";
import { errorMessage } from "./error-message";
import { type Fields, type Logger } from "./logger";

const TEXT_LENGTH = 300;

/** What failed of a run that goes on all the same: each failure is logged and counted, and the run fails at its end. */
export class Failures {
  private count = 0;
  private first = "";
  private omissions = 0;

  constructor(private readonly log: Logger) {}

  /** How many there were. */
  get size(): number {
    return this.count;
  }

  /** How often something was left out. */
  get leftOut(): number {
    return this.omissions;
  }

  /** Leaves something out for want of time or room: it is logged and counted, and the run does not fail. */
  leaveOut(message: string, fields: Fields): void {
    this.omissions += 1;
    this.log.warn(message, fields);
  }

  /**
   * Does a part of the run.
   *
   * @param part what it is about, for the log and the message at the end
   * @returns `undefined` when it failed
   */
  async attempt<T>(part: string, fields: Fields, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.count += 1;
      if (this.count === 1) this.first = `${part}: ${errorMessage(error, TEXT_LENGTH)}`;
      this.log.error("goes on without", { part, ...fields, error });
      return undefined;
    }
  }

  /**
   * Ends the run with an error when anything failed, so that Lambda tries it again and keeps it as a dead letter.
   *
   * @throws ProblemError `incomplete-run`
   */
  end(): void {
    if (this.count === 0) return;
    const problem: Problem = {
      code: "incomplete-run",
      path: "schedule",
      message: `${String(this.count)} ${this.count === 1 ? "part" : "parts"} of the run failed, first ${this.first}`,
      change: "look for the errors in the log of the function; everything else was done",
    };
    throw new ProblemError([problem]);
  }
}
