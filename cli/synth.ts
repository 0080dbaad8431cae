import { loadOrganization } from "../config";
import { notes } from "../plan";
import { type Build } from "./build";
import { type Command, EXIT } from "./command";
import { type Defaults, ORGANIZATION, organizationFile, OUTPUT_FOLDER, OUTPUT_VARIABLE } from "./defaults";
import { forgottenSection, nextSection, replacedSection, unplannedSection, unprotectedSection } from "./next";
import { notesSection, sections } from "./notes";
import { formatSummary, summarize } from "./summary";
import { toJson } from "./terminal";

/** `npm run synth -- [FILE]` */
export function synthCommand(defaults: Defaults, build: Build): Command {
  return {
    name: "synth",
    summary: "write the Terraform JSON of every stack and print a summary",
    description: `Validates the organization, writes one Terraform stack per account, region and layer to DIR/stacks, and prints
what was written. Nothing in DIR changes when anything is wrong.`,
    options: {
      ...ORGANIZATION,
      output: {
        type: "string",
        short: "o",
        value: "DIR",
        help: `folder of the stacks; default $${OUTPUT_VARIABLE}, else ${OUTPUT_FOLDER}`,
      },
      json: {
        type: "boolean",
        help: 'print the result as JSON; "npm run --silent" leaves out npm\'s own lines',
      },
    },
    positionals: ["[FILE]"],
    writes: true,
    run(values, positionals, terminal) {
      const file = organizationFile(values, positionals, defaults);
      const output = String(values["output"] ?? defaults.output);
      const organization = loadOrganization(file, defaults.today);
      return build(organization, output, ({ stacks, baseline, publish }) => {
        const summary = summarize(organization, stacks);
        const noted = notes(organization, defaults.today);
        const { stacks: unplanned, resources: unprotected, forgotten, replaced } = publish();
        terminal.out(
          values["json"] === true
            ? toJson({
                output,
                ...summary,
                baseline: baseline.data,
                notes: noted,
                unplanned,
                unprotected,
                forgotten,
                replaced,
              })
            : sections([
                formatSummary(summary),
                baseline.text,
                ...notesSection(noted, terminal.width),
                ...unplannedSection(output, unplanned),
                ...unprotectedSection(output, unprotected),
                ...forgottenSection(output, forgotten),
                ...replacedSection(output, replaced),
                nextSection({ file, output, summary, defaults }),
              ]),
        );
        return EXIT.ok;
      });
    },
  };
}
