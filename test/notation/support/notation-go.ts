import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Descriptor } from "../../../notation";
import { ROOT, type Tool } from "../../../local/tools";
import { NOTATION_VERDICT } from "../../support/tools";

/** A case for notation-go; it looks at the clock itself. */
export interface NotationGoCase {
  /** @default - only the policy is asked about */
  readonly signature?: Uint8Array;
  readonly mediaType?: string;
  readonly subject?: Descriptor;
  readonly reference: string;
  readonly policy: Uint8Array | string;
  readonly trustStore?: Readonly<Record<string, readonly Uint8Array[]>>;
  readonly repeat?: number;
}

export interface NotationGoAnswer {
  readonly accepted: boolean;
  readonly statement?: string;
  readonly error?: string;
  readonly nanoseconds?: readonly number[];
}

/** What notation-go says of each case, all in one process; of certificates it takes none for revoked. */
export function notationGo(cases: readonly NotationGoCase[]): NotationGoAnswer[] {
  const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes as string).toString("base64");
  const lines = cases.map(({ signature, policy, trustStore = {}, ...rest }) =>
    JSON.stringify({
      ...rest,
      ...(signature && { signature: base64(signature) }),
      policy: base64(policy),
      trustStore: Object.fromEntries(
        Object.entries(trustStore).map(([name, files]) => [name, files.map(base64)]),
      ),
    }),
  );
  const { status, stdout, stderr } = spawnSync(NOTATION_VERDICT.path, {
    input: `${lines.join("\n")}\n`,
    encoding: "utf8",
    maxBuffer: 512 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`notation-verdict ended with ${String(status)}: ${stderr}`);
  const answers = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as NotationGoAnswer);
  if (answers.length !== cases.length) throw new Error("notation-verdict did not answer every case");
  return answers;
}

/** Folder of a Go module that `test/tools/go.mod` pins, in the module cache. */
export function moduleFolder(name: string): string {
  const { status, stdout, stderr } = spawnSync(
    "go",
    ["list", "-mod=readonly", "-m", "-f", "{{.Dir}}", name],
    {
      cwd: join(ROOT, "test", "tools"),
      encoding: "utf8",
    },
  );
  if (status !== 0 || !existsSync(stdout.trim()))
    throw new Error(`${name} is not in the module cache: ${stderr}`);
  return stdout.trim();
}

/** A file of a Go module. */
export function moduleFile(module: string, ...path: readonly string[]): Buffer {
  return readFileSync(join(moduleFolder(module), ...path));
}

export const GO: Tool = {
  name: "go",
  get: "put Go 1.25 on the PATH",
  isHere: () => spawnSync("go", ["version"], { stdio: "ignore" }).status === 0,
};
