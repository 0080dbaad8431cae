import * as inspector2 from "@aws-sdk/client-inspector2";
import { PULL_DATE_RESCAN_DURATIONS, PULL_DATE_RESCAN_MODES, RESCAN_DURATIONS } from "../../../aws";
import { parseEvent } from "../../../lambdas/inspector-rescan-duration/event";
import { rejectionOf } from "../../support/rejection";

const CREATE = { action: "create", prev_input: null };
const ALLOWED = Object.values(inspector2.EcrRescanDuration).join(", ");
const CALL = "call the function by aws_lambda_invocation with lifecycle_scope CRUD";

test.each(["create", "update"] as const)("reads what Terraform sends to %s", (action) => {
  const setting = { rescanDuration: "DAYS_30", pullDateRescanMode: "LAST_PULL_DATE" };
  expect(parseEvent({ ...setting, tf: { action, prev_input: { rescanDuration: "DAYS_14" } } })).toEqual({
    action,
    setting,
  });
});

test("looks at nothing else at the end, so that a destroy cannot fail on an old input", () => {
  expect(parseEvent({ rescanDuration: 14, tf: { action: "delete", prev_input: null } })).toEqual({
    action: "delete",
  });
});

test("takes every value that the SDK has", () => {
  for (const rescanDuration of Object.values(inspector2.EcrRescanDuration)) {
    expect(parseEvent({ rescanDuration, tf: CREATE })).toEqual({
      action: "create",
      setting: { rescanDuration },
    });
  }
});

test("the values that people may write are the SDK's", () => {
  expect([...RESCAN_DURATIONS].sort()).toEqual(Object.values(inspector2.EcrRescanDuration).sort());
  expect([...PULL_DATE_RESCAN_DURATIONS].sort()).toEqual(
    Object.values(inspector2.EcrPullDateRescanDuration).sort(),
  );
  expect([...PULL_DATE_RESCAN_MODES].sort()).toEqual(Object.values(inspector2.EcrPullDateRescanMode).sort());
});

test.each<[string, unknown, string[]]>([
  ["no object", "DAYS_14", [`event: is not an object; ${CALL} [invalid-event]`]],
  ["a list", [], [`event: is not an object; ${CALL} [invalid-event]`]],
  ["null", null, [`event: is not an object; ${CALL} [invalid-event]`]],
  [
    "a call by hand",
    { rescanDuration: "DAYS_14" },
    [`tf.action: is missing; allowed: "create", "update" or "delete"; ${CALL} [invalid-event]`],
  ],
  [
    "an action that Terraform does not have",
    { rescanDuration: "DAYS_14", tf: { action: "read" } },
    [`tf.action: is "read"; allowed: "create", "update" or "delete"; ${CALL} [invalid-event]`],
  ],
  ["no duration", { tf: CREATE }, [`rescanDuration: is missing; allowed: ${ALLOWED} [invalid-event]`]],
  [
    "a duration that is null",
    { rescanDuration: null, tf: CREATE },
    [`rescanDuration: is null; allowed: ${ALLOWED} [invalid-event]`],
  ],
  [
    "a number",
    { rescanDuration: 14, tf: CREATE },
    [`rescanDuration: is 14; allowed: ${ALLOWED} [invalid-event]`],
  ],
  [
    "a name of every object",
    { rescanDuration: "toString", tf: CREATE },
    [`rescanDuration: is "toString"; allowed: ${ALLOWED} [invalid-event]`],
  ],
  [
    "everything wrong, told at once",
    {
      days: 14,
      rescanDuration: "14",
      pullDateRescanDuration: "LIFETIME",
      pullDateRescanMode: "push",
      tf: CREATE,
    },
    [
      "days: is not a key of the setting; allowed: rescanDuration, pullDateRescanDuration, pullDateRescanMode [invalid-event]",
      `rescanDuration: is "14"; allowed: ${ALLOWED} [invalid-event]`,
      `pullDateRescanDuration: is "LIFETIME"; allowed: ${ALLOWED.replace(", LIFETIME", "")} [invalid-event]`,
      'pullDateRescanMode: is "push"; allowed: LAST_IN_USE_AT, LAST_PULL_DATE [invalid-event]',
    ],
  ],
])("refuses %s", (_, event, lines) => {
  expect(rejectionOf(() => parseEvent(event))).toEqual(lines);
});

test("a key that every object has is no key of the setting", () => {
  expect(rejectionOf(() => parseEvent({ rescanDuration: "DAYS_14", constructor: 1, tf: CREATE }))).toEqual([
    "constructor: is not a key of the setting; allowed: rescanDuration, pullDateRescanDuration, pullDateRescanMode [invalid-event]",
  ]);
});
