import { ProblemError } from "../../problem";

/** The clients of the AWS SDK that `where` may need, as they are installed; each is loaded when it is needed. */
export const SDK = {
  inspector2: () => installed(() => import("@aws-sdk/client-inspector2")),
  ecr: () => installed(() => import("@aws-sdk/client-ecr")),
  ecs: () => installed(() => import("@aws-sdk/client-ecs")),
  sts: () => installed(() => import("@aws-sdk/client-sts")),
};

/** Whoever uses only the modules has none of them. */
export type Sdk = typeof SDK;

const PACKAGES = ["inspector2", "sts", "ecr", "ecs"];

/**
 * @param names what the packages that the command needs are called after `@aws-sdk/client-`
 * @throws ProblemError `sdk-missing`
 */
export async function installed<T>(load: () => Promise<T>, names: readonly string[] = PACKAGES): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "MODULE_NOT_FOUND" && code !== "ERR_MODULE_NOT_FOUND") throw error;
    const packages = names.map((name) => `@aws-sdk/client-${name}`);
    throw new ProblemError([
      {
        code: "sdk-missing",
        path: "@aws-sdk",
        message: "the clients of the AWS SDK that this command asks AWS with are not installed",
        change: `run npm install ${packages.join(" ")}`,
      },
    ]);
  }
}
