import { type Terminal } from "../../cli";

/** A terminal that keeps what was said to it; with a width somebody watches its output. */
export function terminalForTest(width?: number): Terminal & { readonly said: { out: string; err: string } } {
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
    ...(width === undefined ? {} : { width }),
  };
}
