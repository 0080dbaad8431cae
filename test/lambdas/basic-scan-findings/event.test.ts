import { parseEvent } from "../../../lambdas/basic-scan-findings/event";
import { rejectionOf } from "../../support/rejection";
import { DIGEST, IMAGE } from "./servers";

const detail = { "repository-name": "shop/api", "image-digest": DIGEST };

test.each(["ECR Image Scan", "ECR Image Action"])("%s is about an image", (type) => {
  expect(parseEvent({ "detail-type": type, detail })).toEqual({ kind: "image", image: IMAGE });
});

test("the schedule is about all", () => {
  expect(parseEvent({ "detail-type": "Scheduled Event", detail: {} })).toEqual({ kind: "all" });
});

test.each([
  [undefined, "is missing"],
  [null, "is missing"],
  ["text", "is missing"],
  [{ "detail-type": "ECR Pull Through Cache Action" }, 'is "ECR Pull Through Cache Action"'],
])("%j is no event of ours", (event, message) => {
  expect(rejectionOf(() => parseEvent(event))).toEqual([
    `detail-type: ${message}; allowed: ECR Image Scan, ECR Image Action, Scheduled Event [invalid-event]`,
  ]);
});

test("what names no image is refused, all at once", () => {
  const event = {
    "detail-type": "ECR Image Scan",
    detail: { "repository-name": "../x", "image-digest": "latest" },
  };
  expect(rejectionOf(() => parseEvent(event))).toEqual([
    'detail.repository-name: is "../x"; allowed: the name of a repository [invalid-event]',
    'detail.image-digest: is "latest"; allowed: sha256: and 64 digits 0-9 a-f [invalid-event]',
  ]);
});

test("an event without detail is refused", () => {
  expect(rejectionOf(() => parseEvent({ "detail-type": "ECR Image Scan" }))).toEqual([
    "detail.repository-name: is missing; allowed: the name of a repository [invalid-event]",
    "detail.image-digest: is missing; allowed: sha256: and 64 digits 0-9 a-f [invalid-event]",
  ]);
});
