import { judgePusher, type PushEvent } from "../../backfill";
import { BUILD, pushedBy } from "./support";

const RELEASE = "arn:aws:iam::777777777777:role/ci/release";
const PUSHERS = [
  { accountId: "333333333333", arn: BUILD },
  { accountId: "777777777777", arn: RELEASE },
];
const foreign = (sharedId?: string): PushEvent => ({
  caller: { kind: "foreign", accountId: "777777777777" },
  ...(sharedId === undefined ? {} : { sharedId }),
});

test.each<[string, readonly PushEvent[], string]>([
  ["a pusher of the registry's account", [pushedBy(BUILD)], BUILD],
  ["a pusher twice", [pushedBy(BUILD), pushedBy(BUILD)], BUILD],
  ["two pushers", [pushedBy(RELEASE), pushedBy(BUILD)], RELEASE],
  ["a pusher of another account", [foreign("1"), { ...pushedBy(RELEASE), sharedId: "1" }], RELEASE],
])("%s is known", (_, events, arn) => {
  expect(judgePusher(events, PUSHERS)).toEqual({ arn });
});

const UNKNOWN =
  "a role of account 777777777777 pushed it, and the history of that account does not say which";
const stranger = (who: string) =>
  `${who} pushed it, which the organization's file does not let push to the repository`;

test.each<[string, readonly PushEvent[], string, string]>([
  ["nobody", [], "unknown-pusher", "CloudTrail does not say who pushed it; it keeps events for 90 days"],
  ["a role that may not push today", [pushedBy(`${BUILD}x`)], "not-a-pusher", stranger(`${BUILD}x`)],
  ["a pusher and a stranger", [pushedBy(BUILD), pushedBy("arn:x")], "not-a-pusher", stranger("arn:x")],
  [
    "a user",
    [{ caller: { kind: "other", text: "arn:aws:iam::333333333333:user/eve" } }],
    "not-a-pusher",
    stranger("arn:aws:iam::333333333333:user/eve"),
  ],
  [
    "a pusher and somebody whose event cannot be read",
    [pushedBy(BUILD), { caller: { kind: "unreadable" } }],
    "unknown-pusher",
    "CloudTrail has a push of that time that cannot be read, and that may be one of this image",
  ],
  ["an account without its side of the event", [foreign("1")], "unknown-pusher", UNKNOWN],
  [
    "an account with another event",
    [foreign("1"), { ...pushedBy(RELEASE), sharedId: "2" }],
    "unknown-pusher",
    UNKNOWN,
  ],
  ["an account without an id", [foreign(), pushedBy(RELEASE)], "unknown-pusher", UNKNOWN],
])("%s is refused", (_, events, code, why) => {
  expect(judgePusher(events, PUSHERS)).toEqual({ refusal: { code, why } });
});

test("where nobody may push, nobody is known", () => {
  expect(judgePusher([pushedBy(BUILD)], [])).toEqual({
    refusal: { code: "not-a-pusher", why: stranger(BUILD) },
  });
});
