import { availableParallelism } from "node:os";

/** Type checking is a step of its own (`npm run typecheck`); tests only need the types stripped. */
export default {
  testEnvironment: "node",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
  modulePathIgnorePatterns: ["<rootDir>/(dist|cdktf.out|.tools|.cache)/"],
  testTimeout: 30_000,
  testSequencer: "<rootDir>/test/support/slowest-first.mjs",
  // One more than there are cores: the longest files mostly wait for Terraform, which waits for the emulator.
  maxWorkers: availableParallelism() + 1,
};
