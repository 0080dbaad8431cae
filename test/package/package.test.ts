import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { bundle, functionNames } from "../../scripts/bundle";
import { typescriptBlocks } from "./readme-code";

const MINUTES = 60_000;
const app = mkdtempSync(join(tmpdir(), "package-"));
const modules = readdirSync("modules").filter((name) => existsSync(`modules/${name}/README.md`));
const EXAMPLE = "examples/ecs-service/service.ts";
const blocks = [
  ...["README.md", ...modules.map((name) => `modules/${name}/README.md`)].flatMap(typescriptBlocks),
  {
    place: EXAMPLE,
    code: `import { App } from "cdktf";
${readFileSync(EXAMPLE, "utf8").replaceAll('"../../', '"container-supply-chain/')}
const app = new App();
new VerifiedService(app, "service");
app.synth();`,
  },
];

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, [...args], { cwd, encoding: "utf8" });
  if (error) throw error;
  if (status !== 0)
    throw new Error(`${command} ${args.join(" ")} ended with ${String(status)}\n${stdout}\n${stderr}`);
  return stdout;
}

/** The app has these already, as a user's own CDKTF app has. */
const PEERS = ["cdktf", "constructs", "@cdktf/provider-aws", "@types/node", "typescript"];

beforeAll(() => {
  const [packed] = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", app], ".")) as [
    { filename: string },
  ];
  writeFileSync(join(app, "package.json"), JSON.stringify({ name: "app", version: "1.0.0", private: true }));
  run(
    "npm",
    ["install", "--prefer-offline", "--legacy-peer-deps", "--ignore-scripts", join(app, packed.filename)],
    app,
  );
  for (const name of PEERS) {
    const target = join(app, "node_modules", name);
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(resolve("node_modules", name), target);
  }
}, 10 * MINUTES);

afterAll(() => {
  rmSync(app, { recursive: true, force: true });
});

test("the README installs the file that is packed here, and no name of a registry", () => {
  const {
    name,
    version,
    private: unpublished,
  } = JSON.parse(readFileSync("package.json", "utf8")) as {
    name: string;
    version: string;
    private: boolean;
  };
  expect(unpublished).toBe(true);
  const installed = [...readFileSync("README.md", "utf8").matchAll(/npm (?:install|i|add) (\S+)/g)];
  expect(installed.map(([, what]) => what)).toEqual([`./${name}-${version}.tgz`]);
});

test("the package holds what it needs and nothing of the tests", () => {
  const installed = join(app, "node_modules", "container-supply-chain");
  expect(readdirSync(installed).sort()).toEqual([
    "LICENSE",
    "README.md",
    "cli",
    "config",
    "dist",
    "package.json",
    "verification",
  ]);
  expect(readdirSync(join(installed, "dist")).sort()).toEqual([
    "asking",
    "aws",
    "backfill",
    "baseline",
    "cli",
    "config",
    "ecr-signatures",
    "files",
    "images",
    "lambdas",
    "lifecycle",
    "modules",
    "names",
    "notation",
    "plan",
    "problem",
    "stacks",
    "trust-policy",
    "verification",
    "where",
  ]);
});

test("the package ships the code of every function, and nothing that would make it", () => {
  const dist = join(app, "node_modules", "container-supply-chain", "dist");
  const zips = functionNames().map((name) => `${name}.zip`);
  expect(readdirSync(join(dist, "lambdas")).sort()).toEqual(zips.sort());
  expect(existsSync(join(dist, "scripts"))).toBe(false);
  expect(existsSync(join(app, "node_modules", "esbuild"))).toBe(false);
  for (const name of functionNames()) {
    expect(readFileSync(join(dist, "lambdas", `${name}.zip`)).equals(bundle(name).zip)).toBe(true);
  }
});

