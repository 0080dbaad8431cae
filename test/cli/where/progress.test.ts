import { progressOf } from "../../../cli/progress";
import { terminalForTest } from "../../support/terminal";

/** What is said at these times, in milliseconds since the start. */
function spoken(
  interactive: boolean,
  steps: readonly (readonly [at: number, done: number, of?: number])[],
): string {
  const { said, ...terminal } = terminalForTest();
  let at = 0;
  const progress = progressOf({ ...terminal, interactive }, () => at);
  for (const [time, done, of] of steps) {
    at = time;
    progress.tell("findings", done, of);
  }
  progress.end();
  return said.err;
}

test("a short run says nothing", () => {
  expect(spoken(true, [[1_999, 100]])).toBe("");
});

test("a person sees a number while nobody knows of how many, twice a second at most", () => {
  expect(
    spoken(true, [
      [2_000, 1_200],
      [2_400, 1_300],
      [2_500, 1_400],
    ]),
  ).toBe("\r\u001b[2K1,200 findings\r\u001b[2K1,400 findings\r\u001b[2K");
});

test("and else a bar", () => {
  expect(spoken(true, [[2_000, 500, 1_000]])).toBe(
    `\r\u001b[2K[${"#".repeat(15)}${"-".repeat(15)}] 500 of 1,000 findings\r\u001b[2K`,
  );
});

test("a log gets a line every ten seconds", () => {
  expect(
    spoken(false, [
      [2_000, 100],
      [11_999, 200],
      [12_000, 300, 400],
    ]),
  ).toBe("read 100 findings\nread 300 of 400 findings\n");
});
