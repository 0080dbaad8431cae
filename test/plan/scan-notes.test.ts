import { parseOrganization } from "../../config";
import { notes, plan } from "../../plan";
import { formatProblem } from "../../problem";
import { textOf } from "../config/bad-files/base";

const organizationOf = (regions: string, scans: string) =>
  parseOrganization(
    textOf([
      ["[eu-central-1, eu-west-1]", regions],
      ["guardrails:\n", `inspector: { autoEnable: ${scans} }\nguardrails:\n`],
    ]),
    "organization.yaml",
  );
const notesOf = (regions: string, scans: string) =>
  notes(organizationOf(regions, scans))
    .filter(({ code }) => code === "scan-left-out")
    .map(formatProblem);
const CODE = "[ecr, lambda, lambda-code, code-repository]";

test("a scan is left out where Inspector does not have it, and stays in the other regions", () => {
  const scans = plan(organizationOf("[eu-central-1, eu-west-1, eu-west-3]", CODE)).flatMap(
    ({ region, layer }) => (layer.kind === "security" ? [[region, layer.inspector.autoEnable]] : []),
  );
  const all = ["ecr", "lambda", "lambda-code", "code-repository"];
  expect(Object.fromEntries(scans)).toEqual({
    "eu-central-1": all,
    "eu-west-1": all,
    "eu-west-3": ["ecr", "lambda"],
  });
});

test("which is known", () => {
  expect(notesOf("[eu-central-1, eu-west-1, eu-west-3]", CODE)).toEqual([
    "inspector.autoEnable: Inspector does not scan the code of functions in eu-west-3: lambda-code is left out there [scan-left-out]",
    "inspector.autoEnable: Inspector does not scan repositories of code in eu-west-3: code-repository is left out there [scan-left-out]",
  ]);
});

test.each([
  ["[eu-central-1, eu-west-1]", CODE],
  ["[eu-central-1, eu-west-1, eu-west-3]", "[ecr, lambda]"],
])("nothing is left out in %s of %s", (regions, scans) => {
  expect(notesOf(regions, scans)).toEqual([]);
});