test.each(["node16", "node10"])(
  "every README example type-checks in an app of its own (module resolution %s)",
  (resolution) => {
    const folder = join(app, resolution);
    mkdirSync(folder);
    expect(blocks.length).toBeGreaterThanOrEqual(modules.length);
    blocks.forEach(({ code, place }, index) => {
      writeFileSync(join(folder, `example-${String(index)}.ts`), `// ${place}\n${code}`);
    });
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          target: "ES2022",
          module: resolution === "node10" ? "commonjs" : "node16",
          moduleResolution: resolution,
          ignoreDeprecations: "5.0",
          types: ["node"],
          preserveSymlinks: true,
          skipLibCheck: true,
          outDir: "out",
        },
      }),
    );
    expect(run(process.execPath, [resolve("node_modules/typescript/bin/tsc"), "-p", "."], folder)).toBe("");
  },
  5 * MINUTES,
);

test(
  "every README example synthesizes",
  () => {
    const folder = join(app, "node16");
    expect(blocks).not.toEqual([]);
    blocks.forEach(({ place }, index) => {
      const outdir = join(folder, `cdktf-${String(index)}`);
      const file = join(folder, "out", `example-${String(index)}.js`);
      const { status, stderr } = spawnSync(process.execPath, ["--preserve-symlinks", file], {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, CDKTF_OUTDIR: outdir },
      });
      expect({ place, status, stderr }).toEqual({ place, status: 0, stderr: "" });
      const stacks = readdirSync(join(outdir, "stacks"));
      const resources = stacks.flatMap((name) => {
        const text = readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8");
        return Object.keys((JSON.parse(text) as { resource?: object }).resource ?? {});
      });
      expect({ place, made: resources.length > 0 }).toEqual({ place, made: true });
    });
  },
  5 * MINUTES,
);

test("one module loads without the others and without the front door", () => {
  const script = `
    require("container-supply-chain/modules/registry");
    const loaded = Object.keys(require.cache).filter((file) => /container-supply-chain\\/dist|node_modules\\/(zod|yaml)\\//.test(file));
    const folders = loaded.map((file) => file.replace(/^.*container-supply-chain\\/dist\\//, "").replace(/^(modules\\/[^/]+|[^/]+).*$/, "$1"));
    console.log(JSON.stringify([...new Set(folders)].sort()));
  `;
  const loaded = JSON.parse(run(process.execPath, ["-e", script], app)) as string[];
  expect(loaded).toEqual([
    "aws",
    "lifecycle",
    "modules/alarm.js",
    "modules/checks.js",
    "modules/ecr.js",
    "modules/exception.js",
    "modules/iam",
    "modules/kms",
    "modules/notification-route.js",
    "modules/notification-topic.js",
    "modules/profile-checks.js",
    "modules/protection.js",
    "modules/registry",
    "modules/registry-contents.js",
    "modules/signers.js",
    "modules/singleton.js",
    "modules/undelivered.js",
    "modules/warning.js",
    "names",
    "problem",
  ]);
});

test("the command starts from the package", () => {
  const command = join(app, "node_modules", ".bin", "supply-chain");
  expect(run(command, ["init", "start"], app)).toBe(`start/organization.yaml written; edit it, then
  npx supply-chain check start/organization.yaml
  npx supply-chain plan start/organization.yaml
`);
  expect(run(command, ["check", join("start", "organization.yaml")], app)).toMatch(
    /^start\/organization.yaml is valid: organization o-[a-z0-9]+, \d+ accounts, \d+ stacks\n/,
  );
  expect(run(command, ["plan", join("start", "organization.yaml")], app)).toMatch(
    /^1 +organization-management-/m,
  );
});

test("the command that asks AWS is there without the SDK, and says what it needs", () => {
  expect(existsSync(join(app, "node_modules", "@aws-sdk"))).toBe(false);
  const { status, stderr } = spawnSync(
    join(app, "node_modules", ".bin", "supply-chain"),
    ["where", "CVE-2024-3094", "--region", "eu-central-1"],
    { cwd: app, encoding: "utf8" },
  );
  expect(status).toBe(1);
  expect(stderr).toBe(
    "@aws-sdk: the clients of the AWS SDK that this command asks AWS with are not installed; run npm install @aws-sdk/client-inspector2 @aws-sdk/client-sts @aws-sdk/client-ecr @aws-sdk/client-ecs [sdk-missing]\n\n1 problem\n",
  );
});
