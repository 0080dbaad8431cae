import { type Fetching } from "../../../notation/revocation/certificates";
import { OTHER_VERSION, PROFILE } from "../../support/registry";
import { API, Court, settingsWith, short, WEB } from "./support";

const CALLS = 20;
/** How often each case comes in one call. */
const TIMES = 5;

test("1,000 decisions at once, fifty in each call, are all right", async () => {
  const court = await new Court().start();
  const { front } = court;
  front.requestTimeout = 60_000;
  const push = (name: string, prepare: (digest: string) => void = () => undefined) => {
    const digest = front.pushNew(API, name);
    prepare(digest);
    return `${API}@${digest}`;
  };
  const index = front.pushIndex(API, [front.pushNew(API, "child")]);
  front.sign(API, index);
  const cases: readonly (readonly [reference: string, outcome: string])[] = [
    [push("signed", (digest) => front.sign(API, digest)), "trusted"],
    [push("tagged", (digest) => front.sign(API, digest, { listed: "tag" })), "trusted"],
    [`${API}@${index}`, "trusted"],
    [push("unsigned"), "refused unsigned"],
    [
      push("others", (digest) => front.sign(API, digest, { profileVersionArn: OTHER_VERSION })),
      "refused identity-untrusted",
    ],
    [
      push("broken", (digest) => front.sign(API, digest, { envelope: Buffer.from("{}") })),
      "refused envelope-malformed",
    ],
    [
      push("late", (digest) => front.signing(API, digest, "IN_PROGRESS", PROFILE)),
      "undecided transient signing-in-progress",
    ],
    [`${API}@sha256:${"1".repeat(64)}`, "undecided image-missing"],
    [`${API}:1.4.2`, "refused tag-refused"],
    [`${WEB}@sha256:${"1".repeat(64)}`, "refused repository-not-allowed"],
  ];
  try {
    const { download } = court.services();
    const patient = { download: (one: Fetching) => download({ ...one, timeout: 60_000 }) };
    const verification = court.verification(settingsWith(), patient);
    const many = Array.from({ length: TIMES }, () => cases).flat();
    const outcomes = await Promise.all(
      Array.from({ length: CALLS }, () => {
        const judge = verification.judgeUntil(AbortSignal.timeout(60_000));
        return Promise.all(many.map(([reference]) => judge.judge({ reference, cluster: "shop" })));
      }),
    );
    for (const call of outcomes) expect(call.map(short)).toEqual(many.map(([, outcome]) => outcome));
    expect(outcomes.flat()).toHaveLength(1_000);
  } finally {
    await front.stop();
  }
}, 120_000);
