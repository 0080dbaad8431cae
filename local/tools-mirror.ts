import { existsSync, readdirSync, readFileSync, realpathSync, lstatSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, parse } from "node:path";

/** A folder with Terraform providers, laid out as `terraform providers mirror` does. */
export interface Mirror {
  readonly folder: string;
  /** Newest version of hashicorp/aws in it. */
  readonly awsVersion: string;
}

const PROVIDER = join("registry.terraform.io", "hashicorp", "aws");
const WRITABLE_BY_ALL = 0o002;
const SEARCH_MILLISECONDS = 5_000;
const SEARCH_DEPTH = 4;
const NOT_SEARCHED = new Set(["proc", "sys", "dev", "run", "node_modules", "lost+found"]);

/**
 * Finds a local mirror that holds hashicorp/aws for this machine: where the environment says, where Terraform's
 * configuration says, in the usual places, or anywhere within a few seconds of looking. What nobody named is taken
 * only where nobody but root and the current user can have put it.
 */
export function findMirror(env: NodeJS.ProcessEnv = process.env): Mirror | undefined {
  for (const folder of named(env)) {
    const mirror = mirrorAt(folder);
    if (mirror) return mirror;
  }
  return firstOwnMirror(usual()) ?? firstOwnMirror(search(parse(process.cwd()).root));
}

/** The first of the folders that holds a provider which only root and the current user can have put there. */
export function firstOwnMirror(folders: Iterable<string>, own = isOwn): Mirror | undefined {
  for (const folder of folders) {
    const mirror = mirrorAt(folder);
    if (mirror === undefined) continue;
    const provider = join(folder, PROVIDER, mirror.awsVersion, platform());
    const files = readdirSync(provider).map((name) => join(provider, name));
    if ([provider, ...files].every((path) => own(path))) return mirror;
  }
  return undefined;
}

/** Who owns a path and who may write to it. */
type Owner = Readonly<Record<"uid" | "mode", number>>;

/**
 * Whether a path and every folder above it belong to root or the current user and are not open to everybody.
 * Windows has neither these owners nor these modes; nothing is left out there.
 */
export function isOwn(
  path: string,
  user = process.getuid?.(),
  ownerOf: (path: string) => Owner = (at) => lstatSync(at),
): boolean {
  if (user === undefined) return true;
  // A link may lead out of the folders above it.
  let at = existsSync(path) ? realpathSync(path) : path;
  for (;;) {
    const { uid, mode } = ownerOf(at);
    if ((uid !== 0 && uid !== user) || (mode & WRITABLE_BY_ALL) !== 0) return false;
    if (at === dirname(at)) return true;
    at = dirname(at);
  }
}

/** What somebody named. */
function* named(env: NodeJS.ProcessEnv): Generator<string> {
  for (const name of ["SUPPLY_CHAIN_PROVIDER_MIRROR", "TF_PLUGIN_MIRROR"]) {
    const folder = env[name];
    if (folder !== undefined && folder !== "") yield folder;
  }
  for (const file of [env["TF_CLI_CONFIG_FILE"], join(homedir(), ".terraformrc")]) {
    if (file !== undefined && existsSync(file)) yield* mirrorsOf(readFileSync(file, "utf8"));
  }
}

function usual(): string[] {
  return [
    join(homedir(), ".terraform.d", "plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
  ];
}

/** Folders that a Terraform CLI configuration names as mirrors. */
function* mirrorsOf(configuration: string): Generator<string> {
  for (const [, folder] of configuration.matchAll(/filesystem_mirror\s*\{[^}]*path\s*=\s*"([^"]+)"/g)) {
    if (folder !== undefined) yield folder;
  }
}

/** This machine as Terraform calls it. */
export function platform(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  return `${system}_${process.arch === "x64" ? "amd64" : process.arch}`;
}

function mirrorAt(folder: string): Mirror | undefined {
  const versions = foldersIn(join(folder, PROVIDER))
    .filter((version) => existsSync(join(folder, PROVIDER, version, platform())))
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
