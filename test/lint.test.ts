import { execFileSync } from "node:child_process";

const LAYERS = "imports/layers";
const PROVIDER = "imports/provider-folder";
const GLOBALS = "no-restricted-globals";

/** Text that a rule objects to, by the file it would stand in. */
const REFUSED: readonly (readonly [rule: string, path: string, text: string])[] = [
  // However a folder is spelt.
  [LAYERS, "modules/registry/x.ts", 'import { lookup } from "../../config";'],
  [LAYERS, "modules/registry/x.ts", 'import { lookup } from "./../../config";'],
  [LAYERS, "modules/registry/x.ts", 'import { lookup } from "../../modules/../config/lookup";'],
  [LAYERS, "modules/registry/x.ts", 'import { lookup } from "../..//config";'],
  [LAYERS, "modules/registry/x.ts", 'import { type Organization } from "../../config";'],
  [LAYERS, "modules/x.mts", 'import { lookup } from "../config/index.js";'],
  [LAYERS, "modules/x.ts", 'import { x } from "..";'],
  [LAYERS, "modules/x.ts", 'import "../main";'],
  [LAYERS, "modules/x.ts", 'import { synthStack } from "../test/support/synth";'],
  [LAYERS, "modules/x.ts", 'import { z } from "../node_modules/zod";'],
  [LAYERS, "modules/x.ts", `import { lookup } from ${JSON.stringify(`${process.cwd()}/config`)};`],
  [LAYERS, "modules/x.ts", `import { lookup } from ${JSON.stringify(`file://${process.cwd()}/config`)};`],
  // By the name of the package itself.
  [LAYERS, "modules/x.ts", 'import { loadOrganization } from "container-supply-chain/config";'],
  [LAYERS, "modules/x.ts", 'import { synthesize } from "container-supply-chain/modules/../stacks";'],
  [LAYERS, "modules/x.ts", 'import * as all from "container-supply-chain";'],
  // However it is imported.
  [LAYERS, "modules/x.ts", 'export { lookup } from "../config";'],
  [LAYERS, "modules/x.ts", 'export * from "../config";'],
  [LAYERS, "modules/x.ts", 'export const x = import("../config");'],
  [LAYERS, "modules/x.ts", "export const x = import(`../config`);"],
  [LAYERS, "modules/x.ts", 'export const x = import("../con" + "fig");'],
  [LAYERS, "modules/x.ts", 'export const x = require("../config");'],
  [LAYERS, "modules/x.ts", 'export const x = require.resolve("../config");'],
  [LAYERS, "modules/x.ts", 'import config = require("../config"); export { config };'],
  [LAYERS, "modules/x.ts", 'export type X = import("../config").Organization;'],
  [LAYERS, "modules/x.ts", 'export type X = typeof import("../config");'],
  [LAYERS, "modules/x.ts", 'import { createRequire } from "node:module";'],
  [LAYERS, "modules/x.ts", 'import { createRequire } from "module";'],
  [GLOBALS, "modules/x.ts", 'const load = require; export const x = load("../config");'],
  [GLOBALS, "modules/x.ts", 'export const x = module.require("../config");'],
  // A comment takes nothing back.
  [LAYERS, "modules/x.ts", '/* eslint imports/layers: off */ import { lookup } from "../config";'],
  // Against the flow, from every layer.
  [LAYERS, "aws/x.ts", 'import { stackName } from "../names";'],
  [LAYERS, "problem/x.ts", 'import { arn } from "../aws";'],
  [LAYERS, "names/x.ts", 'import { ProblemError } from "../problem";'],
  [LAYERS, "config/x.ts", 'import { plan } from "../plan";'],
  [LAYERS, "config/checks/x.ts", 'import { plan } from "./../../plan";'],
  [LAYERS, "plan/x.ts", 'import { buildApp } from "../stacks";'],
  [LAYERS, "plan/x.ts", 'import { ImageRepository } from "../modules/registry";'],
  [LAYERS, "stacks/x.ts", 'import { loadOrganization } from "../config";'],
  [LAYERS, "baseline/x.ts", 'import { exceptFromBaseline } from "../modules/exception";'],
  [LAYERS, "baseline/rules/x.ts", 'import { synthesize } from "../../stacks";'],
  [LAYERS, "lambdas/shared/x.ts", 'import { loadOrganization } from "../../config";'],
  [LAYERS, "lambdas/x/handler.ts", 'import { Role } from "../../modules/iam";'],
  [LAYERS, "cli/x.ts", 'import { synthesize } from "../stacks";'],
  [LAYERS, "cli/x.ts", 'import { checkBaseline } from "../baseline";'],
  [LAYERS, "organizations/x.ts", 'import { main } from "../local";'],
  [LAYERS, "local/x.ts", 'import { measure } from "../bench/measure";'],
  // The root of the provider, which loads every class.
  [PROVIDER, "modules/x.ts", 'import { ecrRepository } from "@cdktf/provider-aws";'],
  [PROVIDER, "modules/x.ts", 'import { ecrRepository } from "@cdktf/provider-aws/lib";'],
  [PROVIDER, "modules/x.ts", 'import { ecrRepository } from "@cdktf/provider-aws/lib/";'],
  [PROVIDER, "modules/x.ts", 'import { ecrRepository } from "@cdktf/provider-aws/lib/index";'],
  [PROVIDER, "modules/x.ts", 'import { ecrRepository } from "@cdktf/provider-aws/lib/index.js";'],
  [PROVIDER, "modules/x.ts", 'import { ecrRepository } from "@cdktf/provider-aws/lib/lazy-index";'],
  [PROVIDER, "modules/x.ts", 'import { ecrRepository } from "@cdktf/provider-aws//lib";'],
  [PROVIDER, "modules/x.ts", 'import { x } from "@cdktf/provider-aws/lib/ecr-repository/../index";'],
  [PROVIDER, "modules/x.ts", 'export const x = import("@cdktf/provider-aws");'],
  [PROVIDER, "main.ts", 'import { ecrRepository } from "@cdktf/provider-aws/lib/index";'],
  [PROVIDER, "test/x.test.ts", 'import { x } from "../node_modules/@cdktf/provider-aws/lib/index";'],
  [PROVIDER, "scripts/x.mjs", 'export * from "@cdktf/provider-aws";'],
  // Argv and environment.
  [GLOBALS, "modules/x.ts", "export const x = process.env;"],
  [GLOBALS, "modules/x.ts", "export const x = globalThis.process.env;"],
  [GLOBALS, "modules/x.ts", 'export const x = globalThis["process"].env;'],
  [GLOBALS, "modules/x.ts", "const { process: p } = globalThis; export const x = p.env;"],
  [GLOBALS, "modules/x.ts", "export const x = global.process.argv;"],
  [LAYERS, "modules/x.ts", 'import { env } from "node:process";'],
  [LAYERS, "modules/x.ts", 'import process from "process"; export const x = process.env;'],
  [LAYERS, "modules/x.ts", 'export const x = import("node:process");'],
  ["no-new-func", "modules/x.ts", 'export const x = new Function("return process")();'],
  ["no-eval", "modules/x.ts", 'export const x = eval("process");'],
  ...["aws", "problem", "names", "lifecycle", "config", "plan", "stacks", "baseline", "lambdas/shared"].map(
    (folder) => [GLOBALS, `${folder}/x.ts`, "export const x = globalThis.process.env;"] as const,
  ),
  ["no-console", "plan/x.ts", 'console.log("planned");'],
];

/** Text that no rule objects to. */
const ALLOWED: readonly (readonly [path: string, text: string])[] = [
  ["modules/registry/x.ts", 'export * from "./lifecycle";'],
  ["modules/registry/x.ts", 'export * from "../iam";'],
  ["modules/registry/x.ts", 'export * from "./../../aws";'],
  ["modules/registry/x.ts", 'export * from "../../problem";'],
  ["modules/registry/x.ts", 'export * from "../../names";'],
  ["modules/x.ts", 'export * from "@cdktf/provider-aws/lib/ecr-repository";'],
  ["modules/x.ts", 'export * from "cdktf"; export { join } from "node:path";'],
  ["modules/x.ts", 'export * from "container-supply-chain/modules/iam";'],
  ["modules/function/code.ts", 'export { createRequire } from "node:module";'],
  ["names/x.ts", 'export * from "../aws";'],
  ["config/x.ts", 'export * from "zod"; export * from "../lifecycle";'],
  ["plan/x.ts", 'export * from "../config";'],
  ["stacks/x.ts", 'export * from "../plan"; export * from "../modules/registry";'],
  ["baseline/rules/x.ts", 'export * from "../rule"; export * from "../../aws";'],
  ["lambdas/x/handler.ts", "export const x = process.env;"],
  ["cli/x.ts", 'export * from "../config"; export * from "../plan"; export const x = process.argv;'],
  ["local/x.ts", 'export * from "../modules/protection"; export { env } from "node:process";'],
  ["bench/x.ts", 'export * from "../local/terraform"; export { createRequire } from "node:module";'],
  ["main.ts", 'export * from "./baseline"; export * from "./stacks"; export const x = process.argv;'],
  ["test/x.test.ts", 'export * from "../main"; export * from "../baseline/check";'],
];

function lint(files: readonly { readonly path: string; readonly text: string }[]): string[][] {
  const printed = execFileSync(process.execPath, ["test/support/lint.mjs"], {
    input: JSON.stringify(files),
    encoding: "utf8",
  });
  return JSON.parse(printed) as string[][];
}

let found: string[][];

beforeAll(() => {
  found = lint([
    ...REFUSED.map(([, path, text]) => ({ path, text })),
    ...ALLOWED.map(([path, text]) => ({ path, text })),
  ]);
}, 120_000);

test.each(REFUSED.map((row, index) => [...row, index] as const))(
  "%s refuses in %s: %s",
  (rule, _, __, index) => {
    expect(found[index]).toContain(rule);
  },
);

test.each(ALLOWED.map((row, index) => [...row, index] as const))("%s may hold %s", (_, __, index) => {
  expect(found[REFUSED.length + index]).toEqual([]);
});
