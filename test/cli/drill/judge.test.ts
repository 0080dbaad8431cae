import { judge, judgeWithIndexes, type SigningState } from "../../../cli/drill/judge";

const OLD = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/api_b263a02b";
const NEW = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/api_f119fbac";
const DRILLED = { generation: 1, arn: OLD, others: [{ generation: 2, arn: NEW }] };
const state = (profileArn: string, status = "COMPLETE"): SigningState => ({ profileArn, status });

test.each<[string, readonly SigningState[] | undefined, string, string]>([
  ["carries only its signature", [state(OLD)], "refused", "only generation 1 signed it"],
  ["carries another one too", [state(OLD), state(NEW)], "not refused", "generation 2 signed it"],
  ["carries only another one", [state(NEW)], "not refused", "generation 2 signed it"],
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
  expect(judge([state(NEW), state(OLD), state(`${OLD}x`)], DRILLED).signedBy).toEqual([1, 2]);
  expect(judge([state(OLD), state(NEW, "FAILED")], DRILLED).signedBy).toEqual([1]);
  expect(judge(undefined, DRILLED).signedBy).toEqual([]);
});

describe("an image that indexes list", () => {
  const index = (states: readonly SigningState[]) => ({ digest: `sha256:${"a".repeat(64)}`, states });

  test("is refused when one of them is, whatever it carries itself", () => {
    const signed = { own: [state(NEW)], indexes: [index([state(NEW)]), index([state(OLD)])] };
    expect(judgeWithIndexes(signed, DRILLED)).toEqual({
      verdict: "refused",
      why: "only generation 1 signed it as part of the index sha256:aaaaaaaaaaaa",
      signedBy: [1],
    });
  });

  test("is refused when it alone is, because a workload may name it", () => {
    const signed = { own: [state(OLD)], indexes: [index([state(NEW)])] };
    expect(judgeWithIndexes(signed, DRILLED).verdict).toBe("refused");
  });

  test("needs no signature of its own", () => {
    expect(judgeWithIndexes({ own: [], indexes: [index([state(NEW)])] }, DRILLED).verdict).toBe(
      "not refused",
    );
  });

  test("is unknown when ECR does not say how it is signed itself", () => {
    const signed = { own: undefined, indexes: [index([state(NEW)])] };
    expect(judgeWithIndexes(signed, DRILLED).verdict).toBe("unknown");
  });
});
