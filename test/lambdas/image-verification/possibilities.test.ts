import { judgePulled } from "../../../lambdas/ecs-task-verifier/moved-tag";
import { type Random } from "../../notation/support/random";
import { broken, DOUBTS, ENDS, isSigned, READS, type Rules } from "./rules-of-images";
import { entry, judgeIn, READ, type Signed, SIGNED } from "./small-registry";
import { API } from "./support";

// What must hold of every image, whatever its registry is like: who may push, move tags and archive must gain nothing
// by it, and take nothing from what is signed. The rules are written down without looking at how images are judged.

const other = entry("other");

describe("an image that is named by a digest", () => {
  function make(random: Random) {
    const leaf = entry("leaf", { signed: random.pick(SIGNED), read: random.pick(READS) });
    const shape = random.pick(["flat", "nested", "unread"] as const);
    const inner = entry("inner", { children: [leaf], read: shape === "unread" ? "archived" : "read" });
    const index = entry("index", {
      signed: random.pick(SIGNED),
      read: random.pick(READS),
      children: shape === "flat" ? [leaf, other] : [other],
      indexes: shape === "flat" ? [] : [inner],
    });
    const named = random.pick(["leaf", "index"] as const);
    // The hook knows what is named alone, and a task what it pulled.
    const pulled = random.pick(
      named === "leaf" ? (["leaf", "nothing"] as const) : (["leaf", "index", "nothing"] as const),
    );
    return { leaf, index, inner, named, pulled, isListed: shape !== "unread" };
  }
  type Case = ReturnType<typeof make>;
  const judge = ({ leaf, index, inner, named, pulled }: Case) =>
    judgeIn([leaf, index, inner, other], "missing").judge({
      reference: `${API}@${(named === "leaf" ? leaf : index).digest}`,
      cluster: "shop",
      ...(pulled !== "nothing" && { digest: (pulled === "leaf" ? leaf : index).digest }),
    });
  const runsLeaf = ({ named, pulled }: Case) => (pulled === "nothing" ? named : pulled) === "leaf";
  const byItself = (one: Case) => runsLeaf(one) && isSigned(one.leaf);
  const byIndex = (one: Case) =>
    one.named === "index" && isSigned(one.index) && (one.pulled !== "leaf" || one.isListed);
  const indexPasses = ({ named, index }: Case) => named === "index" && index.read === "throttled";

  const RULES: Rules<Case> = {
    "only a signature on it or on the index that lists it lets it run": (one, outcome) =>
      outcome === "trusted" && !byItself(one) && !byIndex(one),
    "an index that is trusted is enough": (one, outcome) => byIndex(one) && outcome !== "trusted",
    "its own signature is enough, unless AWS does not say for now what the index is": (one, outcome) =>
      byItself(one) && outcome !== "trusted" && (outcome === "refused" || !indexPasses(one)),
    "while AWS does not say for now what the index is, nothing of it is refused": (one, outcome) =>
      indexPasses(one) && one.pulled === "leaf" && outcome === "refused",
    "of an index that cannot be read nothing is refused but what is revoked or buried": (one, outcome) =>
      one.named === "index" &&
      one.pulled === "leaf" &&
      one.index.read !== "read" &&
      !isSigned(one.leaf, ENDS) &&
      outcome === "refused",
    "what is undecided itself is not refused": (one, outcome) =>
      runsLeaf(one) && isSigned(one.leaf, DOUBTS) && outcome === "refused",
    "what is revoked or buried itself is refused, unless its index may be good": (one, outcome) =>
      runsLeaf(one) &&
      isSigned(one.leaf, ENDS) &&
      outcome !== "refused" &&
      !(one.named === "index" && (indexPasses(one) || isSigned(one.index, ["trusted", ...DOUBTS]))),
    "of an index that is revoked or buried all is refused that is not signed itself, also what is gone": (
      one,
      outcome,
    ) =>
      one.named === "index" &&
      one.isListed &&
      isSigned(one.index, ENDS) &&
      outcome !== "refused" &&
      !(
        runsLeaf(one) &&
        (!["read", "archived", "missing"].includes(one.leaf.read) ||
          isSigned(one.leaf, ["trusted", ...DOUBTS]))
      ),
    "what nobody trusted signed is refused where it can be read": (one, outcome) =>
      one.named === "leaf" && isSigned(one.leaf, ["nobody", "stranger", ...ENDS]) && outcome !== "refused",
  };

  test("is judged by the rules, whatever else is there", async () => {
    expect((await broken(make, judge, RULES)).slice(0, 5)).toEqual([]);
  }, 120_000);
});

