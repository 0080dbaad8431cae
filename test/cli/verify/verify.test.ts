import { readFileSync } from "node:fs";
import { cose, jws, REFERENCE, signJws, SUBJECT } from "../../notation/support/envelope";
import { certify, LEAF_EXTENSIONS, NOW, pki, YEAR } from "../../notation/support/pki";
import { policyText, statement } from "../../notation/support/policy";
import { responderAt } from "../../notation/support/revocation";
import { ROOT_PEM, signerEnvelope } from "../../support/registry";
import { AT, Disk, leaf, reasons } from "./support";

let disk: Disk;
beforeEach(() => {
  disk = new Disk();
});
afterEach(() => {
  disk.remove();
});

const responder = pki({ extensions: [...LEAF_EXTENSIONS, responderAt("http://127.0.0.1:1/ocsp")] });

test("a good signature is trusted, and the list says why", async () => {
  expect(await disk.verify(...disk.options())).toEqual({
    status: 0,
    out: `trusted: ${REFERENCE}
by the statement release of level strict
signed by CN=leaf,O=Example,ST=WA,C=US at 2026-06-15T12:00:00.000Z with ES256

check               outcome  action   why
policy              passed   enforce
envelope            passed   enforce
certificateChain    passed   enforce
signature           passed   enforce
criticalAttributes  passed   enforce
subject             passed   enforce
trustStore          passed   enforce
trustedIdentity     passed   enforce
expiry              passed   enforce
authenticTimestamp  passed   enforce
revocation          passed   enforce
`,
    err: "",
  });
});

test("docs/verify.md shows what the command prints", async () => {
  const [, block = ""] = /```text\n([^]*?)```/.exec(readFileSync("docs/verify.md", "utf8")) ?? [];
  expect(block).toBe((await disk.verify(...disk.options())).out);
});

test("a signature of another manifest is not trusted, and the list says why", async () => {
  disk.write("subject.json", JSON.stringify({ ...SUBJECT, size: 529 }));
  const { status, out } = await disk.verify(...disk.options());
  expect(status).toBe(1);
  expect(out).toContain(`not trusted: ${REFERENCE}\n`);
  expect(out).toContain('failed   enforce  size "528" was signed, not "529" [subject-mismatch]\n');
});

test("what nobody answers is undecided", async () => {
  disk.write("release.jws", jws({ signer: responder.leaf }));
  disk.write("truststore/x509/ca/release/root.crt", responder.root.certificate);
  const { status, out } = await disk.verify(...disk.options());
  expect(status).toBe(2);
  expect(out).toContain(`undecided: ${REFERENCE}\n`);
  expect(out).toMatch(
    /^revocation +undecided {2}enforce {2}nobody was asked about revocation; --online asks \[revocation-unavailable\]$/m,
  );
});

test("of AWS Signer's signature nobody is asked without --online, which the verdict says", async () => {
  const profileVersionArn = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release/0123456789";
  disk.write("release.jws", signerEnvelope(SUBJECT, { profileVersionArn }));
  disk.write("truststore/x509/signingAuthority/aws-signer-ts/root.crt", ROOT_PEM);
  const trusted = {
    trustStores: ["signingAuthority:aws-signer-ts"],
    trustedIdentities: [profileVersionArn.slice(0, profileVersionArn.lastIndexOf("/"))],
  };
  disk.write("policy.json", policyText(statement(trusted)));
  const { status, verdict } = await disk.verdict();
  expect(status).toBe(2);
  expect(verdict.checks.filter(({ outcome }) => outcome !== "passed")).toEqual([
    {
      name: "revocation",
      action: "enforce",
      outcome: "undecided",
      code: "revocation-unavailable",
      message: "nobody was asked about revocation; --online asks",
    },
  ]);
  const { verdicts } = await disk.batch([disk.one()]);
  expect(verdicts).toEqual([verdict]);
});

test("--online asks, but no private address", async () => {
  disk.write("release.jws", jws({ signer: responder.leaf }));
  disk.write("truststore/x509/ca/release/root.crt", responder.root.certificate);
  const { status, out } = await disk.verify(...disk.options(), "--online");
  expect(status).toBe(2);
  expect(out).toContain("the address is not public [revocation-unknown]\n");
});

test("--json prints a verdict of the schema", async () => {
  const { status, verdict } = await disk.verdict();
  expect(status).toBe(0);
  expect(verdict.trusted).toBe(true);
  expect(verdict.checks[0]).toEqual({ name: "policy", action: "enforce", outcome: "passed" });
  expect(verdict.signature?.algorithm).toBe("ES256");
});

