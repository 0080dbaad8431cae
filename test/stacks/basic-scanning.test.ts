import { readFileSync } from "node:fs";
import { parseOrganization } from "../../config";
import { EXAMPLES, synthesized } from "../../organizations/examples";
import { plan } from "../../plan";
import { type SynthesizedStack } from "../support/synth";

/** Functions of the registry's stacks in the smallest example, with a mode of scanning. */
function functionsOf(mode: "basic" | "enhanced"): string[] {
  const text = readFileSync(EXAMPLES.minimal, "utf8")
    .replace("\nregistry:\n", `\nregistry:\n  scanning: { mode: ${mode} }\n`)
    .concat(`\ninspector: { autoEnable: [${mode === "basic" ? "" : "ecr"}] }\n`);
  return synthesized(plan(parseOrganization(text, "organization.yaml")))
    .filter(({ deployment }) => deployment.layer.kind === "registry")
    .flatMap(({ terraform }) =>
      Object.values((terraform as SynthesizedStack).resource?.["aws_lambda_function"] ?? {}),
    )
    .map(({ function_name: name }) => String(name));
}

test("a registry with basic scanning makes its findings findings of Security Hub", () => {
  expect(functionsOf("basic")).toEqual(["supply-chain-basic-scan-findings", "supply-chain-signing-watch"]);
});

test("with enhanced scanning Inspector does", () => {
  expect(functionsOf("enhanced")).toEqual(["supply-chain-signing-watch"]);
});
