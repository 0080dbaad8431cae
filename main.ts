import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { baselineProblems, checkBaseline, formatBaseline } from "./baseline";
import { type Build, defaultsFrom, dispatch, npmRun, progress, terminalOf } from "./cli";
import { plan } from "./plan";
import { ProblemError } from "./problem";
import { synthesize } from "./stacks";

const terminal = terminalOf(process);
const defaults = defaultsFrom(process.env);

/** What is only looked at has no output folder: this one is never made. */
const nowhere = join(tmpdir(), `supply-chain-${randomUUID()}`);

const build: Build = (organization, output, use) => {
  const draft = synthesize(plan(organization, defaults.today), output ?? nowhere, ".", {
    progress: progress(terminal, "built"),
  });
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
    const { exceptions, checked } = report;
    return use({
      stacks: draft.stacks,
      trust: draft.trust,
      baseline: { text: formatBaseline(report), data: { exceptions, checked } },
      publish: () => draft.publish(),
    });
  } finally {
    draft.discard();
  }
};

void dispatch(npmRun(defaults, build), process.argv.slice(2), terminal).then((code) => {
  process.exitCode = code;
});
