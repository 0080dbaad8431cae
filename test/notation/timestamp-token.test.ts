import * as der from "./support/der";
import { NOW, YEAR } from "./support/pki";
import { ODD_TOKENS } from "./support/odd-tokens";
import { result, setting } from "./support/timestamped";
import { timestampingAuthority } from "./support/tsa";

test.each(ODD_TOKENS)("a timestamp with %s", async (_, token, problem) => {
  expect(await result(token)).toBe(
    problem === undefined ? "passed" : `der-malformed: the timestamp: ${problem}`,
  );
});

describe("a time between two seconds", () => {
  const end = NOW + YEAR;
  const later = timestampingAuthority({ notAfter: end + YEAR }, { notAfter: end + YEAR });
  const ask = (second: number, digits: string, accuracy?: readonly der.Der[]) => {
    const text = new Date(second).toISOString().replace(/[-:T]|\.\d+Z$/g, "");
    const rawTime = der.der(0x18, `${text}.${digits}Z`);
    return result(
      { tsa: later.tsa, rawTime, ...(accuracy && { accuracy }) },
      { ...setting, tsa: [later.root.certificate] },
    );
  };

  test("is before the end of a certificate or behind it", async () => {
    expect(await ask(end - 1_000, "999999999")).toBe("passed");
    expect(await ask(end, "000000001")).toContain("certificate-not-valid");
    expect(await ask(NOW - YEAR, "000000001")).toBe("passed");
    expect(await ask(NOW - YEAR - 1_000, "999999999")).toContain("timestamp-untrusted");
  });

  test("is behind it by its accuracy", async () => {
    const milliseconds = [der.implicit(0, Buffer.of(2))];
    expect(await ask(end - 1_000, "997", milliseconds)).toBe("passed");
    expect(await ask(end - 1_000, "998000001", milliseconds)).toContain("certificate-not-valid");
    expect(await ask(end - 1_000, "9999995", [der.implicit(1, Buffer.of(1))])).toContain(
      "certificate-not-valid",
    );
  });
});
