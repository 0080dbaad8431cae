import { fault } from "../../support/aws-service";
import { closeServers, type EcrAnswers, Hub, idOf, look, lookAtAll, scanned, vulnerability } from "./servers";

afterEach(closeServers);

const LOW = vulnerability("CVE-2024-0002", "LOW");
const OTHER = `sha256:${"b".repeat(64)}`;

/** A hub with open findings about two images. */
async function hubWithTwo(): Promise<Hub> {
  const hub = new Hub();
  await look(scanned(LOW), hub.answers);
  const [first] = hub.findings.values();
  hub.findings.set(idOf("LOW", OTHER), { ...first, Id: idOf("LOW", OTHER) } as typeof first & object);
  return hub;
}

test("what is open about images that are gone is closed", async () => {
  const hub = await hubWithTwo();
  const answers: EcrAnswers = {
    DescribeImageScanFindings: (input, count) =>
      input.imageId?.imageDigest === OTHER
        ? fault("ImageNotFoundException", "not here")
        : (scanned(LOW).DescribeImageScanFindings?.(input, count) ?? {}),
  };
  expect(await lookAtAll(answers, hub.answers)).toMatchObject({
    images: 2,
    written: 0,
    closed: 1,
    complete: true,
  });
  expect([...hub.findings.values()].map(({ RecordState }) => RecordState)).toEqual(["ACTIVE", "ARCHIVED"]);
});

test("what is closed is not looked at", async () => {
  const hub = await hubWithTwo();
  for (const [id, finding] of hub.findings) hub.findings.set(id, { ...finding, RecordState: "ARCHIVED" });
  expect(await lookAtAll({}, hub.answers)).toMatchObject({ images: 0, complete: true });
});

test("a finding with an id that is not ours is left alone", async () => {
  const hub = await hubWithTwo();
  for (const id of ["supply-chain/basic-scan-findings/444444444444/eu-central-1/a/LOW", "other"]) {
    hub.findings.set(id, { ...[...hub.findings.values()][0], Id: id } as never);
  }
  expect(await lookAtAll(scanned(LOW), hub.answers)).toMatchObject({ images: 2, complete: true });
});

test("without time it stops and says so", async () => {
  const hub = await hubWithTwo();
  const lines: unknown[] = [];
  expect(await lookAtAll({}, hub.answers, 0, { lines })).toMatchObject({ images: 0, complete: false });
  expect(lines).toMatchObject([{ level: "WARN", message: "had no time for all", images: 2, looked: 0 }]);
});
