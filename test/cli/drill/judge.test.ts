import { judge, judgeWithIndexes, type SigningState } from "../../../cli/drill/judge";

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
const state = (profileArn: string, status = "COMPLETE"): SigningState => ({ profileArn, status });

test.each<[string, readonly SigningState[] | undefined, string, string]>([
  ["carries only its signature", [state(OLD)], "refused", "only generation 1 signed it"],
  ["carries another one too", [state(OLD), state(NEW)], "not refused", "generation 2 signed it"],
  ["carries only another one", [state(NEW)], "not refused", "generation 2 signed it"],
  [
    "carries one of another profile",
    [state(OLD), state(WEB)],
    "not refused",
    "generation 1 of web signed it",
  ],
  ["got no other one", [state(OLD), state(NEW, "FAILED")], "refused", "only generation 1 signed it"],
  [
    "does not have the other one yet",
    [state(OLD), state(NEW, "IN_PROGRESS")],
    "refused",
    "only generation 1 signed it",
  ],
  ["has no signature", [], "unknown", "no trusted generation is known to have signed it"],
  [
    "has one of a stranger",
    [state(`${OLD}x`)],
    "unknown",
    "no trusted generation is known to have signed it",
  ],
  ["has one of which nobody answers", undefined, "unknown", "ECR does not say what signed it"],
])("an image that %s", (_, states, verdict, why) => {
  expect(judge(states, DRILLED)).toMatchObject({ verdict, why });
});

test("tells every trusted generation that signed, and nobody else", () => {
  const signers = (states: readonly SigningState[] | undefined) => judge(states, DRILLED).signers;
  expect(signers([state(WEB), state(NEW), state(OLD), state(`${OLD}x`)])).toEqual([
    ["api/1", "api/2", "web/1"],
  ]);
  expect(signers([state(OLD), state(NEW, "FAILED")])).toEqual([["api/1"]]);
  expect(signers(undefined)).toEqual([[]]);
});

describe("an image that indexes list", () => {
  const index = (states: readonly SigningState[]) => ({ digest: `sha256:${"a".repeat(64)}`, states });

  test("is refused when one of them is, whatever it carries itself", () => {
    const signed = { own: [state(NEW)], indexes: [index([state(NEW)]), index([state(OLD)])] };
    expect(judgeWithIndexes(signed, DRILLED)).toEqual({
      verdict: "refused",
      why: "only generation 1 signed it as part of the index sha256:aaaaaaaaaaaa",
      signers: [["api/2"], ["api/2"], ["api/1"]],
    });
  });

  test("is refused when it alone is, because a workload may name it", () => {
    const signed = { own: [state(OLD)], indexes: [index([state(NEW)])] };
    expect(judgeWithIndexes(signed, DRILLED).verdict).toBe("refused");
  });

  test("needs no signature of its own", () => {
    expect(judgeWithIndexes({ own: [], indexes: [index([state(NEW)])] }, DRILLED)).toMatchObject({
      verdict: "not refused",
      signers: [["api/2"]],
    });
  });

  test("is signed by nobody known when ECR does not say which indexes there are", () => {
    expect(judgeWithIndexes(undefined, DRILLED)).toMatchObject({ verdict: "unknown", signers: [[]] });
  });

  test("is unknown when ECR does not say how it is signed itself", () => {
    const signed = { own: undefined, indexes: [index([state(NEW)])] };
    expect(judgeWithIndexes(signed, DRILLED).verdict).toBe("unknown");
  });
});
