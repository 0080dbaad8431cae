import { decision, Hub } from "./support";

let hub: Hub;

beforeEach(() => {
  hub = new Hub();
});

afterEach(async () => {
  await hub.stop();
});

test("what is refused for months is said again before Security Hub forgets it, with all that was said", async () => {
  await hub.record([decision()]);
  const [{ ProductFields, CreatedAt } = {}] = hub.findings.values();
  await hub.record([decision({ at: "2026-05-02T05:06:00.000Z" })]);
  expect([...hub.findings.values()]).toMatchObject([{ UpdatedAt: "2026-03-04T05:06:00.000Z" }]);
  await hub.record([decision({ at: "2026-05-04T05:06:00.000Z" })]);
  expect([...hub.findings.values()]).toMatchObject([
    { UpdatedAt: "2026-05-04T05:06:00.000Z", RecordState: "ACTIVE", CreatedAt, ProductFields },
  ]);
});
