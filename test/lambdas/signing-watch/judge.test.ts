import * as fc from "fast-check";
import { type SigningState, unsignable } from "../../../aws";
import { judge, type SignatureState, stateOf } from "../../../lambdas/signing-watch/judge";

const RELEASE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_1a2b3c4d";
const PARTNER = "arn:aws:signer:eu-central-1:444444444444:/signing-profiles/partner_5e6f7a8b";
const EARLIER = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_9c0d1e2f";
const PUSHED = Date.parse("2026-03-04T05:06:07Z");
const MINUTE = 60_000;

function after(minutes: number, states: readonly SigningState[], tags = ["1.0"], profiles = [RELEASE]) {
  return judged(minutes, states.map(stateOf), tags, profiles);
}

function judged(minutes: number, states: readonly SignatureState[], tags = ["1.0"], profiles = [RELEASE]) {
  return judge({ tags }, { signing: profiles, others: [EARLIER] }, states, {
    since: PUSHED,
    now: PUSHED + minutes * MINUTE,
    lateAfterMilliseconds: 15 * MINUTE,
  });
}

const COMPLETE: SigningState = { profileArn: RELEASE, status: "COMPLETE" };
const RUNNING: SigningState = { profileArn: RELEASE, status: "IN_PROGRESS" };
const FAILED: SigningState = {
  profileArn: RELEASE,
  status: "FAILED",
  failureCode: "AccessDenied",
  failureReason: "not allowed to sign",
};

describe("an image", () => {
  test("is signed once every profile has signed it", () => {
    expect(after(1, [COMPLETE])).toEqual({ kind: "signed" });
    expect(after(1, [COMPLETE], ["1.0"], [RELEASE, PARTNER])).toEqual({ kind: "waiting" });
  });

  test("stays signed however late it is looked at", () => {
    expect(after(100_000, [COMPLETE])).toEqual({ kind: "signed" });
  });

  test("is signed by one signature of a profile, whatever failed before", () => {
    expect(after(1, [FAILED, COMPLETE])).toEqual({ kind: "signed" });
  });

  test("is signed by the generation before, when it was pushed before the rules changed", () => {
    expect(after(15, [{ profileArn: EARLIER, status: "COMPLETE" }])).toEqual({ kind: "signed" });
    expect(after(15, [{ profileArn: EARLIER, status: "FAILED" }])).toMatchObject({
      shortcomings: [{ profileArn: RELEASE, kind: "missing" }],
    });
  });

  test("misses the signature of the generation before when that one is gone", () => {
    const gone = { profileArn: EARLIER, status: "gone", reason: "it has expired" } as const;
    expect(judged(15, [gone])).toMatchObject({
      shortcomings: [{ profileArn: EARLIER, kind: "gone", reason: "it has expired" }],
    });
    expect(judged(15, [stateOf(FAILED), gone])).toMatchObject({
      shortcomings: [{ profileArn: RELEASE, kind: "failed" }],
    });
  });

  test("is unsigned when the profile that signs now failed, whatever another generation did", () => {
    expect(after(1, [FAILED, { profileArn: EARLIER, status: "COMPLETE" }])).toMatchObject({
      shortcomings: [{ kind: "failed" }],
    });
  });

  test("needs every signature where several profiles sign, another generation or not", () => {
    const states = [COMPLETE, { profileArn: EARLIER, status: "COMPLETE" }];
    expect(after(15, states, ["1.0"], [RELEASE, PARTNER])).toMatchObject({
      shortcomings: [{ profileArn: PARTNER, kind: "missing" }],
    });
  });

  test("waits while signing runs or was not begun", () => {
    expect(after(14.9, [RUNNING])).toEqual({ kind: "waiting" });
    expect(after(14.9, [])).toEqual({ kind: "waiting" });
  });

  test("is unsigned at once when signing failed, with ECR's reason", () => {
    expect(after(1, [FAILED])).toEqual({
      kind: "unsigned",
      shortcomings: [{ profileArn: RELEASE, kind: "failed", reason: "AccessDenied: not allowed to sign" }],
    });
  });

  test("is unsigned when its time is over", () => {
    expect(after(15, [RUNNING])).toMatchObject({ shortcomings: [{ kind: "late" }] });
    expect(after(15, [])).toMatchObject({ shortcomings: [{ profileArn: RELEASE, kind: "missing" }] });
  });

  test("tells of every profile that has not signed", () => {
    expect(after(15, [FAILED], ["1.0"], [RELEASE, PARTNER])).toMatchObject({
      shortcomings: [
        { profileArn: RELEASE, kind: "failed" },
        { profileArn: PARTNER, kind: "missing" },
      ],
    });
  });

  test("without a tag has its whole time, for it may be part of an index", () => {
    expect(after(14.9, [FAILED], [])).toEqual({ kind: "waiting" });
    expect(after(15, [FAILED], [])).toMatchObject({ kind: "unsigned" });
  });

  test("is not believed signed by another profile", () => {
    expect(after(15, [{ ...COMPLETE, profileArn: PARTNER }])).toMatchObject({
      shortcomings: [{ kind: "missing" }],
    });
  });

  test.each([undefined, "DONE", "complete", "gone", "GONE", ""])(
    "is not believed signed by the status %p",
    (status) => {
      expect(after(15, [{ profileArn: RELEASE, status }])).toMatchObject({
        shortcomings: [{ kind: "late" }],
      });
    },
  );

  test("keeps a reason short, and has one where ECR has none", () => {
    const long = { ...FAILED, failureReason: "x".repeat(10_000) };
    const verdict = after(1, [long]);
    expect(verdict).toHaveProperty("shortcomings.0.reason.length", 300);
    expect(after(1, [{ profileArn: RELEASE, status: "FAILED" }])).toMatchObject({
      shortcomings: [{ reason: "ECR gives no reason" }],
    });
  });
});

