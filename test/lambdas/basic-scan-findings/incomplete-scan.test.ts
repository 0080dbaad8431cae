import { raw } from "../../support/aws-service";
import { closeServers, type EcrAnswers, Hub, idOf, look, scanned, vulnerability } from "./servers";

afterEach(closeServers);

const CRITICAL = vulnerability("CVE-2024-0001", "CRITICAL");
const LOW = vulnerability("CVE-2024-0002", "LOW");

const answer = (body: object): EcrAnswers => ({
  DescribeImageScanFindings: () => raw(JSON.stringify(body)),
});
/** A scan that is done and says this of what it found. */
const complete = (imageScanFindings?: unknown) =>
  answer({ imageScanStatus: { status: "COMPLETE" }, imageScanFindings });
/** A list whose pages have this of it, and a token each. */
const pages = (findings: object, nextToken: (count: number) => string | undefined): EcrAnswers => ({
  DescribeImageScanFindings: (_, count) => ({
    imageScanStatus: { status: "COMPLETE" },
    imageScanFindings: { findings: [], ...findings },
    nextToken: nextToken(count),
  }),
});

const LEAVES_OUT = "IncompleteAnswer: ecr:DescribeImageScanFindings leaves out ";
const COUNTS_MORE = "IncompleteAnswer: ecr:DescribeImageScanFindings counts more than it lists";
const LISTS_MORE = "IncompleteAnswer: ecr:DescribeImageScanFindings lists more than it counts";
const NO_NUMBER = "IncompleteAnswer: ecr:DescribeImageScanFindings has no number for LOW";
const REPEATED =
  "ProblemError: ecr:DescribeImageScanFindings: led back to a page it had given before, after 2 pages; ask again later; if it stays so, tell AWS Support [repeated-page]";

test.each<[string, EcrAnswers, string]>([
  ["nothing", answer({}), `${LEAVES_OUT}imageScanStatus`],
  ["no status", answer({ imageScanStatus: {} }), `${LEAVES_OUT}status`],
  ["no result", complete(), `${LEAVES_OUT}imageScanFindings`],
  ["null", complete(null), `${LEAVES_OUT}imageScanFindings`],
  ["an empty result", complete({}), `${LEAVES_OUT}findings`],
  ["only when the scan was done", complete({ imageScanCompletedAt: 1_700_000_000 }), `${LEAVES_OUT}findings`],
  ["counts without a list", complete({ findingSeverityCounts: {} }), `${LEAVES_OUT}findings`],
  [
    "counts of what is not listed",
    complete({ findings: [], findingSeverityCounts: { LOW: 1 } }),
    COUNTS_MORE,
  ],
  ["a number that is a text", complete({ findings: [], findingSeverityCounts: { LOW: "3" } }), NO_NUMBER],
  ["a negative number", complete({ findings: [], findingSeverityCounts: { LOW: -1 } }), NO_NUMBER],
  ["the same page for ever", pages({}, () => "again"), REPEATED],
  ["pages without end and no counts", pages({ findings: [LOW] }, String), LISTS_MORE],
  [
    "pages without end and counts of less",
    pages({ findings: [LOW], findingSeverityCounts: { LOW: 10 } }, String),
    LISTS_MORE,
  ],
  [
    "ten pages and counts of what none of them has",
    pages({ findingSeverityCounts: { LOW: 1 } }, (count) => (count < 9 ? String(count) : undefined)),
    COUNTS_MORE,
  ],
])("an answer with %s fails and closes no finding", async (_, answers, message) => {
  const hub = new Hub();
  await look(scanned(CRITICAL), hub.answers);
  const failure = await look(answers, hub.answers).then(
    (done) => `done: ${JSON.stringify(done)}`,
    (error: unknown) => `${(error as Error).name}: ${(error as Error).message}`,
  );
  expect([failure, hub.findings.get(idOf("CRITICAL"))?.RecordState]).toEqual([message, "ACTIVE"]);
});

test("an empty list without counts is a clean image", async () => {
  const hub = new Hub();
  await look(scanned(CRITICAL), hub.answers);
  expect(await look(complete({ findings: [] }), hub.answers)).toMatchObject({ closed: 1 });
});
