import { integer, readConfiguration } from "../../../lambdas/shared/configuration";
import { atStart, createHandler, type LambdaContext } from "../../../lambdas/shared/invocation";
import { createLogger } from "../../../lambdas/shared/logger";
import { ProblemError } from "../../../problem";
import { rejectionOf } from "../../support/rejection";

const CONTEXT: LambdaContext = { awsRequestId: "request-1", getRemainingTimeInMillis: () => 30_000 };
const PROBLEM = { code: "broken", path: "thing", message: "is broken" };
const NOW = new Date("2026-03-04T05:06:07.890Z");

let lines: string[];

beforeEach(() => {
  lines = [];
});

function logger() {
  return createLogger(
    (line) => lines.push(line),
    { function: "watch" },
    () => NOW,
  );
}

function written(): unknown[] {
  return lines.map((line) => JSON.parse(line) as unknown);
}

describe("configuration", () => {
  const variables = { WAIT_SECONDS: integer(1, 890), COUNT: integer(0, 3) };

  test("is read by its names", () => {
    expect(readConfiguration({ WAIT_SECONDS: "240", COUNT: "0", OTHER: "x" }, variables)).toEqual({
      WAIT_SECONDS: 240,
      COUNT: 0,
    });
  });

  test("that is wrong is told all at once", () => {
    expect(rejectionOf(() => readConfiguration({ WAIT_SECONDS: "soon" }, variables))).toEqual([
      'WAIT_SECONDS: the environment variable is "soon"; allowed: a whole number from 1 to 890; deploy the function with the construct that belongs to it [invalid-variable]',
      "COUNT: the environment variable is not set; allowed: a whole number from 0 to 3; deploy the function with the construct that belongs to it [missing-variable]",
    ]);
  });

  test.each(["", " 1", "1 ", "1.5", "1e2", "0x10", "891", "0", "-1", "NaN", "Infinity", "9".repeat(30)])(
    "%p is no whole number from 1 to 890",
    (text) => {
      expect(integer(1, 890).parse(text)).toBeUndefined();
    },
  );
});

describe("logger", () => {
  test("writes one JSON object a line, with level and time", () => {
    logger().with({ requestId: "request-1" }).warn("slow", { seconds: 3 });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/\n$/);
    expect(written()).toEqual([
      {
        function: "watch",
        requestId: "request-1",
        seconds: 3,
        timestamp: "2026-03-04T05:06:07.890Z",
        level: "WARN",
        message: "slow",
      },
    ]);
  });

  test("keeps a text with line ends on one line", () => {
    logger().info("a\nb", { text: "c\r\nd\u2028e" });
    expect(lines.join("").split("\n")).toHaveLength(2);
  });

  test("lets no field take the place of level, time and message", () => {
    logger().error("failed", { level: "INFO", message: "fine", timestamp: "never" });
    expect(written()).toEqual([
      { function: "watch", level: "ERROR", message: "failed", timestamp: "2026-03-04T05:06:07.890Z" },
    ]);
  });

  test("writes what is wrong in an error, without its trace", () => {
    logger().error("failed", { error: new RangeError("too long") });
    expect(written()).toMatchObject([{ error: { name: "RangeError", message: "too long" } }]);
  });

  test("writes whole numbers of any size", () => {
    logger().info("counted", { size: 12345678901234567890n });
    expect(written()).toMatchObject([{ size: "12345678901234567890" }]);
  });

  test("never fails", () => {
    const circle: Record<string, unknown> = {};
    circle["itself"] = circle;
    logger().info("turns", { circle });
    expect(written()).toEqual([
      {
        timestamp: "2026-03-04T05:06:07.890Z",
        level: "INFO",
        message: "turns",
        unwritable: expect.stringContaining("circular") as unknown,
      },
    ]);
  });

  test("cuts a line that is too long for a log, and says so", () => {
    logger().info("much", { text: "x".repeat(100_000) });
    expect(written()).toEqual([
      { timestamp: "2026-03-04T05:06:07.890Z", level: "INFO", message: "much", cut: 100_101 },
    ]);
  });
});

describe("handler", () => {
  test("gives the event on, with a log that carries the id of the request", async () => {
    const handler = createHandler(logger(), ({ event, log, remaining }) => {
      log.info("works");
      return Promise.resolve({ event, remaining: remaining() });
    });
    expect(await handler({ a: 1 }, CONTEXT)).toEqual({ event: { a: 1 }, remaining: 30_000 });
    expect(written()).toMatchObject([
      { message: "works", requestId: "request-1" },
      { message: "done", requestId: "request-1", result: { event: { a: 1 } } },
    ]);
  });

  test("passes an error of ours on without a trace", async () => {
    const handler = createHandler(logger(), () => Promise.reject(new ProblemError([PROBLEM])));
    const error: unknown = await handler({}, CONTEXT).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ProblemError);
    expect((error as Error).stack).toBe("ProblemError: thing: is broken [broken]");
    expect(written()).toMatchObject([{ level: "ERROR", message: "failed", problems: [PROBLEM] }]);
  });

  test("passes any other error on as it is", async () => {
    const thrown = new TypeError("x is not a function");
    const trace = thrown.stack;
    const handler = createHandler(logger(), () => Promise.reject(thrown));
    await expect(handler({}, CONTEXT)).rejects.toBe(thrown);
    expect(thrown.stack).toBe(trace);
  });

  test("tells at the start what keeps it from starting", () => {
    const start = () =>
      atStart(logger(), () => {
        throw new ProblemError([PROBLEM]);
      });
    expect(rejectionOf(start)).toEqual(["thing: is broken [broken]"]);
    expect(written()).toMatchObject([
      { level: "ERROR", message: "cannot start", error: { message: "thing: is broken [broken]" } },
    ]);
  });
});
