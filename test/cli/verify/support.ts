import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import Ajv from "ajv";
import { dispatch } from "../../../cli";
import { supplyChain } from "../../../cli/program";
import { type CaseVerdict } from "../../../cli/verify/verdict";
import { jws, REFERENCE, SUBJECT } from "../../notation/support/envelope";
import { type Identity, NOW, pki } from "../../notation/support/pki";
import { policyText, statement } from "../../notation/support/policy";
import { terminalForTest } from "../../support/terminal";

export const { root, leaf } = pki();
export const AT = new Date(NOW).toISOString();

/** A folder with an envelope, its subject, a policy and a trust store; files are named from it. */
export class Disk {
  readonly folder = mkdtempSync(join(tmpdir(), "verify-"));

  constructor(signer: Identity = leaf) {
    this.write("release.jws", jws({ signer }));
    this.write("subject.json", JSON.stringify(SUBJECT));
    this.write("policy.json", policyText(statement()));
    this.write("truststore/x509/ca/release/root.crt", root.certificate);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, content: Uint8Array | string): string {
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  /** The members of a case that is trusted, with changes. */
  one(change: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
    return {
      signature: this.path("release.jws"),
      subject: this.path("subject.json"),
      reference: REFERENCE,
      policy: this.path("policy.json"),
      trustStore: this.path("truststore"),
      at: AT,
      ...change,
    };
  }

  /** The options of a case that is trusted, with changes; those that are undefined are left out. */
  options(change: Readonly<Record<string, string | undefined>> = {}): string[] {
    return Object.entries(this.one(change)).flatMap(([name, value]) =>
      value === undefined ? [] : [`--${name === "trustStore" ? "trust-store" : name}=${String(value)}`],
    );
  }

  /** Runs `verify`; the folder stands as FOLDER in what it says. */
  async verify(...args: readonly string[]) {
    const terminal = terminalForTest();
    const program = supplyChain({ organization: "unused", output: "unused", today: "2026-01-01" });
    const status = await dispatch(program, ["verify", ...args], terminal);
    const [out, err] = [terminal.said.out, terminal.said.err].map((text) =>
      text.replaceAll(this.folder, "FOLDER"),
    ) as [string, string];
    return { status, out, err };
  }

  /** Runs `verify --json`. */
  async verdict(change: Readonly<Record<string, string | undefined>> = {}) {
    const { status, out } = await this.verify(...this.options(change), "--json");
    return { status, verdict: valid(JSON.parse(out)) };
  }

  /** Runs `verify --batch` with these lines. */
  async batch(lines: readonly (string | object)[], ...args: readonly string[]) {
    const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
    const file = this.write("cases.jsonl", text);
    const { status, out, err } = await this.verify("--batch", file, ...args);
    const verdicts = out
      .split("\n")
      .slice(0, -1)
      .map((line) => valid(JSON.parse(line)));
    return { status, verdicts, err };
  }

  /** A printed verdict, which the schema has to take. */
  valid(text: string): CaseVerdict {
    return valid(JSON.parse(text));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

const validate = new Ajv().compile(
  JSON.parse(readFileSync("cli/verify/verdict.schema.json", "utf8")) as object,
);

/** Whether the schema takes a value. */
export function isVerdict(value: unknown): boolean {
  return validate(value) === true;
}

/** The value, which the schema has to take. */
function valid(value: unknown): CaseVerdict {
  if (!isVerdict(value)) throw new Error(`no verdict: ${JSON.stringify([value, validate.errors])}`);
  return value as CaseVerdict;
}

/** Why there is no verdict, as `path: message [code]`; else what did not pass. */
export function reasons({ problems = [], checks }: CaseVerdict): string[] {
  return [
    ...problems.map(({ path, message, code }) => `${path}: ${message} [${code}]`),
    ...checks.flatMap((check) =>
      check.outcome === "passed" || check.code === "not-reached" ? [] : [`${check.name} ${check.code}`],
    ),
  ];
}