test("--json says of every outcome the same as the exit code", async () => {
  const other = await disk.verdict({ reference: `registry.example/other@${SUBJECT.digest}` });
  expect(other).toMatchObject({ status: 1, verdict: { trusted: false } });
  expect(reasons(other.verdict)).toEqual(["policy policy-none"]);
  const skip = { signatureVerification: { level: "skip" }, trustStores: [], trustedIdentities: [] };
  disk.write("policy.json", policyText(statement(skip)));
  expect(await disk.verdict()).toMatchObject({ status: 2, verdict: { trusted: null } });
});

test("the content tells COSE from JWS, not the name", async () => {
  disk.write("release.jws", cose({ signer: leaf }));
  expect((await disk.verdict()).verdict.signature?.mediaType).toBe("application/cose");
});

test.each([
  ["nothing", "", "envelope signature-missing"],
  ["no envelope", "{}", "envelope envelope-malformed"],
  ["a large file", Buffer.alloc(300_000, 0x20), "envelope envelope-too-large"],
  ["a huge file", Buffer.alloc(30_000_000, 0x20), "envelope envelope-too-large"],
])("%s as an envelope is not trusted", async (_, content, reason) => {
  disk.write("release.jws", content);
  const { status, verdict } = await disk.verdict();
  expect(reasons(verdict)).toEqual([reason]);
  expect(status).toBe(1);
});

test("a signature that was changed is not trusted", async () => {
  const envelope = signJws({ signer: leaf });
  envelope.payload = signJws({ signer: leaf, payload: { targetArtifact: { ...SUBJECT, size: 1 } } }).payload;
  disk.write("release.jws", JSON.stringify(envelope));
  expect(reasons((await disk.verdict()).verdict)).toEqual(["signature signature-invalid"]);
});

test("--at is the time of verification", async () => {
  disk.write("release.jws", jws({ signer: leaf, expiry: NOW + YEAR / 2 }));
  expect((await disk.verdict()).verdict.trusted).toBe(true);
  const later = new Date(NOW + YEAR / 2 + 1).toISOString();
  expect(reasons((await disk.verdict({ at: later })).verdict)).toEqual(["expiry signature-expired"]);
  // The same instant in another time zone.
  const { verdict } = await disk.verdict({ at: AT.replace("T12:00:00.000Z", "t17:30:00+05:30") });
  expect(verdict.trusted).toBe(true);
});

test("without --at it is now", async () => {
  const now = Date.now();
  const validity = { notBefore: now - YEAR, notAfter: now + YEAR };
  const made = pki({}, "p256", validity);
  disk.write("release.jws", jws({ signer: made.leaf, signingTime: now - 60_000 }));
  disk.write("truststore/x509/ca/release/root.crt", made.root.certificate);
  expect((await disk.verdict({ at: undefined })).verdict.trusted).toBe(true);
  const gone = certify({ issuer: made.intermediate, notBefore: now - YEAR, notAfter: now - 1_000 });
  disk.write("release.jws", jws({ signer: gone, signingTime: now - 60_000 }));
  expect(reasons((await disk.verdict({ at: undefined })).verdict)).toEqual([
    "authenticTimestamp certificate-not-valid",
  ]);
});

