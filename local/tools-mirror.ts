import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, parse } from "node:path";

/** A folder with Terraform providers, laid out as `terraform providers mirror` does. */
export interface Mirror {
  readonly folder: string;
  /** Newest version of hashicorp/aws in it. */
  readonly awsVersion: string;
}

const PROVIDER = join("registry.terraform.io", "hashicorp", "aws");
const SEARCH_MILLISECONDS = 5_000;
const SEARCH_DEPTH = 4;
const NOT_SEARCHED = new Set(["proc", "sys", "dev", "run", "node_modules", "lost+found"]);

/**
 * Finds a local mirror that holds hashicorp/aws for this machine: where the environment says, where Terraform's
 * configuration says, in the usual places, or anywhere within a few seconds of looking.
 */
export function findMirror(env: NodeJS.ProcessEnv = process.env): Mirror | undefined {
  for (const candidate of candidates(env)) {
    const mirror = mirrorAt(candidate);
    if (mirror) return mirror;
  }
  return undefined;
}

function* candidates(env: NodeJS.ProcessEnv): Generator<string> {
  for (const name of ["SUPPLY_CHAIN_PROVIDER_MIRROR", "TF_PLUGIN_MIRROR"]) {
    const folder = env[name];
    if (folder !== undefined && folder !== "") yield folder;
  }
  for (const file of [env["TF_CLI_CONFIG_FILE"], join(homedir(), ".terraformrc")]) {
    if (file !== undefined && existsSync(file)) yield* mirrorsOf(readFileSync(file, "utf8"));
  }
  yield join(homedir(), ".terraform.d", "plugins");
  yield "/usr/local/share/terraform/plugins";
  yield "/usr/share/terraform/plugins";
  yield* search(parse(process.cwd()).root);
}

/** Folders that a Terraform CLI configuration names as mirrors. */
function* mirrorsOf(configuration: string): Generator<string> {
  for (const [, folder] of configuration.matchAll(/filesystem_mirror\s*\{[^}]*path\s*=\s*"([^"]+)"/g)) {
    if (folder !== undefined) yield folder;
  }
}

function mirrorAt(folder: string): Mirror | undefined {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}_${
    process.arch === "x64" ? "amd64" : process.arch
  }`;
  const versions = foldersIn(join(folder, PROVIDER))
    .filter((version) => existsSync(join(folder, PROVIDER, version, platform)))
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const awsVersion = versions.at(-1);
  return awsVersion === undefined ? undefined : { folder, awsVersion };
}

/** Every folder that holds `registry.terraform.io`, nearest to the root first, for a bounded time. */
function* search(root: string): Generator<string> {
  const end = Date.now() + SEARCH_MILLISECONDS;
  const queue = [{ folder: root, depth: 0 }];
  for (let next = queue.shift(); next && Date.now() < end; next = queue.shift()) {
    const { folder, depth } = next;
    const names = foldersIn(folder);
    if (names.includes(dirname(dirname(PROVIDER)))) yield folder;
    if (depth === SEARCH_DEPTH) continue;
    for (const name of names) {
      if (!NOT_SEARCHED.has(name)) queue.push({ folder: join(folder, name), depth: depth + 1 });
    }
  }
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return []; // A folder that is missing or closed to us holds no mirror for us.
  }
}
