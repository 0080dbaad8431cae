import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ANSWERED_DAYS } from "../../aws";
import { dispatch } from "../../cli";
import { supplyChain } from "../../cli/program";
import { textOf } from "../config/bad-files/base";
import { terminalForTest } from "../support/terminal";

const folder = mkdtempSync(join(tmpdir(), "supply-chain-check-"));
const organization = join(folder, "organization.yaml");

beforeAll(() => {
  writeFileSync(
    organization,
    textOf([
      [
        "signing:\n",
        "inspector: { suppressions: { xz: { vulnerabilities: [CVE-2024-3094], reason: not linked, owner: o, expires: 2026-03-31 } } }\nsigning:\n",
      ],
    ]),
  );
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function check(today: string, ...args: string[]) {
  const terminal = terminalForTest();
  const program = supplyChain({ organization, output: "unused", today });
  const status = await dispatch(program, ["check", ...args], terminal);
  return { status, ...terminal.said };
}

const EXPIRED =
  "inspector.suppressions.xz: expired on 2026-03-31: it is left out, and what it hid shows again; mend what it hid and remove it, or let o look again and set a new day [suppression-expired]";

test("an expired suppression is a note", async () => {
  const { status, out } = await check("2026-04-01");
  expect(status).toBe(0);
  expect(out).toContain(`\n  ${EXPIRED}\n`);
});

test("--strict fails when a suppression has expired", async () => {
  expect(await check("2026-04-01", "--strict")).toEqual({
    status: 1,
    out: "",
    err: `${EXPIRED}\n\n1 problem\n`,
  });
});

test("--strict fails when a suppression ends within a week", async () => {
  expect((await check("2026-03-24", "--strict")).status).toBe(1);
});

const ANSWERED = "reason: it is needed, owner: o, expires: 2026-03-31";

test.each([
  [
    "an exception has expired",
    `exceptions: { agent: { image: "public.ecr.aws/datadog/agent@sha256:${"0a".repeat(32)}", accounts: [shop], ${ANSWERED} } }`,
    "2026-04-01",
    "exception-expired",
  ],
  [
    "an exception ends within a week",
    `exceptions: { agent: { image: "public.ecr.aws/datadog/agent@sha256:${"0a".repeat(32)}", accounts: [shop], ${ANSWERED} } }`,
    "2026-03-24",
    "exception-ends-soon",
  ],
  [
    "a broken glass has expired",
    `breakGlass: { outage: { cluster: shop/web, service: api, ${ANSWERED} } }`,
    "2026-04-01",
    "break-glass-expired",
  ],
])("--strict fails when %s", async (_what, verification, today, code) => {
  const file = join(folder, "answered.yaml");
  writeFileSync(
    file,
    textOf([
      ["web: { type: ecs }", "web: { type: ecs, signatures: block }"],
      ["signing:\n", `verification: { ${verification} }\nsigning:\n`],
    ]),
  );
  expect((await check(today, file)).status).toBe(0);
  const { status, err } = await check(today, file, "--strict");
  expect(status).toBe(1);
  expect(err).toMatch(new RegExp(`\\[${code}\\]\n\n1 problem\n$`));
});

test("--strict says in its help all that it fails for", async () => {
  expect((await check("2026-04-01", "--help")).out).toContain(
    "fail when a suppression or exception has expired or ends within 7 days, a break-glass has expired, or a publisher's last root ends within 30 or, without timestamp authorities, has\n",
  );
  // One number stands for both.
  expect(ANSWERED_DAYS.exception.soon).toBe(ANSWERED_DAYS.suppression.soon);
});

test("--strict passes before, also with notes of other kinds", async () => {
  const { status, out } = await check("2026-03-23", "--strict");
  expect(status).toBe(0);
  expect(out).toMatch(/\n\nNotes\n/);
});

test("--strict --json tells the problem as data", async () => {
  const { status, out } = await check("2026-04-01", "--strict", "--json");
  expect(status).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    problems: [{ code: "suppression-expired", path: "inspector.suppressions.xz" }],
    omitted: 0,
  });
});

test("a suppression that ends too late is refused on the day it is checked", async () => {
  const { status, err } = await check("2025-12-01");
  expect(status).toBe(1);
  expect(err).toMatch(/\[suppression-too-long\]\n\n1 problem\n$/);
});
