import { EXIT } from "./command";
import { defaultsFrom } from "./defaults";
import { dispatch } from "./dispatch";
import { supplyChain } from "./program";
import { terminalOf } from "./terminal";

const terminal = terminalOf(process, ({ code, message }) => {
  terminal.err(`the output cannot be written (${code ?? message})\n`);
  // Whatever the command makes of it, the answer did not get out.
  process.on("exit", () => {
    process.exitCode = EXIT.unknown;
  });
});
// What never comes to an end has told nothing.
process.exitCode = EXIT.unknown;
void dispatch(supplyChain(defaultsFrom(process.env)), process.argv.slice(2), terminal).then((code) => {
  process.exitCode = code;
});