describe("the subject", () => {
  test("is JSON itself where it begins with a brace", async () => {
    const { verdict } = await disk.verdict({ subject: ` ${JSON.stringify(SUBJECT)}` });
    expect(verdict.trusted).toBe(true);
  });

  test("may say more", async () => {
    const subject = JSON.stringify({ ...SUBJECT, annotations: { a: "b" }, artifactType: "x/y" });
    expect((await disk.verdict({ subject })).verdict.trusted).toBe(true);
  });

  test.each([`sha512:${"ab".repeat(64)}`, "blake3:abc"])("may have the digest %s", async (digest) => {
    const subject = { ...SUBJECT, digest };
    disk.write("release.jws", jws({ signer: leaf, payload: { targetArtifact: subject } }));
    const change = { subject: JSON.stringify(subject), reference: `registry.example/shop/api@${digest}` };
    expect(reasons((await disk.verdict(change)).verdict)).toEqual([]);
    expect(reasons((await disk.verdict({ ...change, subject: JSON.stringify(SUBJECT) })).verdict)).toEqual([
      "subject subject-mismatch",
    ]);
  });

  test.each([
    ["{", "ends too early [json-malformed]"],
    [JSON.stringify({ ...SUBJECT, size: "528" }), "size is not a whole number of bytes [subject-invalid]"],
    [JSON.stringify({ ...SUBJECT, size: -1 }), "size is not a whole number of bytes [subject-invalid]"],
    [JSON.stringify({ ...SUBJECT, size: 1.5 }), "size is not a whole number of bytes [subject-invalid]"],
    [JSON.stringify({ ...SUBJECT, mediaType: "" }), "mediaType is empty [subject-invalid]"],
    [JSON.stringify({ digest: SUBJECT.digest, size: 1 }), "mediaType is not a string [subject-invalid]"],
    [
      JSON.stringify({ ...SUBJECT, digest: "sha256:AB" }),
      "digest is not one of OCI, such as sha256: and 64 hexadecimal digits in lower case [subject-invalid]",
    ],
    [
      JSON.stringify({ ...SUBJECT, digest: `sha512:${"ab".repeat(32)}` }),
      "digest is not one of OCI, such as sha256: and 64 hexadecimal digits in lower case [subject-invalid]",
    ],
    [
      JSON.stringify({ ...SUBJECT, Digest: SUBJECT.digest }),
      'the member "Digest" is written in another case [subject-invalid]',
    ],
    ['{"size":1,"size":1}', 'has the member "size" twice [json-malformed]'],
  ])("%s is refused", async (subject, message) => {
    const { status, verdict } = await disk.verdict({ subject });
    expect(reasons(verdict)).toEqual([`subject: ${message}`]);
    expect(status).toBe(2);
    disk.write("subject.json", subject);
    expect(reasons((await disk.verdict()).verdict)).toEqual([`FOLDER/subject.json: ${message}`]);
  });

  test("has at most 65,536 bytes", async () => {
    disk.write("subject.json", " ".repeat(65_537));
    expect(reasons((await disk.verdict()).verdict)).toEqual([
      "FOLDER/subject.json: has more than 65536 bytes [file-too-large]",
    ]);
  });
});

describe("a mistake in the command line", () => {
  const HELP = "\nsupply-chain verify --help tells more\n";

  test.each([
    [
      [],
      "verify needs --signature, --subject, --policy, --trust-store, or IMAGE, or --batch with a file of cases",
    ],
    [
      ["--signature", "a", "--policy", "b", "--json"],
      "verify needs --subject, --trust-store, or IMAGE, or --batch with a file of cases",
    ],
    [["--at", "yesterday"], "--at yesterday is not a time of RFC 3339, such as 2026-06-15T12:00:00Z"],
    [
      ["--at", "2026-02-30T00:00:00Z"],
      "--at 2026-02-30T00:00:00Z is not a time of RFC 3339, such as 2026-06-15T12:00:00Z",
    ],
    [["registry/a:1", "--reference", "foo"], "--reference does not go with IMAGE"],
    [["--truststore", "x"], "unknown option --truststore; did you mean --trust-store?"],
    [["--policy"], "--policy needs a value: --policy FILE"],
    [["--online=yes"], '--online takes no value, found "yes"'],
    [["a", "b"], "verify takes [IMAGE], found 2 arguments"],
    [["registry/a:1"], "verify IMAGE needs --policy FILE or --organization FILE"],
    [["registry/a:1", "--batch", "b"], "--batch does not go with IMAGE"],
    [["registry/a:1", "--signature", "b"], "--signature does not go with IMAGE"],
    ...[
      "alpine",
      "registry/alpine",
      "registry/Alpine:1",
      "registry/a@sha256:ab",
      "https://registry/a:1",
      "registry:65536/a:1",
    ].map((image): [string[], string] => [
      [image, "--policy", "a", "--trust-store", "b"],
      `IMAGE ${image} is not registry/repository@sha256:… or registry/repository:tag, with the registry's full name`,
    ]),
  ])("%j is exit code 64", async (args, message) => {
    expect(await disk.verify(...args)).toEqual({ status: 64, out: "", err: `${message}${HELP}` });
  });
});

test("what cannot be read is told as of every command, with exit code 2", async () => {
  expect(await disk.verify(...disk.options({ signature: disk.path("none.jws") }))).toEqual({
    status: 2,
    out: "",
    err: "FOLDER/none.jws: is not there [file-missing]\n\n1 problem\n",
  });
});

test("--help", async () => {
  expect((await disk.verify("--help")).out).toMatchSnapshot();
});

test("names out of a certificate do not move the cursor", async () => {
  const name = [["CN", "a\u001b[2Jb"]] as const;
  const signer = certify({
    name: [["C", "US"], ["ST", "WA"], ["O", "x"], ...name],
    issuer: pki().intermediate,
  });
  disk.write("release.jws", jws({ signer }));
  expect((await disk.verify(...disk.options())).out).not.toContain("\u001b");
  expect((await disk.verify(...disk.options())).out).toContain("signed by CN=a?[2Jb,O=x,ST=WA,C=US at ");
});
