import fc from "fast-check";
import { couldSelectSignatureTag, coversTagPattern, selectsEverySignatureTag } from "../../../aws";

const SEED = { seed: 20261124 };

describe("signature tags", () => {
  test.each([["*"], ["sha256-*"], ["*.sig"], ["*a"], ["s*6-*"]])("could be selected by %s", (pattern) => {
    expect(couldSelectSignatureTag([pattern])).toBe(true);
  });

  test.each([["v*"], ["sha-*"], ["*-rc*"], ["*.*.*"], ["sha256-"], ["release"]])(
    "cannot be selected by %s",
    (pattern) => {
      expect(couldSelectSignatureTag([pattern])).toBe(false);
    },
  );

  test("are selected only by rules whose every pattern fits one kind of them", () => {
    expect(couldSelectSignatureTag(["*.sig", "sha*"])).toBe(true);
    expect(couldSelectSignatureTag(["*.sig", "*.att"])).toBe(false);
  });

  test.each([["sha256-*"], ["sha*"], ["s*6-*"], ["*"]])("are all selected by %s", (pattern) => {
    expect(selectsEverySignatureTag([pattern])).toBe(true);
  });

  test.each([["*.sig"], ["sha256-0*"], ["sha256-*a"], ["v*"]])("are not all selected by %s", (pattern) => {
    expect(selectsEverySignatureTag([pattern])).toBe(false);
  });

  test("are all selected only by rules whose every pattern selects them all", () => {
    expect(selectsEverySignatureTag(["sha*", "sha256-*"])).toBe(true);
    expect(selectsEverySignatureTag(["sha256-*", "*.sig"])).toBe(false);
  });

  test("are found by every pattern made from one of them", () => {
    const tag = fc
      .tuple(fc.stringMatching(/^[0-9a-f]{64}$/), fc.constantFrom("", ".sig", ".att", ".sbom"))
      .map(([digest, suffix]) => `sha256-${digest}${suffix}`);
    const cuts = fc.tuple(tag, fc.array(fc.tuple(fc.nat(75), fc.nat(75)), { maxLength: 4 }));
    fc.assert(
      fc.property(cuts, ([text, ranges]) => {
        const characters = [...text];
        for (const [start, length] of ranges) characters.splice(start, length, "*");
        expect(couldSelectSignatureTag([characters.join("")])).toBe(true);
      }),
      SEED,
    );
  });
});

describe("a tag pattern", () => {
  test.each([
    ["v*", "v*"],
    ["v*", "v1.*"],
    ["*", "v*"],
    ["v*-*", "v*-rc*"],
    ["*a*", "v*a"],
    ["v1", "v1"],
  ])("%s covers %s", (pattern, other) => {
    expect(coversTagPattern(pattern, other)).toBe(true);
  });

  test.each([
    ["v1*", "v*"],
    ["v*", "*"],
    ["v1", "v*"],
    ["v*-*", "v*"],
    ["v1", "v12"],
  ])("%s does not cover %s", (pattern, other) => {
    expect(coversTagPattern(pattern, other)).toBe(false);
  });
});
