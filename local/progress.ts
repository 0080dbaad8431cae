/** What the CDKTF CLI says of a stack, in the order in which it happens. */
const MILESTONES: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [/Terraform has been successfully initialized/, () => "initialized"],
  [/No changes\./, () => "planned: nothing to change"],
  [/Plan: (.+)\.$/, ([, what = ""]) => `planned: ${what}`],
  [/Apply complete! Resources: (.+)\.$/, ([, what = ""]) => `applied: ${what}`],
  [/Error: .+$/, ([what]) => what],
];

/**
 * Follows the lines of `cdktf deploy` and picks out how far each stack is.
 *
 * The CLI puts a stack's name in front of a line, or blanks where the stack is the one before.
 */
export class DeployProgress {
  private stack = "";
  private applied = 0;
  private readonly started: number;

  /** @param now tells the time in milliseconds. @default performance.now */
  constructor(
    private readonly stacks: readonly string[],
    private readonly now: () => number = () => performance.now(),
  ) {
    this.started = now();
  }

  /** What a person hears after a line, if it is news. */
  after(line: string): string | undefined {
    const [, name = ""] = /^(\S+) {2}/.exec(line) ?? [];
    if (this.stacks.includes(name)) this.stack = name;
    for (const [pattern, text] of MILESTONES) {
      const found = pattern.exec(line);
      if (!found) continue;
      const what = text(found);
      if (what.startsWith("applied")) this.applied += 1;
      const total = what.startsWith("applied")
        ? ` (${String(this.applied)} of ${String(this.stacks.length)} stacks)`
        : "";
      return `${this.seconds().padStart(5)} s  ${this.stack}: ${what}${total}`;
    }
    return undefined;
  }

  private seconds(): string {
    return String(Math.round((this.now() - this.started) / 1000));
  }
}
