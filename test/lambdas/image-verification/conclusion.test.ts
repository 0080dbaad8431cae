import { conclusionOf, refused, strongest } from "../../../lambdas/image-verification/conclusion";
import { type Check, CHECK_NAMES, type CheckName, type Verdict } from "../../../notation";
import { TOO_MANY_SIGNATURES } from "../../../notation/storage/signatures";

const DIGEST = `sha256:${"5".repeat(64)}`;
const said = { code: "so", message: "why" };
const check = (name: CheckName, outcome: "failed" | "undecided", action: Check["action"] = "enforce") =>
  ({ name, action, outcome, ...said }) as const;
const verdict = (...checks: readonly Check[]): Verdict => ({ trusted: null, checks });

test.each(["revocation", "authenticTimestamp"] as const)(
  "an answer about revocation that %s misses may come later",
  (name) => {
    expect(conclusionOf(verdict(check(name, "undecided")), DIGEST)).toEqual({
      outcome: "undecided",
      ...said,
      transient: true,
    });
  },
);

const OTHERS = CHECK_NAMES.filter((name) => name !== "revocation" && name !== "authenticTimestamp");

test.each(OTHERS)("what %s cannot say stays so", (name) => {
  expect(conclusionOf(verdict(check(name, "undecided")), DIGEST)).toEqual({
    outcome: "undecided",
    ...said,
    transient: false,
  });
});

test("a check that failed refuses by its name, whatever another cannot say", () => {
  const checks = [check("revocation", "undecided"), check("trustedIdentity", "failed")];
  expect(conclusionOf(verdict(...checks), DIGEST)).toEqual({
    outcome: "refused",
    ...said,
    check: "trustedIdentity",
  });
});

test.each([
  ["whose signer is not trusted any more", ["trustedIdentity", "revocation"], "revocation"],
  ["that has expired too", ["expiry", "authenticTimestamp", "revocation"], "revocation"],
  ["of another image is none of this one", ["subject", "revocation"], "subject"],
  ["that was changed is none", ["signature", "trustedIdentity", "revocation"], "signature"],
] as const)("what is revoked is told of a signature %s", (_, names, told) => {
  const checks = names.map((name) => check(name, "failed"));
  expect(conclusionOf(verdict(...checks), DIGEST)).toEqual({ outcome: "refused", ...said, check: told });
});

test("that a signature is revoked decides nothing where that is only logged", () => {
  const checks = [check("trustedIdentity", "failed"), check("revocation", "failed", "log")];
  expect(conclusionOf(verdict(...checks), DIGEST)).toHaveProperty("check", "trustedIdentity");
});

test("a check that is only logged decides nothing", () => {
  expect(conclusionOf(verdict(check("expiry", "failed", "log")), DIGEST)).toMatchObject({
    outcome: "undecided",
    code: "level-skip",
    transient: false,
  });
});

test("of several that nobody could say the one that asking again may settle is told, in whatever order", () => {
  const undecided = (code: string, transient: boolean) =>
    ({ outcome: "undecided", code, message: "why", transient }) as const;
  const denied = undecided("access-denied", false);
  const damaged = undecided("digest-mismatch", true);
  const throttled = undecided("throttled", true);
  for (const order of [
    [denied, damaged, throttled],
    [throttled, damaged, denied],
    [damaged, throttled, denied],
  ])
    expect(strongest(order)).toBe(throttled);
  expect(strongest([denied, damaged])).toBe(damaged);
  expect(strongest([damaged, denied])).toBe(damaged);
  expect(strongest([denied, undecided("level-skip", false)])).toBe(denied);
});

describe("of several repositories", () => {
  const foreign = refused("identity-untrusted", "why", "trustedIdentity");
  const revoked = refused("revoked", "why", "revocation");
  const unsigned = refused("unsigned", "why");
  const buried = refused(TOO_MANY_SIGNATURES, "why");

  test.each([
    ["what came furthest", [unsigned, foreign, revoked], revoked],
    ["what is buried in signatures, which one by somebody else must not hide", [foreign, buried], buried],
    ["what is buried, whatever the other one has", [buried, revoked, unsigned], buried],
  ])("is told %s", (_, conclusions, told) => {
    expect(strongest(conclusions)).toBe(told);
    expect(strongest(conclusions.toReversed())).toBe(told);
  });
});
