import { ANSWER_LENGTH } from "../aws";
import { type Finding } from "./rule";
import { isBody, type Resource } from "./stack";

/** Rule id of a wrong exception. */
export const EXCEPTION_RULE = "baseline-exception";
const { leastReason: REASON_LENGTH } = ANSWER_LENGTH;

/** An exception as it is written next to a resource. */
export interface ExceptionNote {
  readonly rule: string;
  readonly reason: string;
  /** How many findings of the rule it is for. */
  readonly findings: unknown;
}

/**
 * Exceptions that the comment of a resource names: `"//": {"baselineException": {"<rule>": "<reason>"}}` for one
 * finding, `{"<rule>": {"reason": "<reason>", "findings": 2}}` for several.
 */
export function exceptionNotes({ body }: Resource): ExceptionNote[] {
  const comment = body["//"];
  const written = isBody(comment) ? comment["baselineException"] : undefined;
  if (written === undefined) return [];
  // What names no rule is told as an unknown one.
  if (!isBody(written) || Object.keys(written).length === 0) return [{ rule: "", reason: "", findings: 1 }];
  return Object.entries(written).map(([rule, value]) => {
    const { reason, findings = 1 } = isBody(value) ? value : { reason: value };
    return { rule, reason: typeof reason === "string" ? reason.trim() : "", findings };
  });
}

/** Whether a note is a reasoned one for exactly so many findings. */
export function covers({ findings, reason }: ExceptionNote, found: number): boolean {
  return reason.length >= REASON_LENGTH && findings === found;
}

/** What is wrong with an exception, when its rule has so many findings for the resource. */
export function judgeNote(
  resource: Resource,
  { findings, reason, rule }: ExceptionNote,
  found: number,
  rules: readonly string[],
): Finding[] {
  const finding = (message: string, change: string): Finding[] => [{ resource, message, change }];
  if (!rules.includes(rule)) {
    return finding(`is excepted from the unknown rule "${rule}"`, `use one of ${rules.join(", ")}`);
  }
  if (reason.length < REASON_LENGTH) {
    return finding(
      `is excepted from ${rule} with the reason "${reason}", shorter than ${String(REASON_LENGTH)} characters`,
      "say why it is right here",
    );
  }
  if (found === 0)
    return finding(`is excepted from ${rule}, which it does not break`, "remove the exception");
  if (findings === found) return [];
  return finding(
    `has ${String(found)} finding${found === 1 ? "" : "s"} of ${rule} and is excepted from ${JSON.stringify(findings)}`,
    `mend what is not meant, or give a reason for all of it and set findings = ${String(found)}`,
  );
}
