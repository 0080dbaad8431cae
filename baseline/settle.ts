import { covers, EXCEPTION_RULE, exceptionNotes, judgeNote } from "./exception";
import { type BaselineReport, type GrantedException, type Violation } from "./report";
import { type Finding, type PlacedFinding } from "./rule";
import { isBody, type Resource, type StackView } from "./stack";

/** A finding and the rule it comes from. */
export interface Breach extends PlacedFinding {
  readonly rule: string;
}

function constructPath({ body }: Resource): string | undefined {
  const note = body["//"];
  const metadata = isBody(note) ? note["metadata"] : undefined;
  const path = isBody(metadata) ? metadata["path"] : undefined;
  return typeof path === "string" ? path : undefined;
}

function violationOf(rule: string, stack: StackView, finding: Finding): Violation {
  const { change, message, resource } = finding;
  const path = constructPath(resource);
  return {
    rule,
    stack: stack.source.name,
    resource: resource.address,
    message,
    change,
    ...(path === undefined ? {} : { constructPath: path }),
  };
}

/** Tells breaches that an exception next to the resource allows from violations, and judges the exceptions. */
export function settle(
  stacks: readonly StackView[],
  breaches: readonly Breach[],
  rules: readonly string[],
): Pick<BaselineReport, "violations" | "exceptions"> {
  const place = (stack: StackView, { address }: Resource, rule: string) =>
    `${stack.source.name} ${address} ${rule}`;
  const counts = new Map<string, number>();
  for (const { resource, rule, stack } of breaches) {
    const key = place(stack, resource, rule);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }

  const reasons = new Map<string, string>();
  const wrong: Violation[] = [];
  for (const stack of stacks) {
    for (const resource of stack.blocks) {
      for (const note of exceptionNotes(resource)) {
        const key = place(stack, resource, note.rule);
        const found = counts.get(key) ?? 0;
        if (covers(note, found)) reasons.set(key, note.reason);
        for (const finding of judgeNote(resource, note, found, rules)) {
          wrong.push(violationOf(EXCEPTION_RULE, stack, finding));
        }
      }
    }
  }

  const violations: Violation[] = [];
  const exceptions: GrantedException[] = [];
  for (const { rule, stack, ...finding } of breaches) {
    const { message, resource } = finding;
    const reason = reasons.get(place(stack, resource, rule));
    if (reason === undefined) violations.push(violationOf(rule, stack, finding));
    else exceptions.push({ stack: stack.source.name, resource: resource.address, rule, message, reason });
  }
  return { violations: [...violations, ...wrong], exceptions };
}
