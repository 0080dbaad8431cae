import { symlinkSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { builtInTrustStore } from "../../../cli/verify/explained";
import { jws } from "../../notation/support/envelope";
import { pki, toPem } from "../../notation/support/pki";
import { policyText, statement } from "../../notation/support/policy";
import { refusal as refusalOf } from "../../notation/support/refusal";
import { Disk, leaf, reasons, root } from "./support";

const STORE = "truststore/x509/ca/release";

let disk: Disk;
beforeEach(() => {
  disk = new Disk();
});
afterEach(() => {
  disk.remove();
});

async function answer(change: Readonly<Record<string, string>> = {}) {
  const { verdict } = await disk.verdict(change);
  return verdict.trusted === true ? "trusted" : reasons(verdict).join("; ");
}

test("is notation's truststore, or the folder it is in", async () => {
  expect(await answer({ trustStore: disk.path("truststore") })).toBe("trusted");
  expect(await answer({ trustStore: disk.folder })).toBe("trusted");
  expect(await answer({ trustStore: disk.path("truststore/x509") })).toBe(
    "FOLDER/truststore/x509: has no folder x509 and no truststore/x509 [trust-store-missing]",
  );
});

test("may be named by a symbolic link, as a folder of the user", async () => {
  symlinkSync(disk.path("truststore"), disk.path("link"));
  expect(await answer({ trustStore: disk.path("link") })).toBe("trusted");
});

test("takes DER and PEM, of any name, and several certificates in a file", async () => {
  const other = pki().intermediate.certificate;
  disk.write(`${STORE}/root.crt`, pki({}, "p384").root.certificate);
  expect(await answer()).toBe("trustStore chain-untrusted; revocation chain-untrusted");
  disk.write(`${STORE}/bundle`, toPem(other) + toPem(root.certificate));
  expect(await answer()).toBe("trusted");
});

test("a type is not another", async () => {
  disk.write("truststore/x509/signingAuthority/authority/root.crt", root.certificate);
  disk.write("policy.json", policyText(statement({ trustStores: ["signingAuthority:authority"] })));
  expect(await answer()).toBe("trustStore chain-untrusted; revocation chain-untrusted");
  disk.write("release.jws", jws({ signer: leaf, scheme: "notary.x509.signingAuthority" }));
  expect(await answer()).toBe("trusted");
});

test("a store that is not there is a failure and no problem", async () => {
  disk.write("policy.json", policyText(statement({ trustStores: ["ca:other"] })));
  expect(await answer()).toBe("trustStore trust-store-missing; revocation chain-untrusted");
  disk.write("policy.json", policyText(statement({ trustStores: ["tsa:release", "ca:release"] })));
  disk.write("release.jws", jws({ signer: leaf }));
  expect((await disk.verdict()).verdict.trusted).toBe(false);
});

test("a store that the policy does not name is not read", async () => {
  symlinkSync("/", disk.path("truststore/x509/ca/other"));
  expect(await answer()).toBe("trusted");
});

/** Why a store is refused. */
async function refusal() {
  const { verdict } = await disk.verdict();
  const check = verdict.checks.find(({ name }) => name === "trustStore");
  return check?.outcome === "failed"
    ? `${check.message} [${check.code}]`.replaceAll(disk.folder, "FOLDER")
    : check;
}

test.each<[string, Buffer | string, string]>([
  ["binary", Buffer.from([0x1f, 0x8b, 8, 0]), "a file is neither PEM nor DER"],
  ["empty", "", "a file has no certificate"],
  ["text", "-----BEGIN X-----", "a PEM block is X, not CERTIFICATE"],
  [
    "key",
    "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----",
    "a PEM block is PRIVATE KEY, not CERTIFICATE",
  ],
  ["leaf", leaf.certificate, "a certificate is not a certificate authority or self-signed"],
])(
  "a %s that is none of its certificates is a failure that names the file",
  async (name, content, message) => {
    disk.write(`${STORE}/${name}`, content);
    disk.write(`${STORE}/zzz.crt`, root.certificate);
    expect(await answer()).toBe("trustStore trust-store-invalid; revocation chain-untrusted");
    expect(await refusal()).toBe(
      `trust store ca:release: ${message}, in FOLDER/${STORE}/${name} [trust-store-invalid]`,
    );
  },
);

test("a file of a store that the policy names before is not taken for the wrong one", async () => {
  disk.write("policy.json", policyText(statement({ trustStores: ["ca:first", "ca:release"] })));
  disk.write("truststore/x509/ca/first/root.crt", root.certificate);
  disk.write("truststore/x509/ca/first/none.crt", "");
  disk.write(`${STORE}/none.crt`, "");
  expect(await refusal()).toBe(
    "trust store ca:first: a file has no certificate, in FOLDER/truststore/x509/ca/first/none.crt [trust-store-invalid]",
  );
});

test("where no folder was named, one is asked for what is missing and not for what is wrong", () => {
  const store = builtInTrustStore({ "ca:wrong": [Buffer.of(1)] });
  const refused = (name: string) => refusalOf(() => store.certificates([{ type: "ca", name }], "ca"));
  expect(refused("none")).toBe(
    "trust-store-missing: the trust store ca:none has no certificate; name the folder with it by --trust-store DIR",
  );
  expect(refused("wrong")).toBe("trust-store-invalid: trust store ca:wrong: a file is neither PEM nor DER");
});

test("a wrong store is a failure for each case of a batch", async () => {
  disk.write(`${STORE}/none.crt`, "");
  const { verdicts } = await disk.batch([disk.one(), disk.one()]);
  const codes = "trustStore trust-store-invalid; revocation chain-untrusted";
  expect(verdicts.map((verdict) => reasons(verdict).join("; "))).toEqual([codes, codes]);
});

test.each([
  ["x509", "truststore/x509", "truststore/real"],
  ["a type", "truststore/x509/ca", "truststore/real"],
  ["a store", STORE, "truststore/real"],
  ["a file", `${STORE}/root.crt`, "truststore/real"],
])("%s that is a symbolic link is refused", async (_, name, real) => {
  execFileSync("mv", [disk.path(name), disk.path(real)]);
  symlinkSync(disk.path(real), disk.path(name));
  expect(await answer()).toBe(`FOLDER/${name}: is a symbolic link [symbolic-link]`);
});

test("a folder in a store is refused", async () => {
  disk.write(`${STORE}/more/root.crt`, root.certificate);
  expect(await answer()).toBe(`FOLDER/${STORE}/more: is a folder [not-a-file]`);
});

test("a file in place of a store is refused", async () => {
  disk.write("policy.json", policyText(statement({ trustStores: ["ca:file"] })));
  disk.write("truststore/x509/ca/file", root.certificate);
  expect(await answer()).toBe("FOLDER/truststore/x509/ca/file: is not a folder [not-a-folder]");
});

test("a pipe does not keep anybody waiting", async () => {
  execFileSync("mkfifo", [disk.path(`${STORE}/pipe`), disk.path("pipe")]);
  expect(await answer()).toBe(`FOLDER/${STORE}/pipe: is not a regular file [not-a-file]`);
  expect(await answer({ policy: disk.path("pipe") })).toBe("FOLDER/pipe: is not a regular file [not-a-file]");
});

test.each([".", ".."])("a store called %s is not looked for", async (name) => {
  disk.write("policy.json", policyText(statement({ trustStores: [`ca:${name}`] })));
  expect(await answer()).toMatch(/: no store can be called \.+ \[trust-store-name\]$/);
});

test("has at most 256 files", async () => {
  for (let index = 1; index < 256; index += 1) disk.write(`${STORE}/${String(index)}`, root.certificate);
  expect(await answer()).toBe("trusted");
  disk.write(`${STORE}/256`, root.certificate);
  expect(await answer()).toBe(`FOLDER/${STORE}: has more than 256 files [trust-store-too-large]`);
});

test("has files of at most 1 MiB", async () => {
  disk.write(`${STORE}/root.crt`, toPem(root.certificate).padEnd(1024 * 1024));
  expect(await answer()).toBe("trusted");
  disk.write(`${STORE}/root.crt`, toPem(root.certificate).padEnd(1024 * 1024 + 1));
  expect(await answer()).toBe(`FOLDER/${STORE}/root.crt: has more than 1048576 bytes [file-too-large]`);
});

test("has at most 4 MiB in all stores of a policy", async () => {
  const text = toPem(root.certificate).padEnd(1024 * 1024);
  for (const name of ["a", "b", "c", "d"]) disk.write(`truststore/x509/ca/more/${name}`, text);
  disk.write("policy.json", policyText(statement({ trustStores: ["ca:release", "ca:more"] })));
  expect(await answer()).toBe(
    "FOLDER/truststore: the stores of the policy have more than 4194304 bytes [trust-store-too-large]",
  );
});
