import { ROTATION_RUNBOOK } from "../problem";
import { join } from "node:path";
import {
  type RemovedVerification,
  type RenamedStack,
  type StackResource,
  type SwitchedSigner,
} from "./build";
import { type Defaults, ORGANIZATION_FILE, ORGANIZATION_VARIABLE, OUTPUT_FOLDER } from "./defaults";
import { LISTED, type Summary } from "./summary";
import { grouped, quoted } from "./terminal";

/** What a synth read and wrote. */
export interface Synthesized {
  readonly file: string;
  readonly output: string;
  readonly summary: Summary;
  /** What the next command takes where nothing is said. */
  readonly defaults: Defaults;
}

/**
 * What a person does after a synth.
 *
 * `cdktf deploy` synthesizes again, so it is told the file: it deploys this organization and no other.
 */
export function nextSection({ file, output, summary, defaults }: Synthesized): string {
  // Where the variable is set, it is not said whether the next shell has it too.
  const unsaid = file === ORGANIZATION_FILE && defaults.organization === ORGANIZATION_FILE;
  const variable = unsaid ? "" : `${ORGANIZATION_VARIABLE}=${quoted(file)} `;
  const folder = output === OUTPUT_FOLDER ? "" : ` --output ${quoted(output)}`;
  const first = quoted(join(output, "stacks", summary.stacks[0]?.stack ?? ""));
  const argument = unsaid ? "" : ` -- --organization ${quoted(file)}`;
  return [
    "Next",
    ...(summary.stacks.length > LISTED ? [`  order    npm run plan${argument}`] : []),
    `  review   ${join(output, "stacks")}`,
    `  all      ${variable}npx cdktf deploy '*'${folder}`,
    `  or one   terraform -chdir=${first} init && terraform -chdir=${first} plan`,
  ].join("\n");
}

/** More names than this are cut. */
const NAMED = 10;

/** What became of stacks that an earlier synth wrote and this one did not, as a section or nothing. */
export function unplannedSection(
  output: string,
  unplanned: readonly string[],
  renamed: readonly RenamedStack[],
): string[] {
  const gone = unplanned.filter((name) => !renamed.some(({ from }) => from === name));
  if (gone.length === 0) return [];
  return [
    [
      "Not planned any more, left as it is",
      ...gone.slice(0, NAMED).map((name) => `  ${join(output, "stacks", name)}`),
      ...(gone.length > NAMED ? [`  and ${grouped(gone.length - NAMED)} more`] : []),
      "  never applied: remove the folder",
      '  applied: what it made is still there. Run "terraform destroy" in the folder, then remove it. Where the',
      "  stack has prevent_destroy, Terraform refuses: take it out of cdk.tf.json there first, or keep what it",
      '  protects with "terraform state rm".',
    ].join("\n"),
  ];
}

/** Stacks that have another name now, as a section or nothing. */
export function renamedSection(output: string, renamed: readonly RenamedStack[]): string[] {
  if (renamed.length === 0) return [];
  return [
    [
      "Planned under another name now, with the same things in the same account",
      ...renamed.slice(0, NAMED).map(({ from, to }) => `  ${join(output, "stacks", from)} is ${to}`),
      ...(renamed.length > NAMED ? [`  and ${grouped(renamed.length - NAMED)} more`] : []),
      "  never applied: remove the folder",
      "  applied: move its state to the new stack before any apply, and do not destroy it: it would take from the",
      "  new one what services and people use. docs/deployment.md, Changing and removing, has the commands.",
    ].join("\n"),
  ];
}

type Resources = readonly StackResource[];

function resourceSection(
  heading: string,
  output: string,
  resources: Resources,
  advice: readonly string[],
): string[] {
  if (resources.length === 0) return [];
  return [
    [
      heading,
      ...resources
        .slice(0, NAMED)
        .map(({ stack, address }) => `  ${join(output, "stacks", stack)} ${address}`),
      ...(resources.length > NAMED ? [`  and ${grouped(resources.length - NAMED)} more`] : []),
      ...advice,
    ].join("\n"),
  ];
}

