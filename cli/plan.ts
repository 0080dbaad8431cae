import { loadOrganization } from "../config";
import { plan as planOf } from "../plan";
import { type Command, EXIT } from "./command";
import { orderRows, orderTable } from "./order";

/** `supply-chain plan FILE` */
export const plan: Command = {
  name: "plan",
  summary: "show the stacks of an organization.yaml in deploy order",
  help: `Usage: supply-chain plan FILE [--json]

Prints which stack goes into which account and region, in deploy order, and after what. Builds nothing;
"npm run plan" of a clone also counts each stack's resources.

  --json  print the rows as JSON
`,
  options: { json: { type: "boolean" } },
  positionals: ["FILE"],
  run(values, [file = ""], terminal) {
    const rows = orderRows(planOf(loadOrganization(file)));
    terminal.out(`${values["json"] === true ? JSON.stringify(rows, undefined, 2) : orderTable(rows)}\n`);
    return EXIT.ok;
  },
};
