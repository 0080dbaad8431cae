import { historyOfEachTest } from "./history-server";

const MINUTE = 60_000;
const LIMIT = { stops: 5, minutes: 10 };

const { start, stopOf: stop, server } = historyOfEachTest();

test("five stops in ten minutes are counted, and the sixth is one too many", async () => {
  const history = await start();
  const answers: boolean[] = [];
  for (const task of ["1", "2", "3", "4", "5", "6"])
    answers.push(await history.countStop(stop(task, Number(task) * MINUTE), LIMIT));
  expect(answers).toEqual([true, true, true, true, true, false]);
});

test("a stop that is ten minutes old makes room for another", async () => {
  const history = await start();
  for (const task of ["1", "2", "3", "4", "5"])
    await history.countStop(stop(task, Number(task) * MINUTE), LIMIT);
  expect(await history.countStop(stop("6", 11 * MINUTE - 1), LIMIT)).toBe(false);
  expect(await history.countStop(stop("6", 11 * MINUTE), LIMIT)).toBe(true);
  expect(await history.countStop(stop("7", 11 * MINUTE), LIMIT)).toBe(false);
});

test("the same task is counted once", async () => {
  const history = await start();
  for (let time = 0; time < 8; time++) expect(await history.countStop(stop("1", time), LIMIT)).toBe(true);
  expect(await history.countStop(stop("2"), LIMIT)).toBe(true);
  expect(Object.keys(server().table.items.get("stops/shop/service:api")?.["Stops"]?.M ?? {})).toEqual([
    "1",
    "2",
  ]);
});

test("a task that was counted may still be stopped when its event comes again at the limit", async () => {
  const history = await start();
  const tasks = ["1", "2", "3", "4", "5"];
  for (const task of tasks) await history.countStop(stop(task), LIMIT);
  expect(await history.countStop(stop("5", MINUTE), LIMIT)).toBe(true);
  expect(await history.countStop(stop("6", MINUTE), LIMIT)).toBe(false);
  const { Stops, Version } = server().table.items.get("stops/shop/service:api") ?? {};
  const counted = { M: { At: { N: String(server().clock.now()) } } };
  expect(Stops?.M).toEqual(Object.fromEntries(tasks.map((task) => [task, counted])));
  expect(Version).toEqual({ N: "5" });
});

test("a count is forgotten by the table twice its minutes after the last stop", async () => {
  const history = await start();
  await history.countStop(stop("1", MINUTE), { stops: 5, minutes: 7 });
  expect(server().table.items.get("stops/shop/service:api")).toEqual({
    Id: { S: "stops/shop/service:api" },
    Version: { N: "1" },
    Stops: { M: { "1": { M: { At: { N: String(server().clock.now() + MINUTE) } } } } },
    ExpiresAt: { N: String(Math.ceil(server().clock.now() / 1_000) + 15 * 60) },
  });
});

test("another limit counts as many stops, in as many minutes, as it says", async () => {
  const history = await start();
  const limit = { stops: 2, minutes: 3 };
  const count = (task: string, at: number) => history.countStop(stop(task, at), limit);
  expect([await count("1", 0), await count("2", 0), await count("3", 3 * MINUTE - 1)]).toEqual([
    true,
    true,
    false,
  ]);
  expect(await count("3", 3 * MINUTE)).toBe(true);
});

