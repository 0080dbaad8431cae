import { type Verdict } from "../../notation";
import { sections } from "../notes";
import { table } from "../terminal";
import { printable } from "../where/text";
import { type Case } from "./case";

/** A verdict as people read it. */
export function verdictText({ reference, subject }: Case, verdict: Verdict): string {
  const { checks, policy, signature } = verdict;
  return sections([
    [
      `${headline(verdict)}: ${reference ?? subject.digest}`,
      ...(policy === undefined ? [] : [`by the statement ${policy.statement} of level ${policy.level}`]),
      ...(signature === undefined
        ? []
        : [`signed by ${signature.signer} at ${signature.signingTime} with ${signature.algorithm}`]),
    ]
      .map(printable)
      .join("\n"),
    table(
      ["check", "outcome", "action", "why"],
      checks.map((check) =>
        [
          check.name,
          check.outcome,
          check.action,
          check.outcome === "passed" ? "" : `${check.message} [${check.code}]`,
        ].map(printable),
      ),
    ),
  ]);
}

function headline({ trusted }: Verdict): string {
  if (trusted === null) return "undecided";
  return trusted ? "trusted" : "not trusted";
}
