import { type Problem, ProblemError } from "../problem";

/** Problems that are told at once; the others are counted. */
export const LISTED = 100;

/** Gathers the problems of a file. However many there are, little is put into words. */
export class Problems {
  private readonly told: Problem[] = [];
  private readonly counts = new Map<string, number>();
  private total = 0;

  /** Adds a problem, which is put into words only if few of its kind were. */
  add(code: string, tell: () => Omit<Problem, "code">): void {
    const count = (this.counts.get(code) ?? 0) + 1;
    this.counts.set(code, count);
    this.total += 1;
    if (count <= LISTED) this.told.push({ code, ...tell() });
  }

  /** Number of problems, those included that are only counted. */
  get size(): number {
    return this.total;
  }

  /** The problems in the order of the file, at most {@link LISTED} of them, and at least one of every kind. */
  error(): ProblemError {
    const sorted = this.told.toSorted(byPlace);
    const kinds = new Set<string>();
    const firsts = sorted.filter(({ code }) => !kinds.has(code) && kinds.add(code));
    const others = sorted.filter((problem) => !firsts.includes(problem));
    const listed = new Set([...firsts, ...others].slice(0, LISTED));
    return new ProblemError(
      sorted.filter((problem) => listed.has(problem)),
      this.total - listed.size,
    );
  }
}

function byPlace({ place: a }: Problem, { place: b }: Problem): number {
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
}
