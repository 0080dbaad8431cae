import { formatProblem, type Problem, ProblemError } from "../problem";

/** Codes after which asking the same service in the same place again is in vain. */
const FINAL: ReadonlySet<string> = new Set([
  "access-denied",
  "credentials-refused",
  "no-credentials",
  "no-role",
  "role-refused",
  "throttled",
  "time-limit",
  "unreachable",
]);

/** Why an answer is not complete, each reason once. */
export class Doubts {
  private readonly found = new Map<string, { readonly problem: Problem; times: number }>();
  private readonly closed = new Set<string>();

  /** The reasons, with how often one came up. */
  get problems(): readonly Problem[] {
    return [...this.found.values()].map(({ problem, times }) =>
      times === 1
        ? problem
        : { ...problem, message: `${problem.message} (${times.toLocaleString("en-US")} times)` },
    );
  }

  add(problem: Problem): void {
    const key = formatProblem(problem);
    const known = this.found.get(key);
    if (known) known.times += 1;
    else this.found.set(key, { problem, times: 1 });
  }

  /**
   * Does the work, or keeps the reason why it could not be done. Once a place refused for a reason that does not go
   * away, nothing is asked of it any more.
   *
   * @param place what is asked, e.g. `inspector2:GetClustersForImage eu-central-1`
   * @returns `undefined` when it could not be done
   */
  async attempt<T>(place: string, work: () => Promise<T>): Promise<T | undefined> {
    if (this.closed.has(place)) return undefined;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      for (const problem of error.problems) {
        // Work that was under way when the place was closed says the same once more.
        if (FINAL.has(problem.code) && this.closed.has(place)) continue;
        if (FINAL.has(problem.code)) this.closed.add(place);
        this.add(problem);
      }
      return undefined;
    }
  }
}
