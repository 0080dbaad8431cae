import { StoppedClock } from "../clock";
import { forget } from "../security-hub";
import { closeServers, type EcrAnswers, Hub, idOf, look, lookAtAll, scanned, vulnerability } from "./servers";

afterEach(closeServers);

const DAY = 86_400_000;
const LOW = vulnerability("CVE-2024-0002", "LOW");
const CRITICAL = vulnerability("CVE-2024-0001", "CRITICAL");

test.each<[string, EcrAnswers]>([
  ["while the image has it", scanned(LOW, CRITICAL)],
  [
    "while ECR has no result for the image any more",
    { DescribeImageScanFindings: () => ({ imageScanStatus: { status: "PENDING" } }) },
  ],
])("a finding stays %s, with all that it and people say", async (_, answers) => {
  const [hub, clock] = [new Hub(), new StoppedClock()];
  await look(scanned(LOW, CRITICAL), hub.answers, { clock });
  const low = hub.findings.get(idOf("LOW"));
  hub.findings.set(idOf("LOW"), { ...low, Workflow: { Status: "SUPPRESSED" } } as NonNullable<typeof low>);
  const first = new Map(hub.findings);
  for (let day = 0; day < 200; day += 5) {
    await clock.sleep(5 * DAY);
    forget(hub.findings, clock.now());
    await lookAtAll(answers, hub.answers, 60_000, { clock });
  }
  for (const id of [idOf("LOW"), idOf("CRITICAL")]) {
    expect(hub.findings.get(id)).toEqual({ ...first.get(id), UpdatedAt: expect.any(String) as unknown });
  }
  // Of the 40 looks these had to write: one in 60 days.
  expect(hub.writes).toHaveLength(4);
});
