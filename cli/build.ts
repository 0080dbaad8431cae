import { type Organization } from "../config";
import { type Deployment } from "../plan";

/** One stack as Terraform reads it. */
export interface BuiltStack {
  readonly deployment: Deployment;
  readonly terraform: Readonly<Record<string, unknown>>;
}

/** What an earlier synth left in the output folder and this one no longer has. */
export interface Superseded {
  /** Names of stacks that are not planned any more. */
  readonly stacks: readonly string[];
  /** Protected resources that are no longer in their stacks: the next apply destroys them. */
  readonly resources: readonly StackResource[];
  /** Those of the stacks that are planned under another name, as the key of their account is another. */
  readonly renamed: readonly RenamedStack[];
  /** Protected resources that the next apply forgets; they stay in AWS. */
  readonly forgotten: readonly StackResource[];
  /** Stacks whose accounts and regions had their images of ECS verified and have not any more. */
  readonly verification: readonly RemovedVerification[];
}

/** A stack under its old and new name. */
export interface RenamedStack {
  readonly from: string;
  readonly to: string;
}

/** A stack in which nothing verifies images of ECS any more. */
export interface RemovedVerification {
  readonly stack: string;
  /** Names of the clusters whose services were given the hook. */
  readonly clusters: readonly string[];
}

/** What trust changes against an earlier synth in the output folder. */
export interface TrustChanges {
  /** Stacks of registries of which no earlier synth says what was trusted. */
  readonly unknownTrust: readonly string[];
  /** Generations of signing profiles that sign what others signed at the last synth. */
  readonly switched: readonly SwitchedSigner[];
}

/** A generation that signs what another one signed before. */
export interface SwitchedSigner {
  /** Key of the profile. */
  readonly profile: string;
  readonly generation: string;
  readonly repositories: readonly string[];
}

/** A resource of one stack. */
export interface StackResource {
  readonly stack: string;
  readonly address: string;
}

/** The stacks of an organization, built and checked, but not yet where the user looks. */
export interface Built {
  readonly stacks: readonly BuiltStack[];
  /** What the security baseline says, as people read it and as data. */
  readonly baseline: { readonly text: string; readonly data: object };
  readonly trust: TrustChanges;
  /** Puts the stacks into the output folder. */
  publish(): Superseded;
}

/**
 * Plans, builds and checks an organization, and hands its stacks over for as long as `use` runs.
 *
 * The commands are given it, because they know neither stacks nor baseline.
 *
 * @param output folder that {@link Built.publish} writes to; nothing is published without one
 * @throws ProblemError for what only the modules or the baseline see; then nothing is written
 */
export type Build = <T>(
  organization: Organization,
  output: string | undefined,
  use: (built: Built) => T,
) => T;
