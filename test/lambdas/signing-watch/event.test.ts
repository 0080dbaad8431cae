import { parseEvent, parsePush } from "../../../lambdas/signing-watch/event";
import { imageOfFinding, findingId } from "../../../lambdas/signing-watch/findings";
import { rejectionOf } from "../../support/rejection";
import { digestOf, PLACE } from "./support";

test("knows the schedule", () => {
  expect(parseEvent({ source: "aws.events", "detail-type": "Scheduled Event", detail: {} })).toEqual({
    kind: "schedule",
  });
});

test("knows messages of the queue", () => {
  const Records = [{ messageId: "1", body: "{}", attributes: {} }];
  expect(parseEvent({ Records })).toEqual({ kind: "pushes", messages: [{ id: "1", body: "{}" }] });
});

test.each([null, [], "x", {}, { Records: {} }, { "detail-type": "ECR Image Action" }])(
  "refuses the event %j",
  (event) => {
    expect(rejectionOf(() => parseEvent(event))).toEqual([
      "event: is neither a batch of the queue nor the schedule [invalid-event]",
    ]);
  },
);

test.each([null, {}, { messageId: 1, body: "{}" }, { messageId: "1" }])("refuses the record %j", (record) => {
  expect(rejectionOf(() => parseEvent({ Records: [record] }))).toEqual([
    "Records[0]: is no message of SQS [invalid-event]",
  ]);
});

const DETAIL = { "repository-name": "shop/api", "image-digest": digestOf("image") };

test("reads which image was pushed", () => {
  expect(parsePush(JSON.stringify({ time: "2026-03-04T05:06:07Z", detail: DETAIL }))).toEqual({
    key: { repository: "shop/api", digest: digestOf("image") },
    at: Date.parse("2026-03-04T05:06:07Z"),
  });
});

test.each([
  ["{", "body: is not JSON [invalid-event]"],
  ["[]", "body: is no event of ECR [invalid-event]"],
  ...["", "../x", "shop//api", "Shop", 7].map((name): [string, string] => [
    JSON.stringify({ detail: { ...DETAIL, "repository-name": name } }),
    "detail.repository-name: is not the name of a repository [invalid-event]",
  ]),
  [
    JSON.stringify({ detail: { ...DETAIL, "image-digest": "sha256:abc" } }),
    "detail.image-digest: is not a digest [invalid-event]",
  ],
])("refuses the push %s", (body, line) => {
  expect(rejectionOf(() => parsePush(body))).toEqual([line]);
});

test("a finding leads back to its image", () => {
  const key = { repository: "shop/api", digest: digestOf("image") };
  expect(imageOfFinding(PLACE, findingId(PLACE, key))).toEqual(key);
});

test.each([
  undefined,
  "supply-chain/signing-watch/333333333333/eu-central-1/rules",
  findingId({ ...PLACE, region: "eu-west-1" }, { repository: "shop/api", digest: digestOf("image") }),
  "arn:aws:inspector2:eu-central-1:333333333333:finding/x",
])("the finding %p leads to none", (id) => {
  expect(imageOfFinding(PLACE, id)).toBeUndefined();
});
