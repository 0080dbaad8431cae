import { parseCose } from "../../notation/envelope";
import { cose, encodeCose, signCose, Tagged } from "./support/envelope";
import { certify } from "./support/pki";
import { refusal } from "./support/refusal";

const signer = certify();
const BYTES = Buffer.of(1);

const signed = (...entries: readonly (readonly [unknown, unknown])[]) =>
  refusal(
    () =>
      parseCose(
        cose({
          signer,
          edit: (header) => {
            for (const [label, value] of entries) header.set(label, value);
          },
        }),
      ).algorithm,
  );

function beside(label: unknown, value: unknown): string {
  const message = signCose({ signer });
  message.unprotected.set(label, value);
  return refusal(() => parseCose(encodeCose(message)).algorithm);
}

test.each<[string, number, unknown, string]>([
  ["a key id that is text", 4, "x", "the label 4 is not a byte string"],
  ["an IV that is a number", 5, 1, "the label 5 is not a byte string"],
  ["a part of an IV that is text", 6, "x", "the label 6 is not a byte string"],
  ["a type without a slash", 16, "x", "the label 16 is no media type"],
  ["a type with a space in front", 16, " a/b", "the label 16 is no media type"],
  ["a type with two slashes", 16, "a/b/c", "the label 16 is no media type"],
  ["a type below zero", 16, -1, "the label 16 is no media type"],
  ...[7, 9, 11, 12].map((label): [string, number, unknown, string] => [
    `a countersignature with the label ${String(label)}`,
    label,
    BYTES,
    `the label ${String(label)} is of a countersignature`,
  ]),
])("%s is refused in both headers", (_, label, value, message) => {
  expect(signed([label, value])).toBe(`header-invalid: protected: ${message}`);
  expect(beside(label, value)).toBe(`header-invalid: ${message}`);
});

test("an IV goes with no part of one", () => {
  expect(signed([5, BYTES], [6, BYTES])).toBe("header-invalid: protected: the labels 5 and 6 are both there");
});

test.each<[number, unknown]>([
  [0, "yesterday"],
  [0, 5],
  [1, "5"],
  [2, "x"],
  [3, 5],
])("the tag %s of %j holds what it does not stand for", (tag, value) => {
  const message = `header-invalid: protected: the tag ${String(tag)} holds what it does not stand for`;
  expect(signed(["x", new Tagged(tag, value)])).toBe(message);
  expect(signed(["x", [new Map([["y", new Tagged(tag, value)]])]])).toBe(message);
});

test("beside the signature there are no tags", () => {
  expect(beside("x", new Tagged(1, 5))).toBe("header-invalid: a tag is in the unprotected header");
  expect(beside("x", [[new Tagged(99, 5)]])).toBe("header-invalid: a tag is in the unprotected header");
});

test("the first second of the year 1 is no time of signing", () => {
  const year1 = new Tagged(1, Date.parse("0001-01-01T00:00:00Z") / 1_000);
  expect(signed(["io.cncf.notary.signingTime", year1])).toBe(
    "header-invalid: protected: io.cncf.notary.signingTime is the first of the year 1, which stands for none",
  );
});

test("what has its type is taken", () => {
  expect(
    signed(
      [4, BYTES],
      [5, BYTES],
      [16, "application/x"],
      ["a", new Tagged(0, "2026-01-01T00:00:00Z")],
      ["b", new Tagged(1, 5)],
      ["c", new Tagged(2, BYTES)],
      ["d", new Tagged(99, "x")],
    ),
  ).toBe("accepted: ES256");
  expect(beside(16, 50)).toBe("accepted: ES256");
});
