import { TrustStore } from "../../notation";
import { describeWith, NOTATION_VERDICT } from "../support/tools";
import { jws, REFERENCE, SUBJECT } from "./support/envelope";
import { notationGo } from "./support/notation-go";
import { CA_EXTENSIONS, certify, named, pki, privateKey, toPem, YEAR } from "./support/pki";
import { policyText, statement } from "./support/policy";
import { Random, SEED } from "./support/random";
import { refusal } from "./support/refusal";

const now = Math.floor(Date.now() / 1_000) * 1_000;
const valid = { notBefore: now - YEAR, notAfter: now + YEAR };
const { root, leaf } = pki({}, "p256", valid);
const other = certify({
  name: named("other"),
  key: privateKey("p256", 7),
  extensions: CA_EXTENSIONS,
  ...valid,
});
const good = toPem(root.certificate);
const beside = toPem(other.certificate);
const BEGIN = "-----BEGIN CERTIFICATE-----";
const END = "-----END CERTIFICATE-----";
const body = good.split("\n").slice(1, -2).join("\n");

const NEITHER = "a file is neither PEM nor DER";
const MALFORMED = "a PEM block is malformed";
const labelled = (label: string) => good.replaceAll("CERTIFICATE", label);

/** How a file with the root of the signer is read, and whether notation trusts the signer by it. */
const FILES: readonly (readonly [string, string | Buffer, string, boolean])[] = [
  ["as it is", good, "accepted: 1", true],
  ["twice", good + good, "accepted: 2", true],
  ["with another", beside + good, "accepted: 2", true],
  ["in DER", root.certificate, "accepted: 1", true],
  ["below text", `Certificate:\n  Data\n${good}`, "accepted: 1", true],
  ["above text", `${good}some text\n`, "accepted: 1", true],
  ["above a zero byte", `${good}\0`, "accepted: 1", true],
  ["below a zero byte", `\0\n${good}`, "accepted: 1", true],
  ["with line ends of Windows", good.replaceAll("\n", "\r\n"), "accepted: 1", true],
  ["without the last line end", good.trimEnd(), "accepted: 1", true],
  ["with blanks behind BEGIN and END", good.replace(/-----\n/g, "----- \t\n"), "accepted: 1", true],
  ["with tabs", good.replaceAll("\n", "\n\t").replace("\t-", "-"), "accepted: 1", true],
  ["with empty lines", good.replaceAll("\n", "\n\n"), "accepted: 1", true],
  ["behind an END", `${END}\n${good}`, "accepted: 1", true],
  // A block that is commented out counts no more.
  ["commented out", `# revoked: ${good}`, NEITHER, false],
  ["commented out below another", `${beside}# revoked: ${good}`, "accepted: 1", false],
  ["commented out above another", `# revoked: ${good}${beside}`, "accepted: 1", false],
  ["below another that is commented out", `# revoked: ${beside}${good}`, "accepted: 1", true],
  ["behind a byte order mark", Buffer.from(`\ufeff${good}`), NEITHER, false],
  ["below a byte order mark", Buffer.from(`\ufeff\n${good}`), "accepted: 1", true],
  ["behind blanks", ` ${good}`, NEITHER, false],
  ["behind a dash", `-${good}`, NEITHER, false],
  ["in UTF-16", Buffer.from(good, "utf16le"), NEITHER, false],
  ["in lower case", good.toLowerCase(), NEITHER, false],
  // The line that begins is right, and something behind it is not.
  ["with line ends of old", good.replaceAll("\n", "\r"), MALFORMED, false],
  ["in one line", good.replaceAll("\n", ""), MALFORMED, false],
  ["with END behind the last bytes", `${BEGIN}\n${body}${END}\n`, MALFORMED, false],
  ["with text behind BEGIN", good.replace(BEGIN, `${BEGIN} x`), MALFORMED, false],
  ["with text behind END", good.replace(END, `${END} x`), MALFORMED, false],
  ["with a dash behind BEGIN", good.replace(BEGIN, `${BEGIN}-`), MALFORMED, false],
  ["with a carriage return behind END", `${good.trimEnd()}\r`, MALFORMED, false],
  ["with form feeds", good.replaceAll("\n", "\f\n"), MALFORMED, false],
  ["with blanks beyond ASCII", good.replaceAll("\n", "\xa0\n"), MALFORMED, false],
  ["with another END", good.replace(END, "-----END PUBLIC KEY-----"), MALFORMED, false],
  ["above a block without bytes", `${good}${BEGIN}\n${END}\n`, "has nothing where 0x30 must be", false],
  ["without its last character", good.replace(/.(\n-----END)/, "$1"), "is not canonical base64", false],
  ["behind an END that END begins", `\n-----END ${BEGIN}\nAAAA\n${END}\n${good}`, MALFORMED, false],
  [
    "above a key",
    `${good}-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n`,
    "a PEM block is PUBLIC KEY, not CERTIFICATE",
    false,
  ],
  // As notation-go takes them, README.md says why not.
  [
    "as X509 CERTIFICATE",
    labelled("X509 CERTIFICATE"),
    "a PEM block is X509 CERTIFICATE, not CERTIFICATE",
    true,
  ],
  ["as anything", labelled("any thing"), MALFORMED, true],
  ["with a header", good.replace(`${BEGIN}\n`, `${BEGIN}\nA: b\n\n`), MALFORMED, true],
  ["below a broken block", `${BEGIN}\nnot base64!\n${END}\n${good}`, MALFORMED, true],
  ["below a BEGIN", `${BEGIN}\n${good}`, MALFORMED, true],
  ["above a BEGIN", `${good}${BEGIN}\n`, MALFORMED, true],
  ["with carriage returns within it", good.replace(body, body.replaceAll("\n", "\r\r\n")), MALFORMED, true],
];

