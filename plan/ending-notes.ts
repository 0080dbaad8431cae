import { type AnsweredKind, answeredState, daysBetween } from "../aws";
import { type Organization } from "../config";
import { type Note, type Rule } from "./note";

/** What is told of something that ends. */
interface Words {
  /** What follows. */
  readonly then: string;
  /** What makes it needless. */
  readonly mend: string;
}

/** What ends by itself, so its owner hears of it before and after. */
function ending(
  kind: Exclude<AnsweredKind, "breakGlass">,
  place: string,
  entriesOf: (
    organization: Organization,
  ) => Readonly<Record<string, { readonly expires: string; readonly owner: string }>>,
  { ended, ends }: { readonly ended: Words; readonly ends: Words },
): Rule {
  return (organization, today) =>
    Object.entries(entriesOf(organization)).flatMap(([name, { expires, owner }]): Note[] => {
      if (today === undefined) return [];
      const path = `${place}.${name}`;
      const again = `let ${owner} look again and set a new day`;
      switch (answeredState(kind, expires, today)) {
        case "expired":
          return [
            {
              code: `${kind}-expired`,
              path,
              message: `expired on ${expires}: it is left out, and ${ended.then}`,
              change: `${ended.mend} and remove it, or ${again}`,
              due: true,
            },
          ];
        case "ends-soon":
          return [
            {
              code: `${kind}-ends-soon`,
              path,
              message: `ends ${when(daysBetween(today, expires))}, on ${expires}: then ${ends.then}`,
              change: `${ends.mend}, or ${again}`,
              due: true,
            },
          ];
        default:
          return [];
      }
    });
}

function when(left: number): string {
  return left === 0 ? "today" : left === 1 ? "tomorrow" : `in ${String(left)} days`;
}

/** What Inspector hides shows again. */
export const suppressionsEnd: Rule = ending(
  "suppression",
  "inspector.suppressions",
  ({ inspector }) => inspector.suppressions,
  {
    ended: { then: "what it hid shows again", mend: "mend what it hid" },
    ends: { then: "what it hides shows again", mend: "mend what it hides" },
  },
);

const REFUSED: Words = { then: "the image is refused again", mend: "replace the image" };

/** What is let in is kept out again. */
export const exceptionsEnd: Rule = ending(
  "exception",
  "verification.exceptions",
  ({ verification }) => verification.exceptions,
  { ended: REFUSED, ends: REFUSED },
);
