import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type TerraformJson, type Terraform } from "./terraform";
import { ROOT } from "./tools";
import { run, type Result, type RunOptions } from "./tools-process";

/** Stacks that are applied at the same time; more than two cores have to do gains nothing. */
const PARALLELISM = 3;

export interface LocalOptions extends Pick<RunOptions, "onLine" | "signal"> {
  /** Builds the stacks without protection from destroy. @default false */
  readonly unprotected?: boolean;
}

/** Deploys an organization to the emulator with the CDKTF CLI, as a user deploys it to AWS. */
export class LocalDeployment {
  readonly output: string;
  private readonly state: string;

  constructor(
    private readonly terraform: Terraform,
    private readonly endpoint: string,
    private readonly organizationFile: string,
  ) {
    this.output = join(terraform.folder, "cdktf.out");
    this.state = join(terraform.folder, "state");
    mkdirSync(this.state);
    mkdirSync(this.output);
  }

  /** `cdktf deploy '*'` */
  deploy(options: LocalOptions = {}): Promise<Result> {
    return this.cdktf(["deploy", "*", "--skip-provider-lock"], options);
  }

  /** `cdktf destroy '*'`, the last stack first, or of some stacks only. */
  destroy(stacks: readonly string[] = ["*"], options: LocalOptions = {}): Promise<Result> {
    const alone = stacks[0] === "*" ? [] : ["--ignore-missing-stack-dependencies"];
    return this.cdktf(["destroy", ...stacks, "--skip-provider-lock", ...alone], options);
  }

  /** The state of a stack as Terraform wrote it, empty when there is none. */
  stateOf(stack: string): string {
    const file = join(this.state, `${stack}.tfstate`);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  /** Addresses of the resources in the state of every stack, data sources left out. */
  managedResources(): string[] {
    return readdirSync(this.state)
      .filter((name) => name.endsWith(".tfstate"))
      .flatMap((name) => {
        const stack = name.slice(0, -".tfstate".length);
        const { resources = [] } = JSON.parse(this.stateOf(stack)) as {
          readonly resources?: StateResource[];
        };
        return resources
          .filter(({ mode }) => mode === "managed")
          .map((resource) => `${stack} ${resource.type}.${resource.name}`);
      });
  }

  /**
   * Takes what was imported out of the state. It existed before us, and AWS refuses to delete an organization
   * that has members.
   */
  async letGoOfImports(): Promise<void> {
    const stacks = join(this.output, "stacks");
    for (const name of readdirSync(stacks)) {
      const file = join(stacks, name, "cdk.tf.json");
      const stack = JSON.parse(readFileSync(file, "utf8")) as TerraformJson;
      const imports = (stack["import"] ?? []) as readonly { readonly to: string }[];
      for (const { to } of imports) await this.terraform.run(dirname(file), ["state", "rm", to]);
    }
  }

  private cdktf(args: readonly string[], { unprotected = false, ...options }: LocalOptions): Promise<Result> {
    const app = [
      "node --import tsx local/app.ts",
      `--organization ${JSON.stringify(this.organizationFile)}`,
      `--endpoint ${this.endpoint}`,
      `--state ${JSON.stringify(this.state)}`,
      `--aws-version ${this.terraform.awsVersion}`,
      ...(unprotected ? ["--unprotected"] : []),
    ].join(" ");
    const cli = join(ROOT, "node_modules", "cdktf-cli", "bundle", "bin", "cdktf");
    return run(
      process.execPath,
      [
        cli,
        ...args,
        "--auto-approve",
        "--parallelism",
        String(PARALLELISM),
        "--app",
        app,
        "--output",
        this.output,
      ],
      {
        ...options,
        cwd: ROOT,
        env: {
          ...this.terraform.env,
          // A Terraform that is ended in the middle leaves its providers' sockets behind.
          TMPDIR: this.terraform.folder,
          // Without a terminal the CLI prints plain lines.
          CI: "1",
          FORCE_COLOR: "0",
          CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
          CDKTF_LOG_LEVEL: "warn",
        },
      },
    );
  }
}

interface StateResource {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
}
