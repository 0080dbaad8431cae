/**
 * The CDKTF app that deploys an organization to the emulator: the suite's own stacks, then their final JSON with
 * local state, the provider this machine can load, the emulator's endpoints and without what it cannot do.
 * `cdktf` runs it; the arguments come from `deployment.ts`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadOrganization } from "../config";
import { PROTECT_FROM_DESTROY } from "../modules/protection";
import { plan } from "../plan";
import { buildApp } from "../stacks";
import { emulated } from "./emulator-stack";
import { REGISTRY_AWS_VERSION, type TerraformJson } from "./terraform";

const { values } = parseArgs({
  options: {
    organization: { type: "string", default: "organization.yaml" },
    endpoint: { type: "string", default: "" },
    state: { type: "string", default: "" },
    "aws-version": { type: "string", default: REGISTRY_AWS_VERSION },
    unprotected: { type: "boolean", default: false },
  },
});

const deployments = plan(loadOrganization(values.organization)).map((deployment) => ({
  ...deployment,
  backend: { type: "local", path: `${deployment.name}.tfstate` } as const,
}));
const { app, stacks } = buildApp(deployments, {
  // The CDKTF CLI says in the environment where it looks for the stacks.
  outdir: process.env["CDKTF_OUTDIR"],
  stateRoot: values.state,
  context: values.unprotected ? { [PROTECT_FROM_DESTROY]: false } : {},
});
app.synth();

for (const { deployment } of stacks) {
  const file = join(app.outdir, "stacks", deployment.name, "cdk.tf.json");
  const stack = JSON.parse(readFileSync(file, "utf8")) as TerraformJson;
  const { stack: local } = emulated(stack, {
    endpoint: values.endpoint,
    awsVersion: values["aws-version"],
  });
  writeFileSync(file, JSON.stringify(local, undefined, 2));
}
