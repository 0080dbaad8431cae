import js from "@eslint/js";
import tseslint from "typescript-eslint";
import imports from "./eslint.imports.mjs";

/**
 * Who may import whom. Data flows organization.yaml -> config -> plan -> stacks -> modules -> Terraform JSON
 * -> baseline; an import against that flow is an error. Everybody may import `aws` (facts about AWS), `problem`
 * (the shape of a reported problem), `files` (how folders are made) and `names` (what the suite calls what it
 * makes); `aws`, `problem` and `files` import nothing. Nobody who ships imports the rooms around the product:
 * `organizations` (examples and generated ones), `local` (the emulator and the deployment to it), `bench`.
 */
const LAYERS = {
  aws: [],
  problem: [],
  files: [],
  names: ["aws"],
  lifecycle: [],
  config: ["lifecycle", "notation"],
  "trust-policy": [],
  verification: [],
  plan: ["config", "lifecycle", "trust-policy", "verification"],
  modules: ["lifecycle", "trust-policy", "verification", "notation"],
  stacks: ["plan", "modules", "lifecycle", "trust-policy", "verification"],
  baseline: [],
  notation: [],
  "ecr-signatures": ["asking", "notation"],
  asking: [],
  images: ["asking", "notation"],
  lambdas: ["notation", "verification", "ecr-signatures", "asking"],
  where: ["asking", "images"],
  backfill: ["asking", "images", "notation"],
  cli: [
    ...["config", "plan", "trust-policy", "verification", "notation", "ecr-signatures"],
    ...["asking", "images", "where", "backfill"],
  ],
  organizations: ["config", "plan", "stacks"],
  local: ["config", "plan", "stacks", "modules", "cli", "organizations"],
  bench: ["modules", "cli", "organizations", "local", "notation", "lambdas", "scripts", "test"],
};
const SHARED = ["aws", "problem", "files", "names"];
/** The rooms that may read argv and environment, beside `main.ts`; of the functions only each `handler.ts`. */
const OUTER = ["cli", "organizations", "local", "bench"];

const ENVIRONMENT = "Only main.ts and cli/ read argv and environment, and of a function only handler.ts.";
const LOADER = "Import what is needed with an import declaration.";

/** Globals that a file may not use: those that load modules by a path no rule can read, or reach the environment. */
function globals(environment) {
  const closed = (names, message) => names.map((name) => ({ name, message }));
  return [
    "error",
    ...closed(["require", "module"], LOADER),
    ...(environment ? [] : closed(["process", "global", "globalThis"], ENVIRONMENT)),
  ];
}

function rulesOf(layer, { environment = OUTER.includes(layer), loader = environment } = {}) {
  const shared = SHARED.includes(layer) ? [] : SHARED;
  const open = [...new Set([layer, ...LAYERS[layer], ...shared])];
  const closed = {
    ...(environment ? {} : { process: ENVIRONMENT }),
    ...(loader ? {} : { module: LOADER }),
  };
  return {
    "imports/layers": ["error", { open, closed }],
    "no-restricted-globals": globals(environment),
    ...(environment ? {} : { "no-console": "error" }),
    "no-eval": "error",
    "no-new-func": "error",
  };
}

const layerRules = [
  ...Object.keys(LAYERS).map((layer) => ({
    files: [`${layer}/**/*.{ts,mts,cts,tsx}`],
    rules: rulesOf(layer),
  })),
  { files: ["lambdas/*/handler.ts"], rules: rulesOf("lambdas", { environment: true, loader: false }) },
  // In a clone the zip of a function is made by scripts/, which the package does not have.
  { files: ["modules/function/code.ts"], rules: rulesOf("modules", { loader: true }) },
];

export default tseslint.config(
  { ignores: ["node_modules", "dist", "cdktf.out", ".tools", ".cache", "coverage", "test/fixtures"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    plugins: { imports },
    // A comment cannot take a rule back.
    linterOptions: { noInlineConfig: true },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-non-null-assertion": "error",
      "imports/provider-folder": "error",
      "max-lines": ["error", { max: 300 }],
      eqeqeq: "error",
    },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: { globals: { console: "readonly", process: "readonly", URL: "readonly" } },
  },
  ...layerRules,
);