/** Protected resources that the next apply destroys because their blocks are gone, as a section or nothing. */
export function unprotectedSection(output: string, unprotected: Resources): string[] {
  const heading = "No longer in the stacks, so the next apply destroys what was protected";
  const profiles = unprotected.some(({ address }) => address.startsWith("aws_signer_signing_profile."));
  return resourceSection(heading, output, unprotected, [
    '  to keep one, put it back into the file, or run "terraform state rm ADDRESS" in the folder before the apply',
    ...(profiles
      ? [
          "  a signing profile is cancelled for good: its name never works again, and what comes after it needs",
          "  a `generation` that was never used",
        ]
      : []),
  ]);
}

/** Generations of signing profiles that are dropped, as a section or nothing. */
export function forgottenSection(output: string, forgotten: Resources): string[] {
  return resourceSection(
    "No longer trusted: Terraform forgets the profile, and it stays in AWS",
    output,
    forgotten,
    [
      `  apply this only when no image in use carries only its signature: ${ROTATION_RUNBOOK}`,
      '  it can come back with "terraform import ADDRESS NAME" until somebody cancels it in AWS, which is for good',
    ],
  );
}

/** Clusters whose images are not verified any more and whose services may still ask, as a section or nothing. */
export function removedVerificationSection(
  output: string,
  removed: readonly RemovedVerification[],
): string[] {
  if (removed.length === 0) return [];
  return [
    [
      "Verified images on ECS at the last synth, and does not any more",
      ...removed
        .slice(0, NAMED)
        .map(({ stack, clusters }) => `  ${join(output, "stacks", stack)}: ${clusters.join(", ")}`),
      ...(removed.length > NAMED ? [`  and ${grouped(removed.length - NAMED)} more`] : []),
      "  the function goes with the next apply, and ECS keeps out what asks one that is gone. First take the hook off",
      "  the services of these clusters, `lifecycle_hook` of their `deployment_configuration`, and apply them; then this.",
    ].join("\n"),
  ];
}

/** Generations that sign from now on, as a section or nothing: whether step 1 was applied, no synth can see. */
export function switchedSection(switched: readonly SwitchedSigner[]): string[] {
  if (switched.length === 0) return [];
  return [
    [
      "Signs from this synth on, which is step 2 of a rotation",
      ...switched.slice(0, NAMED).map(({ profile, generation, repositories }) => {
        const [first = "", ...others] = repositories;
        const more = others.length === 0 ? "" : ` and ${grouped(others.length)} more`;
        return `  generation ${generation} of ${profile}: ${first}${more}`;
      }),
      ...(switched.length > NAMED ? [`  and ${grouped(switched.length - NAMED)} more`] : []),
      "  a synth does not know what was applied. Apply this only after every stack of the last synth, which trusts what",
      '  signs from now on: "terraform output trusted_signing_profiles" of every workload stack names its ARN, or else',
      `  what is pushed is refused there: ${ROTATION_RUNBOOK}`,
    ].join("\n"),
  ];
}

/** Registries of which nothing earlier was found to compare with, as a section or nothing. */
export function unknownTrustSection(output: string, unknown: readonly string[]): string[] {
  if (unknown.length === 0) return [];
  return [
    [
      "Not compared: no earlier synth here says all that was trusted",
      ...unknown.map((name) => `  ${join(output, "stacks", name)}`),
      "  the first synth: nothing to do",
      "  else trust may end here without evidence: put the cdk.tf.json that was applied last into that folder, from",
      "  version control or from where the pipeline keeps it, and synthesize again. In a pipeline, --strict refuses",
      `  to go on without it: ${ROTATION_RUNBOOK}`,
    ].join("\n"),
  ];
}
