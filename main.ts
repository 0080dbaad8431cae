import { join } from "node:path";
import { baselineProblems, type BaselineReport, checkBaseline, formatBaseline } from "./baseline";
import {
  type Command,
  type CountedStack,
  dispatch,
  EXIT,
  formatSummary,
  orderTable,
  progress,
  summarize,
  type Summary,
  type Terminal,
} from "./cli";
import { loadOrganization } from "./config";
import { plan } from "./plan";
import { ProblemError } from "./problem";
import { type Draft, synthesize, type SynthesizedDeployment } from "./stacks";

const terminal: Terminal = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  interactive: process.stderr.isTTY,
};

const DEFAULT_FILE = "organization.yaml";
const DEFAULT_OUTPUT = "cdktf.out";
/** The CDKTF CLI says in the environment where it looks for the stacks. */
const OUTPUT = process.env["CDKTF_OUTDIR"] ?? DEFAULT_OUTPUT;

const OPTIONS = {
  organization: { type: "string", short: "f", default: DEFAULT_FILE },
  output: { type: "string", short: "o", default: OUTPUT },
  json: { type: "boolean" },
} as const;

const OPTIONS_HELP = `  -f, --organization FILE  the organization; default organization.yaml
  -o, --output DIR         folder of the stacks; default cdktf.out
      --json               print the result as JSON; "npm run --silent" leaves out npm's own lines
  -h, --help               print this text
`;

const synth: Command = {
  name: "synth",
  summary: "write the Terraform JSON of every stack and print a summary",
  help: `Usage: npm run synth -- [options]

Validates the organization, writes one Terraform stack per account, region and layer to DIR/stacks, and prints
what was written. Nothing in DIR changes when anything is wrong.

${OPTIONS_HELP}`,
  options: OPTIONS,
  positionals: [],
  run: (values) => {
    const { file, output, json } = argumentsOf(values);
    return withDraft(file, output, (organizationId, draft, report) => {
      const summary = summarize(organizationId, draft.stacks.map(counted));
      const unplanned = draft.publish();
      if (json) {
        const { exceptions, checked } = report;
        terminal.out(toJson({ output, ...summary, baseline: { exceptions, checked }, unplanned }));
      } else {
        terminal.out(
          `${formatSummary(summary)}\n\n${formatBaseline(report)}\n\n${next(file, output, summary, unplanned)}`,
        );
      }
    });
  },
};

const planned: Command = {
  name: "plan",
  summary: "print the stacks in deploy order",
  help: `Usage: npm run plan -- [options]

Builds and checks every stack without writing it, and prints the deployment order: stack, account, region,
layer, number of resources and the rows it comes after.

${OPTIONS_HELP}`,
  options: OPTIONS,
  positionals: [],
  run: (values) => {
    const { file, output, json } = argumentsOf(values);
    return withDraft(file, output, (organizationId, draft) => {
      const { stacks } = summarize(organizationId, draft.stacks.map(counted));
      terminal.out(json ? toJson(stacks) : `${orderTable(stacks)}\n`);
    });
  },
};

function argumentsOf(values: Parameters<Command["run"]>[0]) {
  const { organization, output, json } = values;
  if (output === "") {
    throw new ProblemError([
      {
        code: "output-missing",
        path: "--output",
        message: "is empty",
        allowed: "a folder",
        change: "name one",
      },
    ]);
  }
  return { file: String(organization), output: String(output), json: json === true };
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Reads, plans, builds and checks; hands over stacks that hold the baseline and removes what was not published. */
function withDraft(
  file: string,
  output: string,
  use: (organizationId: string, draft: Draft, report: BaselineReport) => void,
): number {
  const organization = loadOrganization(file);
  const draft = synthesize(plan(organization), output, ".", { progress: progress(terminal, "built") });
  try {
    const report = checkBaseline(
      draft.stacks.map(({ deployment: { name, account, region }, terraform }) => ({
        name,
        account: account.id,
        region,
        terraform,
      })),
    );
    if (report.violations.length > 0) throw new ProblemError(baselineProblems(report));
    use(organization.organization.id, draft, report);
    return EXIT.ok;
  } finally {
    draft.discard();
  }
}

interface Metadata {
  readonly "//"?: { readonly metadata?: { readonly path?: string } };
}

/**
 * Counts resources by module: each stack groups its constructs under the name of the module they come from, or
 * under a name that begins with it.
 */
function counted({ deployment, terraform }: SynthesizedDeployment): CountedStack {
  const resources = new Map<string, number>();
  const types = Object.values((terraform["resource"] ?? {}) as Record<string, Record<string, Metadata>>);
  for (const resource of types.flatMap((byName) => Object.values(byName))) {
    const [, group = "other"] = resource["//"]?.metadata?.path?.split("/") ?? [];
    const [module = group] = group.split("-");
    resources.set(module, (resources.get(module) ?? 0) + 1);
  }
  return { deployment, resources };
}

/** A path as a shell takes it. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

/** What a person does after a synth. */
function next(file: string, output: string, summary: Summary, unplanned: readonly string[]): string {
  // Left alone, the CDKTF CLI synthesizes the default file into the default folder.
  const deploy =
    file === DEFAULT_FILE && output === DEFAULT_OUTPUT ? "" : ` --skip-synth --output ${quoted(output)}`;
  const first = quoted(join(output, "stacks", summary.stacks[0]?.stack ?? ""));
  return [
    ...unplanned.map(
      (name) =>
        `${join(output, "stacks", name)} is not planned any more: destroy it with Terraform there, then remove the folder`,
    ),
    "Next",
    `  review   ${join(output, "stacks")}`,
    `  all      npx cdktf deploy '*'${deploy}`,
    `  or one   terraform -chdir=${first} init && terraform -chdir=${first} plan`,
    "",
  ].join("\n");
}

process.exitCode = dispatch(
  {
    name: "npm run",
    separator: "-- ",
    summary: "Turns organization.yaml into Terraform.",
    commands: [synth, planned],
  },
  process.argv.slice(2),
  terminal,
);
