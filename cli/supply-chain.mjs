#!/usr/bin/env node
// Starts the compiled command of the package, or the sources themselves in a clone.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
if (existsSync(fileURLToPath(new URL("main.ts", import.meta.url)))) {
  require("tsx/cjs");
  require("./main.ts");
} else {
  require("../dist/cli/main.js");
}
