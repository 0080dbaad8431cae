import { parseOrganization } from "../../config";
import { notes, plan } from "../../plan";
import { formatProblem } from "../../problem";
import { textOf } from "../config/bad-files/base";
import { rejectionOf } from "../support/rejection";

const TEXT = textOf([
  [
    "signing:\n",
    `inspector:
  suppressions:
    xz: { vulnerabilities: [CVE-2024-3094], reason: not linked, owner: the shop, expires: 2026-03-31 }
signing:
`,
  ],
]);

const organization = parseOrganization(TEXT, "organization.yaml");
const noted = (today?: string) =>
  notes(organization, today).filter(({ path }) => path.startsWith("inspector.suppressions"));

function plannedOn(today?: string): number[] {
  return plan(organization, today).flatMap(({ layer }) =>
    layer.kind === "security" ? [layer.inspector.suppressions.length] : [],
  );
}

test("a suppression in force is planned in every region", () => {
  const [security] = plan(organization, "2026-03-10").filter(({ layer }) => layer.kind === "security");
  expect(security?.layer).toMatchObject({
    inspector: {
      suppressions: [
        {
          name: "xz",
          vulnerabilities: ["CVE-2024-3094"],
          reason: "not linked",
          owner: "the shop",
          expires: "2026-03-31",
        },
      ],
    },
  });
  expect(plannedOn("2026-03-10")).toEqual([1, 1]);
});

test.each([
  ["on the first day on which it may be written", "2025-12-31", 1],
  ["on its last day", "2026-03-31", 1],
  ["the day after, because it has expired", "2026-04-01", 0],
  ["the day before it may be written", "2025-12-30", 0],
])("how many are planned %s", (_, today, count) => {
  expect(plannedOn(today)).toEqual([count, count]);
});

test("without a day none is planned and nothing is said", () => {
  expect(plannedOn()).toEqual([0, 0]);
  expect(noted()).toEqual([]);
});

test.each(["10.03.2026", "2026-3-1", "2026-02-30", ""])("%j is no day", (today) => {
  expect(() => plan(organization, today)).toThrow(new RangeError(`"${today}" is no day such as 2026-03-31`));
});

test("nothing is said a week and a day before the end", () => {
  expect(noted("2026-03-23")).toEqual([]);
});

test.each([
  ["2026-03-24", "in 7 days"],
  ["2026-03-30", "tomorrow"],
  ["2026-03-31", "today"],
])("on %s it is said that it ends %s", (today, when) => {
  expect(noted(today).map(formatProblem)).toEqual([
    `inspector.suppressions.xz: ends ${when}, on 2026-03-31: then what it hides shows again; mend what it hides, or let the shop look again and set a new day [suppression-ends-soon]`,
  ]);
  expect(noted(today).map(({ due }) => due)).toEqual([true]);
});

test("the day after it is said that it has expired", () => {
  expect(noted("2026-04-01").map(formatProblem)).toEqual([
    "inspector.suppressions.xz: expired on 2026-03-31: it is left out, and what it hid shows again; mend what it hid and remove it, or let the shop look again and set a new day [suppression-expired]",
  ]);
});

test("a file whose suppression ends in more than 90 days is refused at its line", () => {
  expect(rejectionOf(() => parseOrganization(TEXT, "organization.yaml", "2025-12-30"))).toEqual([
    "organization.yaml:22:91 inspector.suppressions.xz.expires: is 2026-03-31, 91 days after today, 2025-12-30; allowed: at most 90 days after today: 2026-03-30 or earlier; set an earlier day, and a new one when it comes and the finding is still accepted [suppression-too-long]",
  ]);
  expect(() => parseOrganization(TEXT, "organization.yaml", "2025-12-31")).not.toThrow();
});
