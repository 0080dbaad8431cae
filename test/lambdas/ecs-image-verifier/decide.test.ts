import { decide, type Standing } from "../../../lambdas/ecs-image-verifier/decide";
import { LIMITS } from "../../../lambdas/ecs-image-verifier/limits";
import { type ImageOutcome } from "../../../verification";

const image = { reference: "image" };
const TRUSTED: ImageOutcome = { image, outcome: "trusted", signature: { digest: "sha256:1" } };
const EXCEPTION: ImageOutcome = { image, outcome: "admitted", code: "exception" };
const BREAK_GLASS: ImageOutcome = { image, outcome: "admitted", code: "break-glass" };
const REFUSED: ImageOutcome = { image, outcome: "refused", code: "unsigned", message: "" };
const WAITING: ImageOutcome = {
  image,
  outcome: "undecided",
  code: "throttled",
  message: "",
  transient: true,
};
const UNKNOWN: ImageOutcome = {
  image,
  outcome: "undecided",
  code: "unexpected",
  message: "",
  transient: false,
};

type Answer = "SUCCEEDED" | "FAILED" | "IN_PROGRESS";

const standing = (changed: Partial<Standing>): Standing => ({
  mode: "block",
  stage: "PRE_SCALE_UP",
  attempts: 0,
  elapsedSeconds: 1,
  outcomes: [TRUSTED],
  ...changed,
});

function answers(changed: Partial<Standing>): [Answer, string] {
  const { response, actions } = decide(standing(changed));
  return [response.hookStatus, actions.join(" ")];
}

const USED_UP = { attempts: LIMITS.PRE_SCALE_UP.attempts };

test.each<[string, Partial<Standing>, [Answer, string], [Answer, string]]>([
  ["trusted", { outcomes: [TRUSTED] }, ["SUCCEEDED", "allow"], ["SUCCEEDED", "allow"]],
  ["an exception", { outcomes: [EXCEPTION] }, ["SUCCEEDED", "allow"], ["SUCCEEDED", "allow"]],
  ["break-glass", { outcomes: [BREAK_GLASS] }, ["SUCCEEDED", "allow"], ["SUCCEEDED", "allow"]],
  ["refused", { outcomes: [REFUSED] }, ["FAILED", "deny"], ["SUCCEEDED", "tell"]],
  [
    "one of two refused",
    { outcomes: [TRUSTED, REFUSED] },
    ["FAILED", "allow deny"],
    ["SUCCEEDED", "allow tell"],
  ],
  [
    "an exception beside a refused one",
    { outcomes: [EXCEPTION, REFUSED] },
    ["FAILED", "allow deny"],
    ["SUCCEEDED", "allow tell"],
  ],
  ["what may pass", { outcomes: [WAITING] }, ["IN_PROGRESS", "wait"], ["IN_PROGRESS", "wait"]],
  [
    "what may pass beside a trusted one",
    { outcomes: [TRUSTED, WAITING] },
    ["IN_PROGRESS", "allow wait"],
    ["IN_PROGRESS", "allow wait"],
  ],
  [
    "what may pass beside a refused one",
    { outcomes: [WAITING, REFUSED] },
    ["FAILED", "deny deny"],
    ["IN_PROGRESS", "wait tell"],
  ],
  ["unexpected", { outcomes: [UNKNOWN] }, ["FAILED", "deny"], ["SUCCEEDED", "tell"]],
  [
    "what may pass beside something unexpected",
    { outcomes: [WAITING, UNKNOWN] },
    ["FAILED", "deny deny"],
    ["IN_PROGRESS", "wait tell"],
  ],
  ["no outcome at all", { outcomes: [] }, ["FAILED", ""], ["SUCCEEDED", ""]],
  [
    "no stage of ours, though it may pass",
    { stage: undefined, outcomes: [WAITING] },
    ["FAILED", "deny"],
    ["SUCCEEDED", "tell"],
  ],
  ["attempts used up", { ...USED_UP, outcomes: [WAITING] }, ["FAILED", "deny"], ["SUCCEEDED", "tell"]],
  [
    "the last attempt",
    { attempts: USED_UP.attempts - 1, outcomes: [WAITING] },
    ["IN_PROGRESS", "wait"],
    ["IN_PROGRESS", "wait"],
  ],
  ["attempts used up, and trusted", USED_UP, ["SUCCEEDED", "allow"], ["SUCCEEDED", "allow"]],
  [
    "the deadline reached",
    { elapsedSeconds: 900, outcomes: [WAITING] },
    ["FAILED", "deny"],
    ["SUCCEEDED", "tell"],
  ],
  [
    "just before the deadline",
    { elapsedSeconds: 899.9, outcomes: [WAITING] },
    ["IN_PROGRESS", "wait"],
    ["IN_PROGRESS", "wait"],
  ],
  [
    "the deadline reached, and trusted",
    { elapsedSeconds: 900 },
    ["SUCCEEDED", "allow"],
    ["SUCCEEDED", "allow"],
  ],
  [
    "a start that ECS cannot tell now",
    { elapsedSeconds: undefined, outcomes: [WAITING] },
    ["IN_PROGRESS", "wait"],
    ["IN_PROGRESS", "wait"],
  ],
  [
    "a start that ECS cannot tell now, attempts used up",
    { ...USED_UP, elapsedSeconds: undefined, outcomes: [WAITING] },
    ["FAILED", "deny"],
    ["SUCCEEDED", "tell"],
  ],
  [
    "a start that ECS never tells",
    { elapsedSeconds: Infinity, outcomes: [WAITING] },
    ["FAILED", "deny"],
    ["SUCCEEDED", "tell"],
  ],
  [
    "a start in the future",
    { elapsedSeconds: -301, outcomes: [WAITING] },
    ["FAILED", "deny"],
    ["SUCCEEDED", "tell"],
  ],
  [
    "a start a little in the future, as clocks differ",
    { elapsedSeconds: -299, outcomes: [WAITING] },
    ["IN_PROGRESS", "wait"],
    ["IN_PROGRESS", "wait"],
  ],
  [
    "a start that is no number",
    { elapsedSeconds: NaN, outcomes: [WAITING] },
    ["FAILED", "deny"],
    ["SUCCEEDED", "tell"],
  ],
  [
    "at POST_SCALE_UP, long after the start",
    { stage: "POST_SCALE_UP", elapsedSeconds: 7_199, outcomes: [WAITING] },
    ["IN_PROGRESS", "wait"],
    ["IN_PROGRESS", "wait"],
  ],
  [
    "at POST_SCALE_UP, the deadline reached",
    { stage: "POST_SCALE_UP", elapsedSeconds: 7_200, outcomes: [WAITING] },
    ["FAILED", "deny"],
    ["SUCCEEDED", "tell"],
  ],
])("%s", (_, changed, block, alert) => {
  expect({
    block: answers({ ...changed, mode: "block" }),
    alert: answers({ ...changed, mode: "alert" }),
  }).toEqual({
    block,
    alert,
  });
});

