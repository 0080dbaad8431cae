import { join } from "node:path";
import { loadOrganization } from "../config";
import { notes } from "../plan";
import { ProblemError, ROTATION_RUNBOOK } from "../problem";
import { type Build } from "./build";
import { type Command, EXIT } from "./command";
import { type Defaults, ORGANIZATION, organizationFile, OUTPUT_FOLDER, OUTPUT_VARIABLE } from "./defaults";
import {
  forgottenSection,
  nextSection,
  removedVerificationSection,
  switchedSection,
  unknownTrustSection,
  renamedSection,
  unplannedSection,
  unprotectedSection,
} from "./next";
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
      strict: {
        type: "boolean",
        help: "fail when no earlier synth in DIR says what was trusted",
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
      return build(
        organization,
        output,
        ({ stacks, baseline, trust: { unknownTrust, switched }, publish }) => {
          const summary = summarize(organization, stacks);
          const noted = notes(organization, defaults.today);
          if (values["strict"] === true && unknownTrust.length > 0) throw notCompared(output, unknownTrust);
          const { stacks: unplanned, renamed, resources: unprotected, forgotten, verification } = publish();
          terminal.out(
            values["json"] === true
              ? toJson({
                  output,
                  ...summary,
                  baseline: baseline.data,
                  notes: noted,
                  unplanned,
                  renamed,
                  unprotected,
                  forgotten,
                  verificationRemoved: verification,
                  unknownTrust,
                  switched,
                })
              : sections([
                  formatSummary(summary),
                  baseline.text,
                  ...notesSection(noted, terminal.width),
                  ...unplannedSection(output, unplanned, renamed),
                  ...renamedSection(output, renamed),
                  ...unprotectedSection(output, unprotected),
                  ...forgottenSection(output, forgotten),
                  ...removedVerificationSection(output, verification),
                  ...switchedSection(switched),
                  ...unknownTrustSection(output, unknownTrust),
                  nextSection({ file, output, summary, defaults }),
                ]),
          );
          return EXIT.ok;
        },
      );
    },
  };
}

/** Whoever runs it in a pipeline wants to know before anything is written. */
function notCompared(output: string, unknown: readonly string[]): ProblemError {
  return new ProblemError(
    unknown.map((stack) => ({
      code: "trust-not-compared",
      path: join(output, "stacks", stack),
      message: "no earlier synth here says all that was trusted, so trust may end without evidence",
      change: `put the cdk.tf.json that was applied last into this folder, or leave out --strict for the first synth: ${ROTATION_RUNBOOK}`,
    })),
  );
}
