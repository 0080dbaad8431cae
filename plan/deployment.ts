import { type Partition } from "../aws";
import { type Backend } from "./backend";
import { type Layer } from "./layer";
import { type SignerFacts } from "./signers";

/** One Terraform stack: one account, one region, one layer. */
export interface Deployment<L extends Layer = Layer> {
  /** Unique name of the stack, also its folder and the stem of its workspace. */
  readonly name: string;
  readonly partition: Partition;
  readonly account: { readonly key: string; readonly id: string };
  readonly region: string;
  readonly layer: L;
  /**
   * Existing roles of the account that sign what they push to the registry of another one; they exist before the
   * stack is applied. @default - none, or another stack of the account knows them
   */
  readonly signers?: readonly SignerFacts[];
  /** Names of the stacks that are applied before this one. */
  readonly after: readonly string[];
  /** Role that Terraform assumes in the account. */
  readonly deploymentRoleArn: string;
  readonly externalId?: string;
  readonly versions: { readonly terraform: string; readonly awsProvider: string };
  readonly tags: Readonly<Record<string, string>>;
  readonly backend: Backend;
}
