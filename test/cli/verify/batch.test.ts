import { truncateSync } from "node:fs";
import { relative } from "node:path";
import { cose, jws, REFERENCE, SUBJECT } from "../../notation/support/envelope";
import { policyText, statement } from "../../notation/support/policy";
import { Verifiers } from "../../../cli/verify/verifiers";
import { AT, Disk, leaf, reasons } from "./support";

let disk: Disk;
beforeEach(() => {
  disk = new Disk();
});
afterEach(() => {
  disk.remove();
});

const MIB = 1024 * 1024;

test("hundreds of lines get a verdict each, in their order", async () => {
  disk.write("release.cose", cose({ signer: leaf }));
  const kinds = [
    [disk.one(), true],
    [disk.one({ signature: disk.path("release.cose") }), true],
    [disk.one({ subject: { ...SUBJECT, size: 1 } }), false],
    [disk.one({ signature: disk.path("none") }), null],
    ["no JSON", null],
  ] as const;
  const cases = Array.from({ length: 600 }, (_, index) => kinds[(index * 7) % kinds.length] ?? kinds[0]);
  const { status, verdicts, err } = await disk.batch(cases.map(([line]) => line));
  expect(verdicts.map(({ trusted }) => trusted)).toEqual(cases.map(([, trusted]) => trusted));
  expect({ status, err }).toEqual({ status: 0, err: "" });
});

test("a line is the JSON of one verdict, with and without --json", async () => {
  const file = disk.write("cases.jsonl", `${JSON.stringify(disk.one())}\n`);
  const { out } = await disk.verify("--batch", file);
  expect(out).toBe(`${JSON.stringify((await disk.verdict()).verdict)}\n`);
  expect((await disk.verify("--batch", file, "--json")).out).toBe(out);
});

test("the options give what a line does not say", async () => {
  const { signature, subject, reference, at } = disk.one();
  const late = "2040-01-01T00:00:00Z";
  const defaults = disk.options({ signature: disk.path("none") });
  const { verdicts } = await disk.batch(
    [{ signature }, { signature, subject, reference, at }, { signature, at: late }, {}],
    ...defaults,
  );
  expect(verdicts.map(({ trusted }) => trusted)).toEqual([true, true, false, null]);
});

test("a line says more than the options", async () => {
  const { verdicts } = await disk.batch([disk.one()], "--at", "2040-01-01T00:00:00Z");
  expect(verdicts.map(({ trusted }) => trusted)).toEqual([true]);
});

test("the time of a line may have small letters", async () => {
  const { verdicts } = await disk.batch([disk.one({ at: AT.toLowerCase() })], "--at", "2040-01-01t00:00:00z");
  expect(verdicts.map(({ trusted }) => trusted)).toEqual([true]);
});

test("the subject of a line is an object, JSON in a text, or a file", async () => {
  const { verdicts } = await disk.batch([
    disk.one({ subject: SUBJECT }),
    disk.one({ subject: JSON.stringify(SUBJECT) }),
    disk.one(),
  ]);
  expect(verdicts.map(({ trusted }) => trusted)).toEqual([true, true, true]);
});

test.each<[string | object, string]>([
  ["", ": the line is empty [line-empty]"],
  [" \t\r", ": the line is empty [line-empty]"],
  ["{", ": ends too early [json-malformed]"],
  ["\u{feff}{}", ": begins with a byte order mark [json-malformed]"],
  ["[]", ": the line is not an object [case-invalid]"],
  ["null", ": the line is not an object [case-invalid]"],
  ['{"at":"x","at":"x"}', ': has the member "at" twice [json-malformed]'],
  [{ signature: "a", Subject: "b" }, ': the line has the unknown member "Subject" [case-invalid]'],
  [{ __proto__x: 1 }, ': the line has the unknown member "__proto__x" [case-invalid]'],
  ['{"__proto__":{"signature":"a"}}', ': the line has the unknown member "__proto__" [case-invalid]'],
  [{ signature: 1 }, "signature: signature is not a string [case-invalid]"],
  [{ reference: null }, "reference: reference is not a string [case-invalid]"],
  [{ subject: ["a"] }, "subject: subject is not a string [case-invalid]"],
  [{}, "signature: is missing [case-incomplete]"],
  [{ signature: "" }, "signature: is empty [case-incomplete]"],
  [{ signature: "a" }, "subject: is missing [case-incomplete]"],
  [{ signature: "a", subject: {} }, "policy: is missing [case-incomplete]"],
  [{ signature: "a", subject: {}, policy: "b" }, "trustStore: is missing [case-incomplete]"],
  [
    { signature: "a", subject: {}, policy: "b", trustStore: "c" },
    "subject: mediaType is not a string [subject-invalid]",
  ],
  [{ at: "now" }, 'at: "now" is not a time of RFC 3339, such as 2026-06-15T12:00:00Z [at-invalid]'],
  ["[".repeat(40), ": is nested deeper than 32 [json-malformed]"],
])("the line %j has no verdict but a reason", async (line, reason) => {
  // A line after it, so that an empty one is one too.
  const { status, verdicts } = await disk.batch([line, disk.one()]);
  expect(verdicts.map(({ trusted }) => trusted)).toEqual([null, true]);
  expect(verdicts.slice(0, 1).flatMap(reasons)).toEqual([reason]);
  expect(status).toBe(0);
});

