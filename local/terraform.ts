import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findMirror } from "./tools-mirror";
import { type Result, run, type RunOptions, runToSuccess } from "./tools-process";

/** The final JSON of one stack as Terraform reads it. */
export type TerraformJson = Readonly<Record<string, unknown>>;

/** Terraform with the provider this machine can load, in a folder of its own. */
export interface Terraform {
  /** Empty folder for the caller, removed by {@link Terraform.remove}. */
  readonly folder: string;
  /** Version of hashicorp/aws: the newest of the local mirror, else {@link REGISTRY_AWS_VERSION}. */
  readonly awsVersion: string;
  /** Which hashicorp/aws it is and where it comes from, for people. */
  readonly provider: string;
  readonly env: NodeJS.ProcessEnv;
  run(cwd: string, args: readonly string[], options?: RunOptions): Promise<Result>;
  /**
   * Makes a folder with a stack's JSON in which `terraform init -backend=false` counts as done.
   *
   * @param published folder of the stack in an output folder, whose assets are there too
   */
  stackFolder(name: string, stack: TerraformJson, published?: string): Promise<string>;
  remove(): void;
}

/** Settings of the user's own Terraform and AWS that must not reach a test. */
const OF_THE_USER =
  /^(TF_(CLI_ARGS|VAR_|LOG|WORKSPACE|DATA_DIR)|AWS_(PROFILE|REGION|DEFAULT_|ACCESS_|SECRET_|SESSION_|ENDPOINT_|ROLE_))/;

/**
 * Version of hashicorp/aws that is asked of the registry where there is no local mirror, so that the same provider
 * checks the same sources on every day. Terraform checks who signed it.
 */
export const REGISTRY_AWS_VERSION = "6.50.0";

/** Prepares Terraform: a local provider mirror when there is one, else the registry with a shared cache. */
export function prepareTerraform(): Terraform {
  const folder = mkdtempSync(join(tmpdir(), "supply-chain-terraform-"));
  const mirror = findMirror();
  const awsVersion = mirror?.awsVersion ?? REGISTRY_AWS_VERSION;
  const env: NodeJS.ProcessEnv = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !OF_THE_USER.test(name))),
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    NO_COLOR: "1",
    // Both programs mostly hold the provider's schemas; to look for garbage less often spares a third of the work.
    GOGC: "300",
    // Nothing of the user's own AWS set-up may reach a test.
    AWS_CONFIG_FILE: join(folder, "none"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "none"),
    AWS_EC2_METADATA_DISABLED: "true",
  };
  if (mirror) {
    const file = join(folder, "terraform.rc");
    writeFileSync(
      file,
      `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror.folder)}\n  }\n}\n`,
    );
    env["TF_CLI_CONFIG_FILE"] = file;
  } else {
    const cache = join(folder, "plugin-cache");
    mkdirSync(cache);
    env["TF_PLUGIN_CACHE_DIR"] = cache;
    env["TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE"] = "1";
  }

  const initialized = new Map<string, Promise<string>>();
  /** One `init` for every stack that requires the same providers: it unpacks and hashes hundreds of megabytes. */
  const providersOf = (stack: TerraformJson): Promise<string> => {
    const required = requiredProviders(stack);
    const key = JSON.stringify(required);
    const known = initialized.get(key);
    if (known) return known;
    const made = initialize(join(folder, `providers-${String(initialized.size)}`), required, env);
    initialized.set(key, made);
    return made;
  };

  return {
    folder,
    awsVersion,
    provider: `aws ${awsVersion} from ${mirror?.folder ?? "the registry"}`,
    env,
    run: (cwd, args, options) => run("terraform", args, { ...options, cwd, env }),
    stackFolder: async (name, stack, published) => {
      const providers = await providersOf(stack);
      const target = join(folder, name);
      mkdirSync(target, { recursive: true });
      writeFileSync(join(target, "cdk.tf.json"), JSON.stringify(stack));
      const assets = published === undefined ? undefined : join(published, "assets");
      if (assets !== undefined && existsSync(assets)) symlinkSync(assets, join(target, "assets"));
      mkdirSync(join(target, ".terraform"));
      for (const entry of [join(".terraform", "providers"), ".terraform.lock.hcl"]) {
        symlinkSync(join(providers, entry), join(target, entry));
      }
      return target;
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function requiredProviders(stack: TerraformJson): unknown {
  return (stack["terraform"] as { readonly required_providers?: unknown } | undefined)?.required_providers;
}

async function initialize(folder: string, required: unknown, env: NodeJS.ProcessEnv): Promise<string> {
  mkdirSync(folder);
  const stack = { terraform: { required_providers: required } };
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(stack));
  await runToSuccess("terraform", ["init", "-backend=false", "-no-color"], { cwd: folder, env });
  return folder;
}
