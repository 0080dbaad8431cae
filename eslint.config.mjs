import js from "@eslint/js";
import tseslint from "typescript-eslint";

/**
 * Who may import whom. Data flows organization.yaml -> config -> plan -> stacks -> modules -> Terraform JSON
 * -> baseline; an import against that flow is an error. Everybody may import `aws` (facts about AWS), `problem`
 * (the shape of a reported problem) and `names` (what the suite calls what it makes); `aws` and `problem` import
 * nothing. Nobody who ships imports the rooms around the product: `organizations` (examples and generated ones),
 * `local` (the emulator and the deployment to it), `bench`.
 */
const LAYERS = {
  aws: [],
  problem: [],
  names: ["aws"],
  config: [],
  plan: ["config"],
  modules: [],
  stacks: ["plan", "modules"],
  baseline: [],
  notation: [],
  lambdas: ["notation"],
  where: [],
  cli: ["config", "plan", "notation", "lambdas", "where"],
  organizations: ["config", "plan", "stacks"],
  local: ["config", "plan", "stacks", "modules", "cli", "organizations"],
  bench: ["modules", "cli", "organizations", "local"],
};
const SHARED = ["aws", "problem", "names"];

const providerRoot = {
  regex: "^@cdktf/provider-aws(/lib)?/?$",
  message: "Import a provider class from its own folder, e.g. @cdktf/provider-aws/lib/ecr-repository.",
};

const layerRules = Object.entries(LAYERS).map(([layer, allowed]) => {
  const open = new Set([layer, ...allowed, ...(SHARED.includes(layer) ? [] : SHARED)]);
  const closed = [...Object.keys(LAYERS), "main", "scripts", "test", "charts"].filter(
    (name) => !open.has(name),
  );
  return {
    files: [`${layer}/**/*.ts`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            providerRoot,
            {
              regex: `^(\\.\\./)+(${[...new Set(closed)].join("|")})(/|$)`,
              message: `${layer}/ may import only ${[...open].join(", ")}.`,
            },
          ],
        },
      ],
    },
  };
});

export default tseslint.config(
  { ignores: ["node_modules", "dist", "cdktf.out", ".tools", ".cache", "coverage", "test/fixtures"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-non-null-assertion": "error",
      "no-restricted-imports": ["error", { patterns: [providerRoot] }],
      "max-lines": ["error", { max: 300 }],
      eqeqeq: "error",
    },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: { globals: { console: "readonly", process: "readonly", URL: "readonly" } },
  },
  {
    files: [
      "aws/**",
      "problem/**",
      "names/**",
      "config/**",
      "plan/**",
      "stacks/**",
      "modules/**",
      "baseline/**",
      "notation/**",
      "where/**",
    ],
    rules: {
      "no-restricted-globals": [
        "error",
        { name: "process", message: "Only main.ts and cli/ read argv and environment." },
      ],
      "no-console": "error",
    },
  },
  {
    files: ["lambdas/**"],
    ignores: ["lambdas/*/handler.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        { name: "process", message: "Only handler.ts reads the environment; pass what is needed." },
      ],
      "no-console": "error",
    },
  },
  ...layerRules,
);
