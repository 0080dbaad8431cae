import { judgePulled } from "../../../lambdas/ecs-task-verifier/moved-tag";
import { type Random } from "../../notation/support/random";
import { broken, DOUBTS, ENDS, READS, type Rules } from "./rules-of-images";
import { type Entry, entry, judgeIn, LISTED, type Signed, SIGNED } from "./small-registry";
import { API } from "./support";

// What must hold of an image of a replica, whatever of its own signatures and of its source's can be read: one that is
// good must run, by itself or by its index, and a doubt that passes must be waited for. The rules are written down
// without looking at how images are judged.

/** Most can be read. */
const LISTS = [...LISTED, ...Array<"read">(4).fill("read")];

const other = entry("other");

function make(random: Random) {
  const signatures = () => ({ signed: random.pick(SIGNED), listed: random.pick(LISTS) });
  const leaf = entry("leaf", { ...signatures(), source: signatures(), read: random.pick(READS) });
  const inner = entry("inner", { read: random.pick(READS), children: [leaf] });
  const isNested = random.pick([true, false, false]);
  const index = (name: string, isIn: boolean) =>
    entry(name, {
      ...signatures(),
      source: signatures(),
      read: random.pick(READS),
      ...(isIn ? { children: [other], indexes: [inner] } : { children: [leaf] }),
    });
  const how = random.pick(["by itself", "by its index", "by a tag", "by a tag that moved"]);
  const first = { ...index("index", isNested), read: "read" } as const;
  return { leaf, inner, index: first, before: index("before", false), how, isNested };
}
type Case = ReturnType<typeof make>;

function judge({ leaf, inner, index, before, how }: Case) {
  const name = { "by itself": `@${leaf.digest}`, "by its index": `@${index.digest}` }[how] ?? ":v1";
  const hasMoved = how === "by a tag that moved";
  const history = {
    trustedIndexes: () => Promise.resolve(hasMoved ? [before.digest, index.digest] : []),
  };
  const tag = hasMoved ? other : index;
  return judgePulled({ reference: `${API}${name}`, cluster: "shop", digest: leaf.digest }, "api", {
    judge: judgeIn([leaf, inner, index, before, other], tag),
    history,
  });
}

/** Whether nobody can say that it is in the index. */
const isHidden = ({ how, isNested, inner }: Case) => how !== "by itself" && isNested && inner.read !== "read";
/** What decides: its own signatures, and those of the indexes that are known to list it. */
const asked = (one: Case) => [
  one.leaf,
  ...(one.how === "by itself" || isHidden(one) ? [] : [one.index]),
  ...(one.how === "by a tag that moved" ? [one.before] : []),
];
const bothOf = ({ signed, listed, source = { signed: "nobody", listed: "read" } }: Entry) => [
  { signed, listed },
  source,
];
const has = (entry: Entry, by: readonly Signed[]) =>
  entry.read === "read" &&
  bothOf(entry).some(({ signed, listed }) => listed === "read" && by.includes(signed));
const isGood = (entry: Entry) => has(entry, ["trusted"]);
const isEnded = ({ signed, listed }: Entry) => listed === "read" && ENDS.includes(signed);
const passes = (entry: Entry) =>
  has(entry, ["throttled"]) ||
  (entry.read === "read"
    ? bothOf(entry).some(({ listed }) => listed === "throttled")
    : entry.read === "throttled");
/** A source that is lost casts no doubt on what has ended itself. */
const isDoubtful = (entry: Entry) =>
  passes(entry) ||
  has(entry, DOUBTS) ||
  [entry.read, entry.listed].some((each) => each !== "read") ||
  (entry.source?.listed !== "read" && !isEnded(entry));
/** Revoked or buried, here or in its source, and nothing else can be good. */
const isOver = (entry: Entry) => has(entry, ENDS) && !isGood(entry) && !isDoubtful(entry);
/** Whether all that casts doubt on it is that it cannot be read, or that its source is lost: who pushes makes these. */
const isMade = (entry: Entry) =>
  !passes(entry) && (entry.read !== "read" || (entry.listed === "read" && !has(entry, DOUBTS)));
/** Whether all its indexes are over, also where it may be hidden in one; whoever moves a tag chooses its index. */
const areOver = (one: Case) => {
  const { how, index, before, inner } = one;
  const indexes = { "by its index": [index], "by a tag that moved": [index, before] }[how];
  return indexes?.every(isOver) === true && !(isHidden(one) && inner.read === "throttled");
};
/**
 * What is over itself is not kept running by an index that is hidden, or that nobody signed, and what nobody signed
 * itself is not by a source that is lost where its indexes are over.
 */
const mayBeGood = (one: Case, each: Entry) =>
  isDoubtful(each) &&
  !(isMade(each) && (isOver(one.leaf) || (each === one.leaf && each.read === "read" && areOver(one))));
/** Whether it may be in an index that is good, or may be so. */
const mayBeIn = (one: Case) =>
  isHidden(one) &&
  (isGood(one.index) || mayBeGood(one, one.index)) &&
  // Whoever moves the tag can hide something in it.
  !(one.how === "by a tag" && isOver(one.leaf) && one.inner.read !== "throttled");
/** Where all its indexes are over, also what is gone itself is refused. */
const isGone = (one: Case) => areOver(one) && ["archived", "missing"].includes(one.leaf.read);
/** Whether it is refused in the end, once AWS says of the index that it is hidden in. */
const mayEnd = ({ leaf, index }: Case) => passes(index) && !isGood(index) && !isDoubtful(leaf);
const LATER: readonly Entry["read"][] = ["throttled", "mismatch", "missing"];

const RULES: Rules<Case> = {
  "only a signature on it or on its index lets it run": (one, outcome) =>
    outcome === "trusted" && !asked(one).some(isGood),
  "one of them is enough, whatever else cannot be read": (one, outcome) =>
    asked(one).some(isGood) && outcome !== "trusted",
  "while one of them may be good, nothing is refused": (one, outcome) =>
    (asked(one).some((each) => mayBeGood(one, each)) || mayBeIn(one)) &&
    !isGone(one) &&
    outcome === "refused",
  "what nobody can doubt is refused": (one, outcome) =>
    !asked(one).some((each) => isGood(each) || mayBeGood(one, each)) &&
    !mayBeIn(one) &&
    !(one.how === "by a tag" && isHidden(one) && one.inner.read === "throttled") &&
    outcome !== "refused",
  "while AWS does not say for now, it is asked again": (one, _, isTransient) =>
    !asked(one).some(isGood) &&
    (asked(one).some(passes) || (mayBeIn(one) && (one.inner.read === "throttled" || mayEnd(one)))) &&
    !isTransient,
  "what lasts is not waited for": (one, _, isTransient) =>
    isTransient &&
    !asked(one).some((each) => passes(each) || LATER.includes(each.read)) &&
    !(isHidden(one) && (passes(one.index) || LATER.includes(one.inner.read))),
};

test("is judged by the rules, whatever else is there", async () => {
  expect((await broken(make, judge, RULES)).slice(0, 5)).toEqual([]);
}, 120_000);
