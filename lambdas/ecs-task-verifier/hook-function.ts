import { GetFunctionConfigurationCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { type ExpectedHook } from "./ungated";

/** Asks Lambda about the hook function. */
export interface HookFunction {
  /** Why the hook function is not the one that was deployed; `undefined` when it is. */
  difference(): Promise<string | undefined>;
}

/** Compares the published version with the deployed one; calls end when the signal says so. */
export function hookFunction(
  client: LambdaClient,
  { versionArn, codeSha256 }: ExpectedHook,
  abortSignal: AbortSignal,
): HookFunction {
  return {
    difference: async () => {
      try {
        const command = new GetFunctionConfigurationCommand({ FunctionName: versionArn });
        const { CodeSha256, FunctionArn } = await client.send(command, { abortSignal });
        if (FunctionArn !== versionArn)
          return `Lambda answers with ${FunctionArn ?? "no function"} for the hook function ${versionArn}`;
        if (CodeSha256 === codeSha256) return undefined;
        return `the code of the hook function ${versionArn} has the SHA-256 ${CodeSha256 ?? "that nobody knows"}, and ${codeSha256} was deployed`;
      } catch (error) {
        if ((error as Partial<Error>).name !== "ResourceNotFoundException") throw error;
        return `the hook function ${versionArn} does not exist`;
      }
    },
  };
}
