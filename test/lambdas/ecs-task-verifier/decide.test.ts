import {
  decide,
  type StopResult,
  stopRule,
  type TaskFacts,
  wantsStop,
} from "../../../lambdas/ecs-task-verifier/decide";
import { type ImageOutcome, type Mode } from "../../../verification";

const image = { reference: "registry.example/api@sha256:…" };
const OUTCOMES = {
  trusted: { image, outcome: "trusted", signature: { digest: "sha256:…" } },
  admitted: { image, outcome: "admitted", code: "exception" },
  refused: { image, outcome: "refused", code: "unsigned", message: "" },
  slow: { image, outcome: "undecided", code: "too-slow", message: "", transient: true },
  unknown: { image, outcome: "undecided", code: "weak-policy", message: "", transient: false },
} as const satisfies Record<string, ImageOutcome>;
type Name = keyof typeof OUTCOMES;
const outcomes = (...names: readonly Name[]) => names.map((name) => OUTCOMES[name]);

const SINCE = Date.parse("2026-03-01T00:00:00Z");
const facts = (more: Partial<TaskFacts> = {}): TaskFacts => ({
  mode: "block",
  known: true,
  enforcedSince: SINCE,
  createdAt: SINCE,
  live: true,
  isDaemon: false,
  last: false,
  ...more,
});

test.each<[Mode, Name, boolean]>([
  ["block", "trusted", false],
  ["block", "admitted", false],
  ["block", "refused", true],
  ["block", "slow", false],
  ["block", "unknown", false],
  ["alert", "trusted", false],
  ["alert", "admitted", false],
  ["alert", "refused", false],
  ["alert", "slow", false],
  ["alert", "unknown", false],
])(
  "in a cluster that has the mode %s, a task with an image that is %s is to be stopped: %s",
  (mode, name, wanted) => {
    expect(wantsStop(facts({ mode }), outcomes("trusted", name))).toBe(wanted);
  },
);

test.each<[string, Partial<TaskFacts>]>([
  ["was created before the cluster was enforced", { createdAt: SINCE - 1 }],
  ["was created nobody knows when", { createdAt: undefined as never }],
  ["is in a cluster that is enforced since nobody knows when", { enforcedSince: NaN }],
  ["is in a cluster that the settings do not name", { known: false }],
  ["has ended", { live: false }],
  ["is a daemon's", { isDaemon: true }],
])("a task that %s is never to be stopped", (_, more) => {
  expect(wantsStop(facts(more), outcomes("refused"))).toBe(false);
});

test("doubt about one image keeps no task that has another which is refused", () => {
  expect(wantsStop(facts(), outcomes("slow", "unknown", "refused"))).toBe(true);
});

test.each([
  [[false], "stop"],
  [[true], "count"],
  [[undefined], "ask-again"],
  [[true, true], "count"],
  [[true, false], "stop"],
  [[undefined, false], "stop"],
  [[true, undefined], "ask-again"],
])("images that were trusted before: %j; then the rule is %s", (trusted, rule) => {
  expect(stopRule(trusted)).toBe(rule);
});

test.each<[readonly Name[], StopResult, boolean, string, boolean, boolean]>([
  // images, what came of the stop, last time; actions, again, withheld
  [["trusted", "admitted"], "unwanted", false, "allow allow", false, false],
  [["refused"], "stopped", false, "stop", false, false],
  [["trusted", "refused"], "stopped", false, "allow stop", false, false],
  [["slow", "refused"], "stopped", false, "tell stop", false, false],
  [["refused"], "unwanted", false, "tell", false, false],
  [["refused", "slow"], "unwanted", false, "tell wait", true, false],
  [["refused", "slow"], "unwanted", true, "tell tell", false, false],
  [["slow"], "unwanted", false, "wait", true, false],
  [["slow"], "unwanted", true, "tell", false, false],
  [["unknown"], "unwanted", false, "tell", false, false],
  [["refused"], "limited", false, "tell", false, true],
  [["refused"], "limited", true, "tell", false, true],
  [["refused"], "unknown", false, "wait", true, false],
  [["refused"], "unknown", true, "tell", false, true],
  [["refused"], "failed", false, "wait", true, false],
  [["refused"], "failed", true, "tell", false, true],
])(
  "images %j, stop %s, last time %s: %s, again %s, withheld %s",
  (names, stop, last, actions, again, withheld) => {
    expect(decide({ last }, outcomes(...names), stop)).toEqual({
      actions: actions.split(" "),
      again,
      withheld,
    });
  },
);
