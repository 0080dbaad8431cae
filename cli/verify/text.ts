import { MOST_LISTED } from "../../notation/storage/signatures";
import { sections } from "../notes";
import { count, printable, table } from "../terminal";
import { type CaseVerdict, type OtherSignature } from "./verifiers";

/** A verdict as people read it. */
export function verdictText(about: string, verdict: CaseVerdict): string {
  const { checks, policy, signature, image } = verdict;
  return sections([
    [
      `${headlineOf(verdict.trusted)}: ${image?.reference ?? about}`,
      ...(image === undefined
        ? []
        : [
            `${count(image.signatures, "signature")}${image.signatures < MOST_LISTED ? "" : " or more"} in the registry${image.signature === undefined ? "" : `, this is about ${image.signature}`}`,
          ]),
      ...(image?.unread === undefined ? [] : [`the image ${image.unread.message} [${image.unread.code}]`]),
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
    ...othersText(image?.others ?? []),
  ]);
}

/** Signatures that do not matter beside the one that the verdict is about. */
function othersText(others: readonly OtherSignature[]): string[] {
  if (others.length === 0) return [];
  const rows = others.map(({ signature, trusted, code, message }) =>
    [signature, headlineOf(trusted), `${message} [${code}]`].map(printable),
  );
  return [table(["other signature", "outcome", "why"], rows)];
}

function headlineOf(trusted: boolean | null): string {
  if (trusted === null) return "undecided";
  return trusted ? "trusted" : "not trusted";
}
