// Runs main.ts: bundled anew into one file, which starts twice as fast as loading two hundred one by one.
import { renameSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const require = createRequire(import.meta.url);

/** The bundle, or the source itself where no bundle can be written. */
function program() {
  const file = join(root, ".cache", "main.cjs");
  const draft = `${file}.${String(process.pid)}`;
  try {
    buildSync({
      absWorkingDir: root,
      entryPoints: ["main.ts"],
      outfile: draft,
      bundle: true,
      packages: "external",
      platform: "node",
      target: "node20",
      format: "cjs",
      logLevel: "silent",
    });
    // Complete at every moment for another process that starts meanwhile.
    renameSync(draft, file);
    return file;
  } catch {
    return join(root, "main.ts");
  }
}

// A source that is asked for by its path brings its loader with it.
require.extensions[".ts"] = (...loading) => {
  delete require.extensions[".ts"];
  require("tsx/cjs");
  require.extensions[".ts"](...loading);
};
require(program());