test("waiting counts the attempt, for its stage alone, and says when to ask again", () => {
  expect(decide(standing({ outcomes: [WAITING], attempts: 4 })).response).toEqual({
    hookStatus: "IN_PROGRESS",
    callBackDelay: 15,
    hookDetails: { preScaleUpAttempts: 5 },
  });
  expect(decide(standing({ outcomes: [WAITING], stage: "POST_SCALE_UP" })).response).toMatchObject({
    hookDetails: { postScaleUpAttempts: 1 },
  });
});

test("an answer that ends the deployment says nothing else", () => {
  expect(decide(standing({})).response).toEqual({ hookStatus: "SUCCEEDED" });
  expect(decide(standing({ outcomes: [REFUSED] })).response).toEqual({ hookStatus: "FAILED" });
});

test("in no combination does alerting fail, or blocking let in what is not trusted or admitted", () => {
  const all = [TRUSTED, EXCEPTION, BREAK_GLASS, REFUSED, WAITING, UNKNOWN];
  const lists = all.flatMap((a) => [[a], ...all.flatMap((b) => [[a, b], ...all.map((c) => [a, b, c])])]);
  let count = 0;
  for (const outcomes of lists) {
    for (const attempts of [0, 59, 60]) {
      for (const elapsedSeconds of [undefined, -1_000, 0, 899, 900, Infinity]) {
        for (const stage of ["PRE_SCALE_UP", "POST_SCALE_UP", undefined] as const) {
          count += 1;
          const at = { attempts, elapsedSeconds, outcomes, ...(stage ? { stage } : {}) };
          expect(decide({ ...at, mode: "alert" }).response.hookStatus).not.toBe("FAILED");
          const good = outcomes.every(({ outcome }) => outcome === "trusted" || outcome === "admitted");
          expect(decide({ ...at, mode: "block" }).response.hookStatus === "SUCCEEDED").toBe(good);
        }
      }
    }
  }
  expect(count).toBe(258 * 54);
});
