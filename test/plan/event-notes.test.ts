import { parseOrganization } from "../../config";
import { notes } from "../../plan";
import { formatProblem } from "../../problem";
import { type Edit, textOf } from "../config/bad-files/base";

/** Notes of one code about the valid file with some edits. */
const notesOf = (code: string, edits: readonly Edit[]) =>
  notes(parseOrganization(textOf(edits), "organization.yaml"))
    .filter((note) => note.code === code)
    .map(formatProblem);
const telling = (target: string, role?: string): Edit[] => [
  [
    "{ pull: [shop] }",
    `{ pull: [shop], events: { told: { on: push, target: ${target}${role === undefined ? "" : `, role: ${role}`} } } }`,
  ],
];
const HERE = "eu-central-1:333333333333";

test.each([`arn:aws:sns:${HERE}:told`, `arn:aws:sqs:${HERE}:told`])(
  "what is reached without a role must let EventBridge in itself: %s",
  (arn) => {
    expect(notesOf("event-target-must-admit", telling(arn))).toEqual([
      `registry.repositories.*.events: the policy of ${arn} must let events.amazonaws.com in, which no stack of this does: until then what is to be told waits in a queue [event-target-must-admit]`,
    ]);
  },
);

test.each([
  ["a function, which is opened", `arn:aws:lambda:${HERE}:function:told`, undefined],
  ["a state machine, which a role reaches", `"arn:aws:states:${HERE}:stateMachine:told"`, "told"],
])("%s must let nobody in", (_what, target, role) => {
  expect(notesOf("event-target-must-admit", telling(target, role))).toEqual([]);
});

const bus = (accountId: string) => `arn:aws:events:eu-west-1:${accountId}:event-bus/told`;

test("a bus of another account must let the registry's account in, and nobody else", () => {
  expect(notesOf("event-bus-must-admit", telling(bus("222222222222"), "told"))).toEqual([
    `registry.repositories.*.events: the policy of ${bus("222222222222")} must let the account 333333333333 put events, which no stack of this does; a bus on which others may put events too takes forged ones for those of the registry [event-bus-must-admit]`,
  ]);
  expect(notesOf("event-bus-must-admit", telling(bus("333333333333"), "told"))).toEqual([]);
});

test("a bus of an account that the file does not name is told", () => {
  expect(notesOf("event-bus-outside", telling(bus("777777777777"), "told"))).toEqual([
    `registry.repositories.*.events: ${bus("777777777777")} is told what happens, in the account 777777777777 that this file does not name, which may be of another organization; add the account, or name a bus of an account that is in the file [event-bus-outside]`,
  ]);
  expect(notesOf("event-bus-outside", telling(bus("222222222222"), "told"))).toEqual([]);
});

describe("topics that EventBridge publishes to", () => {
  const from = textOf([]).indexOf("pipelines:");
  const noPipeline: Edit = [textOf([]).slice(from, textOf([]).indexOf("guardrails:")), ""];
  const open = (what: string) =>
    `the topics of ${what} let EventBridge publish without naming an account, as it publishes to an encrypted topic under no condition; AWS asks rules of other accounts for a role, and the topics let none in [topic-trusts-eventbridge]`;

  test("are known to trust it", () => {
    expect(notesOf("topic-trusts-eventbridge", [])).toEqual([`pipelines: ${open("pipelines")}`]);
    expect(
      notesOf("topic-trusts-eventbridge", [
        noPipeline,
        [
          "registry:\n",
          "securityHub: { notify: { high: a@example.com } }\nregistry:\n  notify: a@example.com\n",
        ],
      ]),
    ).toEqual([`registry.notify: ${open("registry.notify and securityHub.notify")}`]);
  });

  test("need no note where there is none", () => {
    expect(notesOf("topic-trusts-eventbridge", [noPipeline])).toEqual([]);
  });
});