describe("where ECS replaces what is stopped by another task", () => {
  const HOUR = 60 * MINUTE;
  const TASKS = ["1", "2", "3", "4", "5"];
  const replaced = (task: string, at = 0, revision = "api:1") => stop(task, at, { replacedBy: revision });

  test.each([1, MINUTE, 11 * MINUTE, 4 * HOUR])(
    "five stops a day are counted, %i ms apart",
    async (apart) => {
      const history = await start();
      for (const [index, task] of TASKS.entries())
        expect(await history.countStop(replaced(task, index * apart), LIMIT)).toBe(true);
      for (const hours of [17, 20, 23])
        expect(await history.countStop(replaced("6", hours * HOUR), LIMIT)).toBe(false);
      expect(await history.countStop(replaced("6", 24 * HOUR), LIMIT)).toBe(true);
      const { ExpiresAt } = server().table.items.get("stops/shop/service:api") ?? {};
      expect(ExpiresAt).toEqual({ N: String(Math.ceil((server().clock.now() + 48 * HOUR) / 1_000)) });
    },
  );

  test("another revision is counted apart once the minutes are over", async () => {
    const history = await start();
    for (const task of TASKS) await history.countStop(replaced(task), LIMIT);
    expect(await history.countStop(replaced("6", 9 * MINUTE, "api:2"), LIMIT)).toBe(false);
    for (const task of ["6", "7", "8", "9", "10"])
      expect(await history.countStop(replaced(task, 10 * MINUTE, "api:2"), LIMIT)).toBe(true);
    expect(await history.countStop(replaced("11", 21 * MINUTE, "api:2"), LIMIT)).toBe(false);
    expect(await history.countStop(replaced("11", 21 * MINUTE), LIMIT)).toBe(false);
  });

  test("of more revisions than an entry has room for no more is stopped on that day", async () => {
    const history = await start();
    const kept = (number: number) => ({
      M: {
        At: { N: String(server().clock.now() - number * MINUTE) },
        Of: {
          S: `arn:aws:ecs:eu-central-1:444444444444:task-definition/${"f".repeat(255)}:${String(number)}`,
        },
      },
    });
    const arn = (number: number) =>
      `arn:aws:ecs:eu-central-1:444444444444:task/${"c".repeat(255)}/${String(number).padStart(32, "0")}`;
    const Stops = {
      M: Object.fromEntries(Array.from({ length: 399 }, (_, number) => [arn(number), kept(number)])),
    };
    const id = "stops/shop/service:api";
    server().table.items.set(id, { Id: { S: id }, Version: { N: "399" }, Stops });
    const limit = { stops: 100, minutes: 1 };
    expect(await history.countStop(replaced(arn(399), MINUTE), limit)).toBe(true);
    expect(await history.countStop(replaced(arn(400), MINUTE), limit)).toBe(false);
    const [entry] = server().table.items.values();
    expect(Object.keys(entry?.["Stops"]?.M ?? {})).toHaveLength(400);
    expect(await history.countStop(replaced(arn(400), 18 * HOUR), limit)).toBe(true);
    expect(JSON.stringify(entry).length).toBeLessThan(400_000);
  });

  test("a task that was counted may still be stopped on that day, as when ECS did not do it", async () => {
    const history = await start();
    for (const task of TASKS) await history.countStop(replaced(task), LIMIT);
    expect(await history.countStop(replaced("5", HOUR), LIMIT)).toBe(true);
    expect(await history.countStop(replaced("6", HOUR), LIMIT)).toBe(false);
  });
});

test("a task that was counted before the minutes is counted anew where nothing replaces it", async () => {
  const history = await start();
  for (const task of ["1", "2"]) await history.countStop(stop(task), LIMIT);
  const later: boolean[] = [];
  for (const task of ["1", "2", "3", "4", "5", "6"])
    later.push(await history.countStop(stop(task, 11 * MINUTE), LIMIT));
  expect(later).toEqual([true, true, true, true, true, false]);
});

test("workloads and clusters are counted apart", async () => {
  const history = await start();
  for (const task of ["1", "2", "3", "4", "5"]) await history.countStop(stop(task), LIMIT);
  expect(await history.countStop(stop("6", 0, { workload: "service:web" }), LIMIT)).toBe(true);
  expect(await history.countStop(stop("6", 0, { cluster: "tools" }), LIMIT)).toBe(true);
  expect(await history.countStop(stop("6"), LIMIT)).toBe(false);
});

test("of eight stops at once exactly five are allowed", async () => {
  const history = await start();
  const tasks = Array.from({ length: 8 }, (_, index) => String(index));
  const answers = await Promise.all(tasks.map((task) => history.countStop(stop(task), LIMIT)));
  expect(answers.filter(Boolean)).toHaveLength(5);
});
