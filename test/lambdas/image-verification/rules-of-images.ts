import { say } from "../../../local/tools-process";
import { type ImageOutcome } from "../../../verification";
import { Random, SEED } from "../../notation/support/random";
import { type Entry, READ, type Signed } from "./small-registry";
import { short } from "./support";

const COUNT = 10_000;

/** What is refused for good, and what nobody can say. */
export const ENDS: readonly Signed[] = ["revoked", "buried"];
export const DOUBTS: readonly Signed[] = ["undecided", "throttled"];
/** Most can be read. */
export const READS = [...READ, ...Array<"read">(10).fill("read")];

/** A rule, and whether a case breaks it. */
export type Rules<Case> = Readonly<
  Record<string, (one: Case, outcome: ImageOutcome["outcome"], isTransient: boolean) => boolean>
>;

/** Judges random cases; what broke a rule. */
export async function broken<Case extends object>(
  make: (random: Random) => Case,
  judge: (one: Case) => Promise<ImageOutcome>,
  rules: Rules<Case>,
): Promise<string[]> {
  const random = new Random(SEED);
  const outcomes = new Map<string, number>();
  const found: string[] = [];
  for (let number = 0; number < COUNT; number += 1) {
    const one = make(random);
    const outcome = await judge(one);
    outcomes.set(outcome.outcome, (outcomes.get(outcome.outcome) ?? 0) + 1);
    for (const [rule, isBroken] of Object.entries(rules)) {
      if (!isBroken(one, outcome.outcome, outcome.outcome === "undecided" && outcome.transient)) continue;
      found.push(`${rule}: ${JSON.stringify(one)} is ${short(outcome)}`);
    }
  }
  say(
    `images: seed ${String(SEED)}, ${String(COUNT)} cases: ${JSON.stringify(Object.fromEntries(outcomes))}`,
  );
  // Each outcome is there often enough to tell something.
  expect(
    Math.min(...["trusted", "refused", "undecided"].map((each) => outcomes.get(each) ?? 0)),
  ).toBeGreaterThan(COUNT / 50);
  return found;
}

/** Whether a manifest can be read, and has such a signature of its own. */
export const isSigned = ({ signed, read }: Entry, by: readonly Signed[] = ["trusted"]) =>
  read === "read" && by.includes(signed);