describe("an image that runs and was named by a tag", () => {
  const down = Object.assign(new Error("is down"), { $fault: "server" });
  const HISTORIES = ["known", "with a later one", "unknown", "down", "denied"] as const;

  function make(random: Random) {
    const leaf = entry("leaf", { signed: random.pick(SIGNED), read: random.pick(READS) });
    const before = entry("before", {
      children: [leaf, other],
      signed: random.pick(SIGNED),
      read: random.pick(READS),
    });
    const signed = random.pick(SIGNED);
    const unread = entry("unread", { read: "archived" });
    const inner = entry("inner", { children: [leaf] });
    const tags = {
      leaf,
      before,
      "another index of it": entry("another", { children: [leaf], signed }),
      "an index of another": entry("next", { children: [other], signed }),
      "an index that is not read": entry("half", { children: [other], indexes: [unread], signed }),
      "an index in an index": entry("nested", { indexes: [inner], signed }),
      "an ambiguous index": entry("ambiguous", { children: [leaf], signed, isAmbiguous: true }),
    };
    const where = random.pick([...Object.keys(tags), ...READ.slice(1)] as const);
    const tag = Object.hasOwn(tags, where) ? tags[where as keyof typeof tags] : undefined;
    return {
      where,
      tag,
      leaf,
      before,
      later: tags["another index of it"],
      history: random.pick(HISTORIES),
      all: [...Object.values(tags), unread, inner],
    };
  }
  type Case = ReturnType<typeof make>;
  const judge = ({ where, tag, leaf, before, later, history, all }: Case) =>
    judgePulled({ reference: `${API}:v1`, cluster: "shop", digest: leaf.digest }, "api", {
      judge: judgeIn([...all, other], tag ?? (where as Exclude<(typeof READ)[number], "read">)),
      history: {
        trustedIndexes: () => {
          if (history === "known") return Promise.resolve([before.digest]);
          if (history === "with a later one") return Promise.resolve([later.digest, before.digest]);
          return history === "unknown"
            ? Promise.resolve([])
            : Promise.reject(history === "down" ? down : new Error("is denied"));
        },
      },
    });
  const lists = ({ tag, leaf }: Case) =>
    tag !== undefined &&
    !tag.isAmbiguous &&
    [tag, ...tag.indexes].some(({ children }) => children.includes(leaf));
  const byTag = (one: Case, by?: readonly Signed[]) =>
    one.tag !== undefined && lists(one) && isSigned(one.tag, by);
  const remembered = ({ history, before, later }: Case) =>
    history === "known" ? [before] : history === "with a later one" ? [later, before] : [];
  const byBefore = (one: Case) => remembered(one).some((each) => isSigned(each));
  const tagPasses = ({ where, tag }: Case) => where === "throttled" || tag?.read === "throttled";

  const RULES: Rules<Case> = {
    "only a signature on it, or on an index of it that its tag means or meant, lets it run": (one, outcome) =>
      outcome === "trusted" && !isSigned(one.leaf) && !byTag(one) && !byBefore(one),
    "its own signature is enough, unless AWS does not say for now what the tag means": (one, outcome) =>
      isSigned(one.leaf) && outcome !== "trusted" && (outcome === "refused" || !tagPasses(one)),
    "the index that is remembered is enough, wherever the tag leads": (one, outcome) =>
      byBefore(one) && outcome !== "trusted" && (outcome === "refused" || !tagPasses(one)),
    "nothing of an index is refused while nobody can say that it is none": (one, outcome) =>
      (one.history === "down" || one.history === "denied") &&
      one.before.signed === "trusted" &&
      one.leaf.signed === "nobody" &&
      outcome === "refused",
    "a tag that leads elsewhere refuses nothing that may have been part of what it meant": (one, outcome) =>
      remembered(one).length === 0 &&
      one.leaf.signed === "nobody" &&
      ["an index of another", ...READ.slice(1)].includes(one.where) &&
      outcome === "refused",
    "while AWS does not say for now what the tag means, nothing is refused": (one, outcome) =>
      tagPasses(one) && outcome === "refused",
    "what is undecided itself is not refused": (one, outcome) =>
      isSigned(one.leaf, DOUBTS) && outcome === "refused",
    "what is revoked or buried itself is refused, wherever the tag leads": (one, outcome) =>
      isSigned(one.leaf, ENDS) &&
      outcome !== "refused" &&
      !byTag(one, ["trusted", ...DOUBTS]) &&
      !remembered(one).some((each) => isSigned(each, ["trusted", ...DOUBTS]) || each.read === "throttled") &&
      !tagPasses(one) &&
      one.history !== "down" &&
      !(one.history === "denied" && lists(one)),
    "of a remembered index that is revoked or buried all is refused that is not signed itself, also what is gone":
      (one, outcome) =>
        remembered(one).length > 0 &&
        remembered(one).every((each) => isSigned(each, ENDS)) &&
        outcome !== "refused" &&
        ["read", "archived", "missing"].includes(one.leaf.read) &&
        !isSigned(one.leaf, ["trusted", ...DOUBTS]) &&
        !byTag(one, ["trusted", ...DOUBTS]) &&
        !tagPasses(one),
  };

  test("is judged by the rules, whatever else is there", async () => {
    expect((await broken(make, judge, RULES)).slice(0, 5)).toEqual([]);
  }, 120_000);
});