const stores = (file: string | Buffer) => ({ "ca:release": [Buffer.from(file as string)] });

/** The certificates that are read of a file. */
function read(file: string | Buffer) {
  return new TrustStore(stores(file)).certificates([{ type: "ca", name: "release" }], "ca");
}

const signature = jws({ signer: leaf, signingTime: now - 1_000 });
const policy = policyText(statement({ trustStores: ["ca:release"] }));
const ask = (files: readonly (string | Buffer)[]) =>
  notationGo(
    files.map((file) => ({
      signature,
      mediaType: "application/jose+json",
      subject: SUBJECT,
      reference: REFERENCE,
      policy,
      trustStore: stores(file),
    })),
  ).map(({ accepted }) => accepted);

test.each(FILES)("a root %s", (_, file, expected) => {
  const said = expected.startsWith("accepted")
    ? expected
    : `trust-store-invalid: trust store ca:release: ${expected}`;
  expect(refusal(() => read(file).length)).toBe(said);
});

describeWith([NOTATION_VERDICT], "files of trust stores", () => {
  test("are read by notation as the table says", () => {
    const answers = ask(FILES.map(([, file]) => file));
    expect(FILES.map(([name], index) => [name, answers[index]])).toEqual(
      FILES.map(([name, , , accepted]) => [name, accepted]),
    );
  });

  test(`of lines put together by chance never trust more than notation, seed ${String(SEED)}`, () => {
    const random = new Random(SEED);
    const bytes = body.split("\n");
    const parts = [
      ...[BEGIN, BEGIN, END, END, "-----BEGIN X-----", "-----END X-----", "-----END ", "-----BEGIN "],
      ...["# ", "-", " ", "\t", "\r", "x", "", "A: b", "=", "AAAA", bytes.join("\n"), bytes.join("\r\n")],
      ...[good.trimEnd(), beside.trimEnd(), good.trimEnd(), `# ${good.trimEnd()}`, `# ${beside.trimEnd()}`],
    ];
    const ends = ["\n", "\n", "\n", "\n", "\r\n", "\r", " \n", ""];
    const files = Array.from({ length: 2_000 }, () =>
      Array.from({ length: 1 + random.below(6) }, () => random.pick(parts) + random.pick(ends)).join(""),
    );
    const isRoot = (raw: Uint8Array) => Buffer.compare(raw, root.certificate) === 0;
    const ours = files.map((file) => {
      try {
        return read(file).some(({ raw }) => isRoot(raw));
      } catch {
        return false;
      }
    });
    const theirs = ask(files);
    expect(files.filter((_, index) => ours[index] && !theirs[index])).toEqual([]);
    expect(ours.filter(Boolean).length).toBeGreaterThan(100);
  });
});
