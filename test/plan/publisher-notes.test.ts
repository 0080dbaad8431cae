import { parseOrganization } from "../../config";
import { notes } from "../../plan";
import { formatProblem } from "../../problem";
import { textOf } from "../config/bad-files/base";
import { section } from "../config/bad-files/publishers";
import { ROOT_CERTIFICATE } from "../config/certificates";
import { CA_EXTENSIONS, certify, named, toPem } from "../notation/support/pki";

const endingOn = (day: string, from = "2020-01-01") =>
  toPem(
    certify({
      name: named("partner root"),
      notBefore: Date.parse(`${from}T00:00:00Z`),
      notAfter: Date.parse(`${day}T12:00:00Z`),
      extensions: CA_EXTENSIONS,
    }).certificate,
  );
const ENDS = endingOn("2026-06-30");
const PATH = "verification.publishers.partner.certificates[0]";
const ROOT = "the root C=US, ST=WA, O=Example, CN=partner root";

/** The notes on one publisher; what is due is marked. */
function noted(
  today: string | undefined,
  certificates: readonly string[],
  authorities: readonly string[] = [],
) {
  const publisher = {
    repositories: ["666666666666.dkr.ecr.eu-west-1.amazonaws.com/partner/agent"],
    accounts: ["shop"],
    identities: ["x509.subject: C=US, ST=WA, O=Partners"],
    certificates,
    timestampAuthorities: authorities,
  };
  const text = textOf(section(`publishers: { partner: ${JSON.stringify(publisher)} }`));
  return notes(parseOrganization(text, "organization.yaml"), today)
    .filter(({ path }) => path.startsWith("verification.publishers"))
    .map((note) => `${note.due === true ? "due: " : ""}${formatProblem(note)}`);
}

const SUCCESSOR = "ask partner for the root that follows and add it, and ";
const REMOVE = "remove this one once nothing that runs needs it";

test.each([
  ["2026-05-30", []],
  [
    "2026-05-31",
    [
      `due: ${PATH}: ${ROOT} ends on 2026-06-30: then nothing is trusted below it; ${SUCCESSOR}${REMOVE} [publisher-root-ends-soon]`,
    ],
  ],
  [
    "2026-06-30",
    [
      `due: ${PATH}: ${ROOT} ends on 2026-06-30: then nothing is trusted below it; ${SUCCESSOR}${REMOVE} [publisher-root-ends-soon]`,
    ],
  ],
  [
    "2026-07-01",
    [
      `due: ${PATH}: ${ROOT} ended on 2026-06-30: nothing is trusted below it; ${SUCCESSOR}${REMOVE} [publisher-root-expired]`,
    ],
  ],
  [undefined, []],
])("before a publisher's root ends, and after: %s", (today, lines) => {
  expect(noted(today, [ENDS])).toEqual(lines);
});

test("nobody has to act where another root of the publisher follows", () => {
  expect(noted("2026-06-15", [ENDS, endingOn("2030-06-30")])).toEqual([
    `${PATH}: ${ROOT} ends on 2026-06-30: then nothing is trusted below it; ${REMOVE} [publisher-root-ends-soon]`,
  ]);
});

test("another root that is valid by the end of the first follows", () => {
  expect(noted("2026-06-15", [ENDS, endingOn("2030-06-30", "2026-06-20")])[0]).not.toContain("due: ");
});

test("another root that is valid from the very day on which the first ends follows", () => {
  expect(noted("2026-06-15", [ENDS, endingOn("2030-06-30", "2026-06-30")])[0]).not.toContain("due: ");
});

test("another root that began only after the first had ended follows by now", () => {
  expect(noted("2026-07-20", [ENDS, endingOn("2030-06-30", "2026-07-10")])).toEqual([
    `${PATH}: ${ROOT} ended on 2026-06-30: nothing is trusted below it; ${REMOVE} [publisher-root-expired]`,
  ]);
});

test("another root that is not valid by then does not follow", () => {
  // It begins in November.
  expect(noted("2026-06-15", [ENDS, ROOT_CERTIFICATE])[0]).toContain(`due: ${PATH}`);
});

test("with another root that ends as soon the publisher has none that follows", () => {
  expect(noted("2026-06-15", [ENDS, endingOn("2026-07-14")])).toHaveLength(2);
  expect(noted("2026-06-15", [ENDS, endingOn("2026-07-14")])[0]).toContain(`due: ${PATH}`);
});

test("with timestamps a root that has ended may stay", () => {
  expect(noted("2026-07-01", [ENDS], [ROOT_CERTIFICATE])).toEqual([
    `${PATH}: ${ROOT} ended on 2026-06-30: only what has a timestamp from before is trusted below it; ${SUCCESSOR}${REMOVE} [publisher-root-expired]`,
  ]);
});

const AWAITED = endingOn("2030-06-30", "2026-07-01");
const AWAITED_LINE = `${ROOT} is valid from 2026-07-01: until then nothing is trusted below it [publisher-root-not-yet-valid]`;

test.each([
  ["the day before its first day", "2026-06-30", [`${PATH}: ${AWAITED_LINE}`]],
  ["on its first day", "2026-07-01", []],
])("a publisher's only root is not valid yet: %s", (_, today, lines) => {
  expect(noted(today, [AWAITED])).toEqual(lines);
});

test("a root that follows one that is valid is awaited by nobody", () => {
  expect(noted("2026-03-10", [ENDS, AWAITED])).toEqual([]);
});

test("a root that follows one that has ended is awaited", () => {
  const between = noted("2026-06-30", [endingOn("2026-06-01"), AWAITED]);
  expect(between).toContain(`${PATH.replace("[0]", "[1]")}: ${AWAITED_LINE}`);
});
