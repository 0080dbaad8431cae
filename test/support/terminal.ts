import { type Terminal } from "../../cli";

/** A terminal that keeps what was said to it. */
export function terminalForTest(): Terminal & { readonly said: { out: string; err: string } } {
  const said = { out: "", err: "" };
  return {
    said,
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    interactive: false,
  };
}