test.each([
  ["signature", "none", "FOLDER/none: is not there [file-missing]"],
  ["signature", "release.jws/x", "FOLDER/release.jws/x: lies below a file [file-missing]"],
  ["signature", "truststore", "FOLDER/truststore: is a folder [not-a-file]"],
  ["subject", "none", "FOLDER/none: is not there [file-missing]"],
  ["policy", "none", "FOLDER/none: is not there [file-missing]"],
  ["policy", "subject.json", 'FOLDER/subject.json: the version of the policy is not "1.0" [policy-invalid]'],
  ["policy", "truststore/x509/ca/release/root.crt", expect.stringContaining("[json-malformed]")],
  ["trustStore", "none", "FOLDER/none: has no folder x509 and no truststore/x509 [trust-store-missing]"],
  ["trustStore", "policy.json", "FOLDER/policy.json/x509: lies below a file [file-missing]"],
  ["signature", "a\u0000b", "FOLDER/a\u0000b: is no path: it has a NUL character [file-missing]"],
  ["signature", "x".repeat(256), expect.stringContaining("[file-unreadable]")],
])("a line whose %s is %j has no verdict but a reason", async (member, name, reason) => {
  const { status, verdicts } = await disk.batch([disk.one({ [member]: disk.path(name) }), disk.one()]);
  expect(verdicts.map(({ trusted }) => trusted)).toEqual([null, true]);
  expect(verdicts.slice(0, 1).flatMap(reasons)).toEqual([reason]);
  expect(status).toBe(0);
});

test("a line whose reference is none gets a verdict", async () => {
  const { status, verdicts } = await disk.batch([disk.one({ reference: "foo" }), disk.one()]);
  expect(verdicts.map(({ trusted }) => trusted)).toEqual([false, true]);
  expect(verdicts.slice(0, 1).flatMap(reasons)).toEqual(["policy reference-invalid"]);
  expect(status).toBe(0);
});

test("bytes that are no UTF-8 are a line too", async () => {
  const good = Buffer.from(`\n${JSON.stringify(disk.one())}\n`);
  const file = disk.write("cases.jsonl", Buffer.concat([Buffer.of(0xff, 0xfe), good]));
  const { out } = await disk.verify("--batch", file);
  expect(out.split("\n").map((line) => line.slice(0, 15))).toEqual([
    '{"trusted":null',
    '{"trusted":true',
    "",
  ]);
});

test("lines may end with CR LF, and the last one with nothing", async () => {
  const line = JSON.stringify(disk.one());
  for (const text of [`${line}\r\n${line}\r\n`, `${line}\n${line}`]) {
    const { out } = await disk.verify("--batch", disk.write("cases.jsonl", text));
    expect(out.split("\n").map((one) => one.slice(0, 15))).toEqual([
      '{"trusted":true',
      '{"trusted":true',
      "",
    ]);
  }
});

test("a line may have 65,536 bytes and no more", async () => {
  const line = JSON.stringify(disk.one());
  const lines = [line.padEnd(65_536), line.padEnd(65_537), line];
  const { verdicts } = await disk.batch(lines);
  expect(verdicts.map(({ trusted }) => trusted)).toEqual([true, null, true]);
  expect(verdicts.slice(1, 2).flatMap(reasons)).toEqual([
    ": the line has more than 65536 bytes [line-too-long]",
  ]);
});

test("a huge line takes no memory", async () => {
  const file = disk.write("cases.jsonl", "");
  truncateSync(file, 512 * MIB);
  const before = process.memoryUsage().rss;
  const { status, out } = await disk.verify("--batch", file);
  expect(process.memoryUsage().rss - before).toBeLessThan(128 * MIB);
  expect(out).toBe(
    '{"trusted":null,"checks":[],"problems":[{"code":"line-too-long","path":"","message":"the line has more than 65536 bytes"}]}\n',
  );
  expect(status).toBe(0);
});

test("a line without end ends the batch, after its verdict", async () => {
  const before = process.memoryUsage().rss;
  const { status, out, err } = await disk.verify("--batch", "/dev/zero");
  expect(process.memoryUsage().rss - before).toBeLessThan(128 * MIB);
  expect(reasons(disk.valid(out))).toEqual([": the line has more than 65536 bytes [line-too-long]"]);
  expect(err).toBe(
    "/dev/zero: has a line with more than 1073741824 bytes, and is read no further [line-endless]\n\n1 problem\n",
  );
  expect(status).toBe(2);
});

