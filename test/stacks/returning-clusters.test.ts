import { problemsOf } from "../support/rejection";
import { type Edit, partOf, RegistrySynths } from "./registry-synths";

let synths: RegistrySynths;

beforeEach(() => {
  synths = new RegistrySynths();
  synths.today = "2026-03-12";
});

afterEach(() => {
  synths.remove();
});

const REPORTS: Edit = [partOf(/ {4}clusters:\n {6}reports: .*\n/), ""];
/** No account has a cluster. */
const NOWHERE: readonly Edit[] = [
  REPORTS,
  [partOf(/ {4}clusters:\n {6}shop: .*block.*\n/), ""],
  [partOf(/ {4}clusters:\n {6}shop: .*alert.*\n/), ""],
  [partOf(/ {4}deploy:\n(?: {6}- .*\n)+/), ""],
];
const REPLICA: Edit = ["  replication: [eu-west-1]\n", ""];
const pulled = (written: string): Edit => ["      pull: [data]\n", written];

/** Code and message of what is refused. */
const told = (...edits: readonly Edit[]) =>
  problemsOf(() => synths.run(...edits)).map(({ code, message }) => `${message} [${code}]`);
const LOST =
  "at the last synth the whole organization, account 666666666666 with it, trusted images of data/reports, and nothing says that this ends: what runs there is refused at its next start [trust-vanished]";

test("clusters that come back find no less than the whole organization could pull", () => {
  synths.run(pulled(""));
  synths.run(pulled(""), REPORTS);
  expect(told(pulled("      pull: [shop-prod, shop-staging]\n"))).toEqual([LOST]);
  synths.run(pulled(""));
});

test("clusters that come back find no less than their account could pull", () => {
  synths.run(REPORTS);
  expect(told(pulled("      pull: [shop-prod]\n"))).toEqual([
    LOST.replace("the whole organization, account 666666666666 with it,", "account 666666666666"),
  ]);
});

test("a replica that nobody can have run anything of goes without an entry", () => {
  synths.run(...NOWHERE);
  expect(() => synths.run(...NOWHERE, REPLICA)).not.toThrow();
});

test("of several entries about a loss the one that nothing stands against counts, wherever it stands", () => {
  const entries = ["2026-01-31", "2026-03-10", "2026-02-01"].map(
    (day) =>
      `    - { regions: [eu-west-1], droppedOn: ${day}, reason: nothing runs of it any more, owner: platform }\n`,
  );
  synths.run();
  const dropped: Edit = [
    "\nguardrails:\n",
    `\nverification:\n  dropped:\n${entries.join("")}\nguardrails:\n`,
  ];
  expect(() => synths.run(REPLICA, dropped)).not.toThrow();
});
