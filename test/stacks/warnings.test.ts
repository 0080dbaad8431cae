import { loadOrganization } from "../../config";
import { EXAMPLE_DAY, EXAMPLES } from "../../organizations/examples";
import { notes, plan } from "../../plan";
import { buildApp } from "../../stacks";

const organization = loadOrganization(EXAMPLES.complete, EXAMPLE_DAY);
const planned = plan(organization, EXAMPLE_DAY);

/** Codes of the warnings that CDKTF would print of the stacks. */
function warnings(context: Readonly<Record<string, unknown>> = {}): string[] {
  const metadata = buildApp(planned, { context })
    .app.node.findAll()
    .flatMap(({ node }) => node.metadata);
  const codes = metadata
    .filter(({ type }) => type === "@cdktf/warn")
    .map(({ data }) => String(data).replace(/^.*\[|\]$/g, ""));
  return [...new Set(codes)].sort();
}

test("what the summary says, CDKTF does not print again", () => {
  expect(warnings()).toEqual([]);
});

test("the summary says what constructs would warn of, or a version constraint sees to it", () => {
  const told = notes(organization, EXAMPLE_DAY).map(({ code }) => code);
  const unheard = warnings({ warnsItself: false }).filter((code) => !told.includes(code));
  expect(unheard).toEqual(["blob-mounting-provider"]);
});
