import { ANSWERED_DAYS } from "../aws";
import { loadOrganization } from "../config";
import { ProblemError } from "../problem";
import { notes, plan, ROOT_ENDS_SOON_DAYS } from "../plan";
import { type Command, EXIT } from "./command";
import { type Defaults, ORGANIZATION, organizationFile } from "./defaults";
import { notesSection, sections } from "./notes";
import { count, toJson } from "./terminal";

/** Exceptions have as many. */
const SOON = String(ANSWERED_DAYS.suppression.soon);

const ROOT_SOON = String(ROOT_ENDS_SOON_DAYS);

/** `supply-chain check [FILE]` */
export function checkCommand(defaults: Defaults): Command {
  return {
    name: "check",
    summary: "validate an organization.yaml",
    description:
      "Validates FILE and reports problems with line and column, all at once; what depends on a wrong value is looked at\nonce that is right. Says what is valid, but good to know, as notes. Writes nothing.",
    options: {
      ...ORGANIZATION,
      strict: {
        type: "boolean",
        help: `fail when a suppression or exception has expired or ends within ${SOON} days, a break-glass has expired, or a publisher's last root ends within ${ROOT_SOON} or, without timestamp authorities, has`,
      },
      json: {
        type: "boolean",
        help: 'print {"organization", "accounts", "stacks", "notes"} or {"problems", "omitted"} as JSON',
      },
    },
    positionals: ["[FILE]"],
    run(values, positionals, terminal) {
      const file = organizationFile(values, positionals, defaults);
      const organization = loadOrganization(file, defaults.today);
      const { id } = organization.organization;
      const accounts = Object.keys(organization.accounts).length;
      const stacks = plan(organization, defaults.today).length;
      const noted = notes(organization, defaults.today);
      const due = noted.filter((note) => note.due);
      if (values["strict"] === true && due.length > 0) throw new ProblemError(due);
      terminal.out(
        values["json"] === true
          ? toJson({ organization: id, accounts, stacks, notes: noted })
          : sections([
              `${file} is valid: organization ${id}, ${count(accounts, "account")}, ${count(stacks, "stack")}`,
              ...notesSection(noted, terminal.width),
            ]),
      );
      return EXIT.ok;
    },
  };
}
