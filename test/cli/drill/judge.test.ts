import { agreed, judge, judgeWithIndexes, type Signed, together, UNREAD } from "../../../cli/drill/judge";

const OLD = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/api_b263a02b";
const NEW = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/api_f119fbac";
const WEB = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/web_5e884898";
const DRILLED = {
  profile: "api",
  generation: 1,
  arn: OLD,
  others: [
    { profile: "api", generation: 2, arn: NEW },
    { profile: "web", generation: 1, arn: WEB },
  ],
};
const by = (...profileArns: readonly string[]): Signed => ({ profileArns, refused: [], complete: true });
const cut = (...profileArns: readonly string[]): Signed => ({ ...by(...profileArns), complete: false });

test.each<[string, Signed, string, string]>([
  ["carries only its signature", by(OLD), "refused", "only generation 1 signed it"],
  ["carries another one too", by(OLD, NEW), "not refused", "generation 2 signed it"],
  ["carries only another one", by(NEW), "not refused", "generation 2 signed it"],
  ["carries one of another profile", by(OLD, WEB), "not refused", "generation 1 of web signed it"],
  ["has no signature", by(), "refused", "no trusted signature, with or without generation 1"],
  ["has one of a stranger", by(`${OLD}x`), "refused", "no trusted signature, with or without generation 1"],
  [
    "has some that count for nothing",
    { ...by(), refused: ["the signature expired", "it is no signature"] },
    "refused",
    "no trusted signature, with or without generation 1: the signature expired",
  ],
  ["has some that were not read", cut(OLD), "unknown", "not all of its signatures could be read"],
  ["has another one beside some that were not read", cut(NEW), "not refused", "generation 2 signed it"],
  ["has none that was read", UNREAD, "unknown", "not all of its signatures could be read"],
])("an image that %s", (_, signed, verdict, why) => {
  expect(judge(signed, DRILLED)).toMatchObject({ verdict, why });
});

test("tells every trusted generation that signed, and nobody else", () => {
  const signers = (signed: Signed) => judge(signed, DRILLED).signers;
  expect(signers(by(WEB, NEW, OLD, `${OLD}x`))).toEqual([["api/1", "api/2", "web/1"]]);
  expect(signers(UNREAD)).toEqual([[]]);
});

test("two places hold what either holds, and everything was read where both were", () => {
  const refused = ["the signature expired"];
  expect(together(by(OLD), { profileArns: [OLD, NEW], refused, complete: true })).toEqual({
    profileArns: [OLD, NEW],
    refused,
    complete: true,
  });
  expect(together(by(OLD), UNREAD).complete).toBe(false);
});

describe("an image that indexes list", () => {
  const index = (signed: Signed) => ({ digest: `sha256:${"a".repeat(64)}`, signed });

  test("is refused when one of them is, whatever it carries itself", () => {
    const signed = { own: by(NEW), indexes: [index(by(NEW)), index(by(OLD))] };
    expect(judgeWithIndexes(signed, DRILLED)).toEqual({
      verdict: "refused",
      why: "only generation 1 signed it as part of the index sha256:aaaaaaaaaaaa",
      signers: [["api/2"], ["api/2"], ["api/1"]],
    });
  });

  test("is refused when it alone is, because a workload may name it", () => {
    const signed = { own: by(OLD), indexes: [index(by(NEW))] };
    expect(judgeWithIndexes(signed, DRILLED).verdict).toBe("refused");
  });

  test("needs no signature of its own", () => {
    expect(judgeWithIndexes({ own: by(), indexes: [index(by(NEW))] }, DRILLED)).toMatchObject({
      verdict: "not refused",
      signers: [["api/2"]],
    });
  });

  test("is signed by nobody known when ECR does not say which indexes there are", () => {
    expect(judgeWithIndexes(undefined, DRILLED)).toMatchObject({ verdict: "unknown", signers: [[]] });
  });

  test("is unknown when its own signatures were not read", () => {
    const signed = { own: UNREAD, indexes: [index(by(NEW))] };
    expect(judgeWithIndexes(signed, DRILLED).verdict).toBe("unknown");
  });
});

describe("of several judgements of which nobody knows which holds", () => {
  const possible = (when: string, verdict: "refused" | "unknown" | "not refused") => ({
    when,
    judgement: { verdict, why: `why ${when}`, signers: [[when]] },
  });

  test("what they agree on holds, with every signer", () => {
    expect(agreed([possible("a", "refused"), possible("b", "refused")])).toEqual({
      verdict: "refused",
      why: "why a",
      signers: [["a"], ["b"]],
    });
  });

  test.each([
    ["refused", "not refused", "a refused, b not refused: why a"],
    ["not refused", "refused", "a not refused, b refused: why b"],
    ["unknown", "refused", "a unknown, b refused: why b"],
    ["not refused", "unknown", "a not refused, b unknown: why b"],
  ] as const)("%s and %s come to unknown, for the worse reason", (a, b, why) => {
    expect(agreed([possible("a", a), possible("b", b)])).toEqual({
      verdict: "unknown",
      why,
      signers: [["a"], ["b"]],
    });
  });
});