test("whatever ECR says, signed means COMPLETE by every profile, and nothing waits for ever", () => {
  const state = fc.record({
    profileArn: fc.constantFrom(RELEASE, PARTNER, undefined),
    status: fc.constantFrom("COMPLETE", "FAILED", "IN_PROGRESS", "OTHER", undefined),
  });
  fc.assert(
    fc.property(
      fc.array(state, { maxLength: 6 }),
      fc.integer({ min: -10, max: 60 }),
      fc.subarray([RELEASE, PARTNER], { minLength: 1 }),
      fc.boolean(),
      (states, minutes, profiles, tagged) => {
        const { kind } = after(minutes, states, tagged ? ["1.0"] : [], profiles);
        const complete = profiles.every((arn) =>
          states.some(({ profileArn, status }) => profileArn === arn && status === "COMPLETE"),
        );
        expect(kind === "signed").toBe(complete);
        if (minutes >= 15) expect(kind).not.toBe("waiting");
      },
    ),
    { seed: 20260304, numRuns: 500 },
  );
});

describe("a manifest needs no signature of its own", () => {
  const image = {
    repository: "shop/api",
    digest: `sha256:${"a".repeat(64)}`,
    tags: ["1.0"],
    pushedAt: new Date(PUSHED),
    mediaType: "application/vnd.oci.image.manifest.v1+json",
  };
  const index = { ...image, mediaType: "application/vnd.oci.image.index.v1+json" };
  const subject = `sha256:${"b".repeat(64)}`;
  const fallback = `sha256-${"b".repeat(64)}`;

  test("when it is about another one", () => {
    expect(unsignable({ ...image, subject, artifactType: "application/vnd.cncf.notary.signature" })).toBe(
      "is about another manifest",
    );
  });

  test("but a container image does, also with a subject", () => {
    const artifactType = "application/vnd.oci.image.config.v1+json";
    expect(unsignable({ ...image, subject, artifactType })).toBeUndefined();
    expect(
      unsignable({ ...image, subject, artifactType: "application/vnd.docker.container.image.v1+json" }),
    ).toBeUndefined();
  });

  test("when it is the list of referrers of another one", () => {
    expect(unsignable({ ...index, tags: [fallback] })).toBe("lists the referrers of another manifest");
  });

  test.each([
    ["an image with such a tag", { ...image, tags: [fallback] }],
    ["an index with another tag too", { ...index, tags: [fallback, "1.0"] }],
    ["an index without a tag", { ...index, tags: [] }],
    ["an index with a longer tag", { ...index, tags: [`${fallback}.sig`] }],
    ["an index", index],
    ["an image", image],
  ])("but %s does", (_, each) => {
    expect(unsignable(each)).toBeUndefined();
  });
});