test("a batch whose name moves the cursor is told without it", async () => {
  const { status, err } = await disk.verify("--batch", "no\u001b[31mfile\nx");
  expect({ status, err }).toEqual({
    status: 2,
    err: "no\ufffd[31mfile\ufffdx: is not there [file-missing]\n\n1 problem\n",
  });
});

test("an empty file has no line", async () => {
  expect(await disk.batch([])).toEqual({ status: 0, verdicts: [], err: "" });
});

test.each([
  ["none", "FOLDER/none: is not there [file-missing]"],
  ["truststore", "FOLDER/truststore: is a folder [not-a-file]"],
])("a batch %s cannot be read, which is exit code 2", async (name, reason) => {
  expect(await disk.verify("--batch", disk.path(name))).toEqual({
    status: 2,
    out: "",
    err: `${reason}\n\n1 problem\n`,
  });
});

test("what is wrong with the batch itself is no line of the output, with --json neither", async () => {
  expect(await disk.verify("--batch", disk.path("none"), "--json")).toEqual({
    status: 2,
    out: "",
    err: "FOLDER/none: is not there [file-missing]\n\n1 problem\n",
  });
});

test("lines may end as they do on Windows, and the last one needs no end", async () => {
  const line = JSON.stringify(disk.one());
  const file = disk.write("cases.jsonl", `${line}\r\n\r\n${line}`);
  const { out } = await disk.verify("--batch", file);
  expect(
    out
      .trimEnd()
      .split("\n")
      .map((one) => disk.valid(one).trusted),
  ).toEqual([true, null, true]);
});

test("paths of a line start at the working directory", async () => {
  const one = disk.one();
  const from = (name: string) => relative(process.cwd(), String(one[name]));
  const names = { signature: from("signature"), subject: from("subject") };
  const folders = { policy: from("policy"), trustStore: from("trustStore") };
  const { verdicts } = await disk.batch([disk.one({ ...names, ...folders })]);
  expect(verdicts.map(({ trusted }) => trusted)).toEqual([true]);
});

test("only regular files are read, and nobody is waited for", async () => {
  const { verdicts } = await disk.batch(
    ["/dev/zero", disk.path("truststore"), disk.path("release.jws/x")].map((signature) =>
      disk.one({ signature }),
    ),
  );
  expect(verdicts.flatMap(reasons)).toEqual([
    "/dev/zero: is not a regular file [not-a-file]",
    expect.stringMatching(/truststore: is a folder \[not-a-file\]$/),
    expect.stringMatching(/x: lies below a file \[file-missing\]$/),
  ]);
});

test("many policies and trust stores in turns are told apart", async () => {
  const stores = Array.from({ length: 20 }, (_, index) => {
    const name = `store-${String(index)}`;
    // Every other one trusts nothing.
    if (index % 2 === 0) disk.write(`${name}/x509/ca/release/root.crt`, leaf.chain.at(-1) ?? "");
    else disk.write(`${name}/x509/ca/other/root.crt`, leaf.chain.at(-1) ?? "");
    return disk.path(name);
  });
  const lines = [...stores, ...stores].map((trustStore) => disk.one({ trustStore }));
  const { verdicts } = await disk.batch(lines);
  expect(verdicts.map(({ trusted }) => trusted)).toEqual(lines.map((_, index) => index % 2 === 0));
});

test("a policy is read once for cases in a row, and again once eight others came between", async () => {
  const verifiers = new Verifiers();
  const verify = (policy: string) =>
    verifiers.verify({
      signature: disk.path("release.jws"),
      subject: SUBJECT,
      reference: REFERENCE,
      policy: disk.path(policy),
      trustStore: disk.path("truststore"),
      at: new Date(AT),
    });
  const others = Array.from({ length: 8 }, (_, index) => `other-${String(index)}.json`);
  for (const name of others) disk.write(name, policyText(statement()));
  expect((await verify("policy.json")).trusted).toBe(true);
  disk.write("policy.json", "{}");
  for (const name of others.slice(1)) await verify(name);
  expect((await verify("policy.json")).trusted).toBe(true);
  for (const name of others) await verify(name);
  await expect(verify("policy.json")).rejects.toMatchObject({ problems: [{ code: "policy-invalid" }] });
});

test("what a line holds does not reach the next", async () => {
  disk.write("other.jws", jws({ signer: leaf, payload: { targetArtifact: { ...SUBJECT, size: 1 } } }));
  const { verdicts } = await disk.batch(
    [
      disk.one({ at: "2040-01-01T00:00:00Z" }),
      { signature: disk.path("other.jws"), reference: REFERENCE },
      { at: AT },
    ],
    ...disk.options({ reference: undefined, at: undefined }),
  );
  expect(verdicts.map(({ trusted }) => trusted)).toEqual([false, false, null]);
});
