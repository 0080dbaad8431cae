import { check } from "./check";
import { type Program } from "./command";
import { init } from "./init";
import { plan } from "./plan";

/** The `supply-chain` command. */
export const supplyChain: Program = {
  name: "supply-chain",
  summary: "Secures the container supply chain of an AWS Organization.",
  commands: [init, check, plan],
};
