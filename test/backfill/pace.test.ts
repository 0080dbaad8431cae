import { LOOKUPS_PER_SECOND, Pace, REQUESTS_PER_SECOND } from "../../backfill";
import { FakeClock } from "./support";

/** When each of so many requests goes out, all asked for at once or one after the other. */
async function turns(perSecond: number, count: number, atOnce: boolean): Promise<number[]> {
  const clock = new FakeClock(0);
  const pace = new Pace(perSecond, clock);
  const times: number[] = [];
  // Whoever sleeps wakes at a time of its own, so the clock of one who waits is not that of the others.
  const waits: Promise<void>[] = [];
  const own = new Pace(perSecond, {
    now: () => 0,
    sleep: (milliseconds) => {
      times.push(milliseconds);
      return Promise.resolve();
    },
  });
  for (let index = 0; index < count; index++) {
    if (atOnce) {
      waits.push(own.turn());
    } else {
      await pace.turn();
      times.push(clock.now());
    }
  }
  await Promise.all(waits);
  return atOnce ? [0, ...times] : times;
}

/** Most requests of any second, both of its ends counted. */
function mostInASecond(times: readonly number[]): number {
  return Math.max(
    ...times.map((start) => times.filter((time) => time >= start && time <= start + 1_000).length),
  );
}

describe.each([
  ["one after the other", false],
  ["all at once", true],
])("requests that are made %s", (_, atOnce) => {
  test("stay below ten in every second", async () => {
    const times = await turns(REQUESTS_PER_SECOND, 200, atOnce);
    expect(times).toHaveLength(200);
    expect(mostInASecond(times)).toBeLessThan(10);
  });

  test("are not slower than they have to be", async () => {
    const times = await turns(REQUESTS_PER_SECOND, 81, atOnce);
    expect(Math.max(...times)).toBe(10_000);
  });

  test("to CloudTrail are two in a second at most", async () => {
    const times = await turns(LOOKUPS_PER_SECOND, 50, atOnce);
    expect(mostInASecond(times)).toBeLessThanOrEqual(2);
  });
});

test("whoever comes late does not wait, and gets no turns that nobody took", async () => {
  const clock = new FakeClock(0);
  const pace = new Pace(8, clock);
  await pace.turn();
  clock.time = 60_000;
  await pace.turn();
  expect(clock.time).toBe(60_000);
  await pace.turn();
  expect(clock.time).toBe(60_125);
});
