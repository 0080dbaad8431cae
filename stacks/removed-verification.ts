import { existsSync, readdirSync } from "node:fs";
import { bodyOf, earlierStack, placeOf, stacksOfLastSynth } from "./earlier-synth";
import { type RemovedVerification } from "./superseded";
import { VERIFICATION_OUTPUT } from "./workload-stack";

/**
 * Where the last synth verified images of ECS and this one does not: the next apply deletes the function, and a service
 * that still carries its hook cannot deploy any more. Without an earlier synth nothing is said.
 *
 * @param folder folder of the stacks of the last synth
 * @param next Terraform JSON of the stacks of this one
 */
export function removedVerification(folder: string, next: readonly unknown[]): RemovedVerification[] {
  const verified = new Set(next.flatMap((terraform) => (clustersIn(terraform) ? [placeOf(terraform)] : [])));
  const last = stacksOfLastSynth(folder);
  return (existsSync(folder) ? readdirSync(folder) : [])
    .filter((stack) => last.has(stack))
    .sort()
    .flatMap((stack) => {
      const terraform = earlierStack(folder, stack);
      const clusters = clustersIn(terraform);
      // An account of another name has another stack, and the same function.
      return clusters === undefined || verified.has(placeOf(terraform)) ? [] : [{ stack, clusters }];
    });
}

function clustersIn(terraform: unknown): string[] | undefined {
  const output = bodyOf(bodyOf(terraform)["output"])[VERIFICATION_OUTPUT];
  return output === undefined ? undefined : Object.keys(bodyOf(bodyOf(output)["value"])).sort();
}
