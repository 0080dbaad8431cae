import { loadOrganization } from "../config";
import { plan } from "../plan";
import { type Command, EXIT } from "./command";
import { count } from "./terminal";

/** `supply-chain check FILE` */
export const check: Command = {
  name: "check",
  summary: "validate an organization.yaml",
  help: `Usage: supply-chain check FILE [--json]

Validates FILE and reports every problem at once with its line and column. Writes nothing.

  --json  print {"organization", "accounts", "stacks"} or {"problems"} as JSON

Exit code 0 when FILE is valid, 1 when it is not.
`,
  options: { json: { type: "boolean" } },
  positionals: ["FILE"],
  run(values, [file = ""], terminal) {
    const organization = loadOrganization(file);
    const { id } = organization.organization;
    const accounts = Object.keys(organization.accounts).length;
    const stacks = plan(organization).length;
    terminal.out(
      values["json"] === true
        ? `${JSON.stringify({ organization: id, accounts, stacks })}\n`
        : `${file} is valid: organization ${id}, ${count(accounts, "account")}, ${count(stacks, "stack")}\n`,
    );
    return EXIT.ok;
  },
};
