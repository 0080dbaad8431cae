import { loadOrganization } from "../config";
import { notes, plan } from "../plan";
import { type Build } from "./build";
import { type Command, EXIT } from "./command";
import { type Defaults, ORGANIZATION, organizationFile } from "./defaults";
import { notesSection, sections } from "./notes";
import { type OrderRow, orderRows, orderTable } from "./order";
import { summarize } from "./summary";
import { toJson } from "./terminal";

/** `npm run plan -- [FILE]`, which builds the stacks and counts, and `supply-chain plan [FILE]`, which does not. */
export function planCommand(defaults: Defaults, build?: Build): Command {
  return {
    name: "plan",
    summary: "print the stacks in deploy order",
    description: `Prints the deployment order: stack, account, region, layer${build ? ", number of resources" : ""} and the rows it comes after.
${
  build
    ? "Builds and checks every stack; writes nothing."
    : 'Builds nothing; "npm run plan" of a clone also counts each stack\'s resources.'
}`,
    options: {
      ...ORGANIZATION,
      json: {
        type: "boolean",
        help: "print the rows as JSON, without the notes",
      },
    },
    positionals: ["[FILE]"],
    run(values, positionals, terminal) {
      const organization = loadOrganization(organizationFile(values, positionals, defaults), defaults.today);
      const rows: readonly OrderRow[] = build
        ? build(organization, undefined, ({ stacks }) => summarize(organization, stacks).stacks)
        : orderRows(plan(organization, defaults.today));
      terminal.out(
        values["json"] === true
          ? toJson(rows)
          : sections([
              orderTable(rows),
              ...notesSection(notes(organization, defaults.today), terminal.width),
            ]),
      );
      return EXIT.ok;
    },
  };
}
