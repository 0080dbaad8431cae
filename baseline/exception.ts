import { type Finding } from "./rule";
import { isBody, type Resource } from "./stack";

/** Rule id of a wrong exception. */
export const EXCEPTION_RULE = "baseline-exception";
const REASON_LENGTH = 10;

/** An exception as it is written next to a resource. */
export interface ExceptionNote {
  readonly rule: string;
  readonly reason: string;
  /** Its reason is long enough to be one. */
  readonly valid: boolean;
}

/** Exceptions that the comment of a resource names: `"//": {"baselineException": {"<rule>": "<reason>"}}`. */
export function exceptionNotes({ body }: Resource): ExceptionNote[] {
  const comment = body["//"];
  const written = isBody(comment) ? comment["baselineException"] : undefined;
  if (!isBody(written)) return [];
  return Object.entries(written).map(([rule, value]) => {
    const reason = typeof value === "string" ? value.trim() : "";
    return { rule, reason, valid: reason.length >= REASON_LENGTH };
  });
}

/** What is wrong with the exceptions of a resource, after every rule has had its say. */
export function judgeNotes(
  resource: Resource,
  notes: readonly ExceptionNote[],
  context: {
    readonly known: readonly string[];
    readonly skipped: readonly string[];
    readonly used: ReadonlySet<ExceptionNote>;
  },
): Finding[] {
  return notes.flatMap((note): Finding[] => {
    const { reason, rule, valid } = note;
    if (!context.known.includes(rule)) {
      const change = `use one of ${context.known.join(", ")}`;
      return [{ resource, message: `is excepted from the unknown rule "${rule}"`, change }];
    }
    if (!valid) {
      const message = `is excepted from ${rule} with the reason "${reason}", shorter than ${String(REASON_LENGTH)} characters`;
      return [{ resource, message, change: "say why it is right here" }];
    }
    if (context.used.has(note) || context.skipped.includes(rule)) return [];
    return [
      {
        resource,
        message: `is excepted from ${rule}, which it does not break`,
        change: "remove the exception",
      },
    ];
  });
}
