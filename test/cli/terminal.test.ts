import { PassThrough } from "node:stream";
import { count, listItem, progress, table, type Terminal, terminalOf } from "../../cli";

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

describe("an item of a list", () => {
  const text =
    "registry.repositories: nobody can push to shop/api; add a pipeline whose `image` it is, or `push`";

  test("is one line where nobody watches", () => {
    expect(listItem(text)).toBe(`  ${text}`);
  });

  test("is wrapped at words to the width of the terminal, with a hanging indent", () => {
    expect(listItem(text, 50)).toBe(
      [
        "  registry.repositories: nobody can push to",
        "    shop/api; add a pipeline whose `image` it is,",
        "    or `push`",
      ].join("\n"),
    );
  });

  test("has no line beyond the width, nor a word moved that would fit", () => {
    for (let width = 40; width <= 120; width += 1) {
      const lines = listItem(text, width).split("\n");
      for (const [index, line] of lines.entries()) {
        const [next] = lines[index + 1]?.trim().split(" ") ?? [];
        expect(line.length).toBeLessThanOrEqual(width);
        if (next !== undefined) expect(line.length + 1 + next.length).toBeGreaterThan(width);
      }
      expect(lines.map((line) => line.trim()).join(" ")).toBe(text);
    }
  });

  test("keeps a word whole that is longer than a line", () => {
    const word = "a".repeat(60);
    expect(listItem(`see ${word} there`, 40)).toBe(`  see\n    ${word}\n    there`);
  });

  test("is left to a terminal that is too narrow", () => {
    expect(listItem(text, 39)).toBe(`  ${text}`);
  });
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

/** An output of a process that keeps what is written. */
function outputForTest(isTTY?: true): { readonly stream: PassThrough; readonly text: () => string } {
  const stream = Object.assign(new PassThrough(), isTTY ? { isTTY } : {});
  return { stream, text: () => (stream.read() as Buffer | null)?.toString() ?? "" };
}

describe("the terminal of a process", () => {
  test("writes results to the output and the rest to the error output", () => {
    const [stdout, stderr] = [outputForTest(), outputForTest()];
    const terminal = terminalOf({ stdout: stdout.stream, stderr: stderr.stream });
    terminal.out("result");
    terminal.err("said along the way");
    expect([stdout.text(), stderr.text()]).toEqual(["result", "said along the way"]);
  });

  test.each([
    ["a person watches the error output", undefined, true, true],
    ["nobody watches it, whoever watches the output", true, undefined, false],
  ] as const)("is interactive where %s", (_, out, err, interactive) => {
    const terminal = terminalOf({ stdout: outputForTest(out).stream, stderr: outputForTest(err).stream });
    expect(terminal.interactive).toBe(interactive);
  });

  test.each([
    ["as wide as the terminal", true, 100, 100],
    ["unknown to a terminal without a size", true, 0, undefined],
    ["unknown to a file, whatever it says", undefined, 100, undefined],
  ] as const)("its lines are %s", (_, isTTY, columns, width) => {
    const stdout = Object.assign(outputForTest(isTTY).stream, { columns });
    expect(terminalOf({ stdout, stderr: outputForTest().stream }).width).toBe(width);
  });

  test("shows progress on a screen as one line that overwrites itself", () => {
    const stderr = outputForTest(true);
    const times = [0, 2100, 2700, 2800];
    const tell = progress(
      terminalOf({ stdout: outputForTest().stream, stderr: stderr.stream }),
      "built",
      () => times.shift() ?? 0,
    );
    for (const done of [1, 2, 3]) tell(done, 3);
    expect(stderr.text()).toBe("\rbuilt 1 of 3 stacks\rbuilt 2 of 3 stacks\rbuilt 3 of 3 stacks\n");
  });

  test.each(["stdout", "stderr"] as const)("a reader of %s that goes away is no mistake", (name) => {
    const streams = { stdout: outputForTest().stream, stderr: outputForTest().stream };
    terminalOf(streams);
    const gone = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
    expect(streams[name].emit("error", gone)).toBe(true);
  });

  test("knows that nobody reads the output any more, and writes no more", () => {
    const stdout = outputForTest();
    const terminal = terminalOf({ stdout: stdout.stream, stderr: outputForTest().stream });
    expect(terminal.isClosed?.()).toBe(false);
    stdout.stream.emit("error", Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    terminal.out("result");
    expect({ isClosed: terminal.isClosed?.(), text: stdout.text() }).toEqual({ isClosed: true, text: "" });
  });

  describe("once its output is full", () => {
    /** An output with room for one byte, and whether what waits for more has gone on. */
    function fullOutput() {
      const stdout = new PassThrough({ highWaterMark: 1 });
      const terminal = terminalOf({ stdout, stderr: outputForTest().stream });
      terminal.out("first");
      terminal.out("second");
      let hasGoneOn = false;
      const waited = terminal.room?.().then(() => (hasGoneOn = true));
      return { stdout, terminal, waited, hasGoneOn: () => hasGoneOn };
    }

    test("waits until it is read", async () => {
      const { stdout, terminal, waited, hasGoneOn } = fullOutput();
      await new Promise(setImmediate);
      expect(hasGoneOn()).toBe(false);
      stdout.resume();
      await waited;
      await terminal.room?.();
      expect(hasGoneOn()).toBe(true);
    });

    test("waits no more when its reader goes away", async () => {
      const { stdout, terminal, waited } = fullOutput();
      stdout.emit("error", Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
      await waited;
      await terminal.room?.();
      expect(terminal.isClosed?.()).toBe(true);
    });
  });

  test("waits for nothing where there is room", async () => {
    const terminal = terminalOf({ stdout: outputForTest().stream, stderr: outputForTest().stream });
    terminal.out("result");
    await expect(terminal.room?.()).resolves.toBeUndefined();
  });

  test("tells once that the output cannot be written", () => {
    const stdout = outputForTest();
    const lost: unknown[] = [];
    terminalOf({ stdout: stdout.stream, stderr: outputForTest().stream }, (error) => lost.push(error));
    const full = Object.assign(new Error("write ENOSPC"), { code: "ENOSPC" });
    for (let count = 0; count < 2; count += 1) stdout.stream.emit("error", full);
    expect(lost).toEqual([full]);
  });

  test.each(["stdout", "stderr"] as const)("any other error of %s is thrown", (name) => {
    const streams = { stdout: outputForTest().stream, stderr: outputForTest().stream };
    terminalOf(streams);
    const full = Object.assign(new Error("write ENOSPC"), { code: "ENOSPC" });
    expect(() => streams[name].emit("error", full)).toThrow(full);
  });
});
