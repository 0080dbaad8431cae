import { dispatch } from "./command";
import { supplyChain } from "./program";

process.exitCode = dispatch(supplyChain, process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  interactive: process.stderr.isTTY,
});
