import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, Testing } from "cdktf";

/** A stack of the final Terraform JSON, loosely typed: tests look at what Terraform will read. */
export interface SynthesizedStack {
  readonly resource?: Record<string, Record<string, Record<string, unknown>>>;
  readonly data?: Record<string, Record<string, Record<string, unknown>>>;
  readonly [block: string]: unknown;
}

/** Builds constructs in an empty stack with a provider and returns the final JSON, validations on. */
export function synthStack(build: (stack: TerraformStack) => void): SynthesizedStack {
  const app = Testing.app();
  const stack = new TerraformStack(app, "test");
  new AwsProvider(stack, "aws", { region: "eu-central-1", allowedAccountIds: ["333333333333"] });
  build(stack);
  return JSON.parse(Testing.synth(stack, true)) as SynthesizedStack;
}

/** Every resource of one type, in tree order, without cdktf's `//` metadata. */
export function resourcesOf(stack: SynthesizedStack, type: string): Record<string, unknown>[] {
  return Object.values(stack.resource?.[type] ?? {}).map((resource) => {
    const { ...body } = resource;
    delete body["//"];
    return body;
  });
}

/** The only resource of one type; fails when there are none or several. */
export function resourceOf(stack: SynthesizedStack, type: string): Record<string, unknown> {
  const [first, ...others] = resourcesOf(stack, type);
  if (!first || others.length > 0) {
    throw new Error(`expected exactly one ${type}, found ${String(first ? others.length + 1 : 0)}`);
  }
  return first;
}
