import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { ROOT } from "../../local/tools";
import { MAX_ENVELOPE_BYTES } from "../../notation";
import { policyText, statement } from "./support/policy";

/** Bytes of memory for each byte of an envelope that is read: a map of one entry takes three bytes of CBOR. */
const MULTIPLE = 100;
const SIZE = MAX_ENVELOPE_BYTES - 64;

/** An untrusted envelope that begins as COSE and holds as many of an item as fit. */
function cose(hex: string): Buffer {
  const item = Buffer.from(hex, "hex");
  const count = Math.floor(SIZE / item.length);
  const head = Buffer.from("d2849a00000000", "hex");
  head.writeUInt32BE(count, 3);
  return Buffer.concat([head, Buffer.alloc(count * item.length, item)]);
}

function jws(item: string): Buffer {
  const list = `${item},`.repeat(Math.floor(SIZE / (item.length + 1)) - 10);
  return Buffer.from(`{"header":[${list}0]}`);
}

/** Reads an input in a process of its own and says by how much its heap grew. */
const program = (read: string) => `
  const { readFileSync } = require("node:fs");
  const { NotationError, parseEnvelope, TrustPolicy } = require("./notation.cjs");
  const input = readFileSync("input");
  global.gc();
  const before = process.memoryUsage();
  try {
    ${read}(input);
  } catch (error) {
    if (!(error instanceof NotationError)) throw error;
  }
  const after = process.memoryUsage();
  console.log(after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers);
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "notation-memory-"));
  buildSync({
    entryPoints: [join(ROOT, "notation", "index.ts")],
    outfile: join(folder, "notation.cjs"),
    bundle: true,
    platform: "node",
    format: "cjs",
    tsconfigRaw: {},
  });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each<[string, Buffer]>([
  ["empty maps in CBOR", cose("a0")],
  ["maps of one entry in CBOR", cose("a10000")],
  ["empty arrays in CBOR", cose("80")],
  ["arrays of one item in CBOR", cose("8100")],
  ["empty byte strings in CBOR", cose("40")],
  ["byte strings of one byte in CBOR", cose("4100")],
  ["texts of one byte in CBOR", cose("6161")],
  ["numbers in CBOR", cose("00")],
  ["tags in CBOR", cose("c100")],
  ["half floats in CBOR", cose("f90000")],
  ["empty objects in JSON", jws("{}")],
  ["objects of one member in JSON", jws('{"":0}')],
  ["empty arrays in JSON", jws("[]")],
  ["texts in JSON", jws('"a"')],
  ["numbers that are no integers in JSON", jws("1e0")],
  ["a text of escapes in JSON", Buffer.from(`{"payload":"${"\\u0061".repeat(SIZE / 6 - 10)}"}`)],
])("the largest envelope, of %s, takes a bounded multiple of its size", (_, envelope) => {
  expect(envelope.length).toBeLessThanOrEqual(MAX_ENVELOPE_BYTES);
  expect(envelope.length).toBeGreaterThan(MAX_ENVELOPE_BYTES * 0.99);
  expect(multiple("parseEnvelope", envelope)).toBeLessThan(MULTIPLE);
});

test.each([
  ["one escape", `\\,${"a".repeat(1_040_000)}`],
  ["nothing but escapes", "\\41".repeat(250_000)],
])("the largest policy, with %s in a name, takes a bounded multiple of its size", (_, value) => {
  const identity = `x509.subject:C=US,ST=WA,O=${value}`;
  const policy = Buffer.from(policyText(statement({ trustedIdentities: [identity] })));
  expect(multiple("TrustPolicy.parse", policy)).toBeLessThan(MULTIPLE);
});

/** Bytes of memory for each byte of an input. */
function multiple(read: string, input: Uint8Array): number {
  writeFileSync(join(folder, "input"), input);
  const grown = execFileSync(
    process.execPath,
    ["--expose-gc", "--max-semi-space-size=1", "--eval", program(read)],
    { cwd: folder, encoding: "utf8" },
  );
  return Number(grown) / input.length;
}
