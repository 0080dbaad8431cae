import { MOST_LISTED } from "../../notation/storage/signatures";
import { sections } from "../notes";
import { count, printable, table } from "../terminal";
import { type CaseVerdict, type OtherSignature, type VerifiedImage } from "./verdict";

/** A verdict as people read it. */
export function verdictText(about: string, verdict: CaseVerdict): string {
  const { checks, policy, signature, image } = verdict;
  return sections([
    [
      `${headlineOf(verdict.trusted)}: ${image?.reference ?? about}`,
      ...(image === undefined ? [] : countsText(image)),
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

/** How many signatures there are, and where the one is that the verdict is about. */
function countsText({ signatures, signature, source }: VerifiedImage): string[] {
  const told = (number: number, place: string, isHere: boolean) =>
    `${count(number, "signature")}${number < MOST_LISTED ? "" : " or more"} in ${place}${isHere && signature !== undefined ? `, this is about ${signature}` : ""}`;
  return [
    told(signatures, "the registry", source?.decides !== true),
    ...(source === undefined
      ? []
      : [told(source.signatures, `its source ${source.repository}`, source.decides)]),
  ];
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
