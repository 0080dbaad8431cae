import { count, progress, table, type Terminal } from "../../cli";

test("a table is as wide as its widest cells and has no trailing blanks", () => {
  expect(
    table(
      ["stack", "after"],
      [
        ["registry-images", "-"],
        ["a", "1, 2"],
      ],
    ),
  ).toBe(["stack            after", "registry-images  -", "a                1, 2"].join("\n"));
});

test.each([
  [0, "0 stacks"],
  [1, "1 stack"],
  [12_345, "12,345 stacks"],
])("%d is counted as %s", (number, text) => {
  expect(count(number, "stack")).toBe(text);
});

function spoken(interactive: boolean, times: readonly number[]): string {
  let said = "";
  const clock = [...times];
  const terminal: Terminal = {
    out: () => undefined,
    err: (text) => {
      said += text;
    },
    interactive,
  };
  const tell = progress(terminal, "built", () => clock.shift() ?? 0);
  for (let done = 1; done < times.length; done += 1) tell(done, times.length - 1);
  return said;
}

test("a short run says nothing", () => {
  expect(spoken(false, [0, 900, 1900, 2500])).toBe("");
});

test("a long run says how far it is, twice a second at most", () => {
  expect(spoken(false, [0, 1900, 2100, 2500, 2700, 2800])).toBe(
    "built 2 of 5 stacks\nbuilt 4 of 5 stacks\nbuilt 5 of 5 stacks\n",
  );
});

test("on a screen the line overwrites itself and ends when it is done", () => {
  expect(spoken(true, [0, 2100, 2200])).toBe("\rbuilt 1 of 2 stacks\rbuilt 2 of 2 stacks\n");
});
