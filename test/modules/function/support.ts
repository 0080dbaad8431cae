import { functionZip, LambdaFunction, type LambdaFunctionProps } from "../../../modules/function";
import { synthStack, type SynthesizedStack } from "../../support/synth";

export const PROPS: LambdaFunctionProps = {
  name: "supply-chain-watch",
  description: "Watches",
  accountId: "333333333333",
  region: "eu-central-1",
  partition: "aws",
  zip: functionZip("inspector-rescan-duration"),
};
export const TOPIC = "arn:aws:sns:eu-central-1:333333333333:alarms";
/** Addresses as {@link readable} leaves them. */
export const QUEUE = "aws_sqs_queue.watch_DeadLetters_";
export const FUNCTION = "aws_lambda_function.watch_";

/** A stack with one function. */
export function synthFunction(
  props: Partial<LambdaFunctionProps> = {},
  use: (fn: LambdaFunction) => void = () => undefined,
): SynthesizedStack {
  return synthStack((stack) => {
    use(new LambdaFunction(stack, "watch", { ...PROPS, ...props }));
  });
}

/** A part of a stack without the digits that the names of Terraform end with. */
export function readable(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replace(/_[0-9A-F]{8}(?=[."}])/g, "_")) as unknown;
}
