import { defaultsFrom } from "./defaults";
import { dispatch } from "./dispatch";
import { supplyChain } from "./program";
import { terminalOf } from "./terminal";

void dispatch(supplyChain(defaultsFrom(process.env)), process.argv.slice(2), terminalOf(process)).then(
  (code) => {
    process.exitCode = code;
  },
);
