import { parseOrganization } from "../../config";
import { notes } from "../../plan";
import { formatProblem } from "../../problem";
import { type Edit, textOf } from "../config/bad-files/base";

/** Notes about the revokers of a profile, where guardrails are attached as said. */
function notesOf(revokers: string, guardrails: string): string[] {
  const edits: Edit[] = [
    ["release: { validity: 135 months }", `release: { revokers: [${revokers}] }`],
    ["  attachTo: [production]", `  ${guardrails}`],
  ];
  return notes(parseOrganization(textOf(edits), "organization.yaml"))
    .filter(({ code }) => code === "revoker-bound")
    .map(formatProblem);
}

const SHOP = "{ account: shop, role: incident/revoke }";
const BOUND =
  "signing.profiles.release.revokers: the guardrails keep arn:aws:iam::444444444444:role/incident/revoke from revoking anything; add it to `guardrails.exemptRoles`, where no guardrail binds it [revoker-bound]";

test.each([
  ["root", "attachTo: [root]"],
  ["their unit", "attachTo: [production]"],
  ["their account", "attachTo: [shop]"],
])("revokers that guardrails of %s bind are told", (_, guardrails) => {
  expect(notesOf(SHOP, guardrails)).toEqual([BOUND]);
});

test("several are told in one note", () => {
  expect(notesOf(`${SHOP}, { account: images, role: incident }`, "attachTo: [root]")).toEqual([
    "signing.profiles.release.revokers: the guardrails keep arn:aws:iam::444444444444:role/incident/revoke and arn:aws:iam::333333333333:role/incident from revoking anything; add them to `guardrails.exemptRoles`, where no guardrail binds them [revoker-bound]",
  ]);
});

test.each([
  ["is exempt", SHOP, "{ attachTo: [root], exemptRoles: [arn:aws:iam::444444444444:role/incident/revoke] }"],
  ["deploys", "{ account: shop, role: supply-chain-deployment }", "{ attachTo: [root] }"],
  ["is where no guardrail is known to be", SHOP, "{ attachTo: [security] }"],
  ["is where none binds", "{ account: management, role: incident }", "{ attachTo: [root] }"],
])("a revoker that %s needs no note", (_, revoker, guardrails) => {
  expect(notesOf(revoker, guardrails.slice(2, -2).replace(", exemptRoles", "\n  exemptRoles"))).toEqual([]);
});
