import { signImagesCommand } from "./backfill/sign-command";
import { unsignedCommand } from "./backfill/unsigned-command";
import { type Build } from "./build";
import { checkCommand } from "./check";
import { type Program } from "./command";
import { type Defaults } from "./defaults";
import { drillCommand } from "./drill/command";
import { initCommand } from "./init";
import { planCommand } from "./plan";
import { synthCommand } from "./synth";
import { trustPolicyCommand } from "./trust-policy/command";
import { verifyCommand } from "./verify/command";
import { whereCommand } from "./where/command";

/** The `supply-chain` command. */
export function supplyChain(defaults: Defaults): Program {
  return {
    name: "supply-chain",
    summary: "Secures the container supply chain of an AWS Organization.",
    commands: [
      initCommand,
      checkCommand(defaults),
      planCommand(defaults),
      whereCommand(defaults),
      drillCommand(defaults),
      unsignedCommand(defaults),
      signImagesCommand(defaults),
      trustPolicyCommand(defaults),
      verifyCommand(defaults),
    ],
  };
}

/** The scripts of a clone, which build the stacks. */
export function npmRun(defaults: Defaults, build: Build): Program {
  return {
    name: "npm run",
    separator: "-- ",
    summary: "Turns organization.yaml into Terraform.",
    commands: [synthCommand(defaults, build), planCommand(defaults, build)],
  };
}
