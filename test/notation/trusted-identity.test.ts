import { TrustPolicy } from "../../notation";
import { policyOf, policyText, statement } from "./support/policy";
import { refusal } from "./support/refusal";

const one = (change: Record<string, unknown>) =>
  refusal(() => TrustPolicy.parse(Buffer.from(policyText(statement(change)))).statements.length);
const invalid = (message: string) => `policy-invalid: trustPolicies[0]: ${message}`;

const name = (text: string) => one({ trustedIdentities: [`x509.subject:${text}`] });
const wrongName = (text: string, message: string) => invalid(`the name ${JSON.stringify(text)} ${message}`);

test.each([
  ["", "has a part without a type"],
  ["C=US", "has no attribute ST"],
  ["ST=WA,O=a", "has no attribute C"],
  ["C=US,O=a", "has no attribute ST"],
  ["C=US,ST=WA", "has no attribute O"],
  ["C=US,ST=WA,O=", "has a part without a value"],
  ["C=US,ST=WA,O=a,OU= ", "has a part without a value"],
  ["C=US,ST=WA,O=a,", "has a part without a type"],
  ["C=US,C=US,ST=WA,O=a", "has the attribute C twice"],
  ["C=US,S=WA,ST=WA,O=a", "has the attribute ST twice"],
  ["C=US,ST=WA,O=a,OU=x,OU=x", "has the attribute OU twice"],
  ["C=US,ST=WA,O=a,D=d,E=e,F=f,G=g,H=h,I=i,J=j", "has more than 9 attributes"],
  ["C=US,ST=WA+L=x,O=a", "has a part with more than one attribute"],
  ["C=US,ST=WA,O=#0401", "has a value in hexadecimal digits"],
  ["C=US,ST=WA,O=a\\", "has an escape that is none"],
  ["C=US,ST=WA,O=\\zz", "has an escape that is none"],
  ["C=US,ST=WA,O=\\ff", "has an escape that is not UTF-8"],
])("the name %j is refused", (text, message) => {
  expect(name(text)).toBe(wrongName(text, message));
});

test("a name is read with its escapes and without the spaces around", () => {
  const [identity] =
    policyOf(
      statement({ trustedIdentities: ['x509.subject: C = US ;S=WA, O= a\\, \\"b\\"\\20 ,CN=\\c3\\a4😀'] }),
    ).statements[0]?.trustedIdentities ?? [];
  expect(identity).toMatchObject({
    kind: "x509.subject",
    name: new Map([
      ["C", "US"],
      ["ST", "WA"],
      ["O", 'a, "b" '],
      ["CN", "ä😀"],
    ]),
  });
});

test.each([
  ["a\\", "a\\\\"],
  ["a\\ ", "a\\\\ "],
  ["a\\ ", "a\\\\  "],
  ["a ", "a\\   "],
  ["a", "a  "],
  [" ", "\\ "],
])("the value %j is written %j, as notation-go reads it", (value, text) => {
  for (const end of ["", ",OU=x"]) {
    const [identity] =
      policyOf(statement({ trustedIdentities: [`x509.subject:C=US,ST=WA,O=${text}${end}`] })).statements[0]
        ?.trustedIdentities ?? [];
    expect(identity?.kind === "x509.subject" && identity.name.get("O")).toBe(value);
  }
});

test("names that overlap are refused, in any order and among others", () => {
  const [a, b] = ["x509.subject:C=US,ST=WA,O=a", "x509.subject:O=a,OU=x,C=US,ST=WA,CN=b"];
  const overlap = (part: string, whole: string) =>
    invalid(`the trusted identities ${JSON.stringify(part)} and ${JSON.stringify(whole)} overlap`);
  const others = ["x509.subject:C=US,ST=WA,O=c,CN=b", "x509.subject:C=US,ST=WA,O=b"];
  expect(one({ trustedIdentities: [a, b] })).toBe(overlap(a, b));
  expect(one({ trustedIdentities: [b, a] })).toBe(overlap(a, b));
  expect(one({ trustedIdentities: [b, ...others, "y:z", a] })).toBe(overlap(a, b));
  expect(one({ trustedIdentities: [b, "x509.subject:ST=WA,C=US,CN=b,OU=x,O=a"] })).toMatch(/overlap$/);
});

test("names that share attributes and do not overlap are taken", () => {
  const names = ["O=a,CN=b", "O=a,CN=c", "O=a,OU=b", "O=b,CN=b", "O=b,OU=b,L=b", "O=b,OU=b,STREET=b"];
  const trustedIdentities = names.map((text) => `x509.subject:C=US,ST=WA,${text}`);
  expect(one({ trustedIdentities })).toBe("accepted: 1");
});

test("a name of nine attributes is taken", () => {
  expect(name("C=US,ST=WA,O=a,D=d,E=e,F=f,G=g,H=h,I=i")).toBe("accepted: 1");
});

test("a message holds the beginning of a long name", () => {
  const text = `C=US,ST=WA,O=${"a".repeat(100_000)},C=US`;
  expect(name(text)).toBe(wrongName(`${text.slice(0, 200)}…`, "has the attribute C twice"));
});

test.each([
  [
    "a profile",
    "arn:aws:signer:eu-central-1:111111111111:/signing-profiles/release",
    { profile: "arn:aws:signer:eu-central-1:111111111111:/signing-profiles/release", region: "eu-central-1" },
  ],
  [
    "a version",
    "arn:aws-us-gov:signer:us-gov-west-1:111111111111:/signing-profiles/release/0123456789",
    {
      profile: "arn:aws-us-gov:signer:us-gov-west-1:111111111111:/signing-profiles/release",
      region: "us-gov-west-1",
      version: "0123456789",
    },
  ],
])("the ARN of %s is an identity", (_, text, arn) => {
  expect(policyOf(statement({ trustedIdentities: [text] })).statements[0]?.trustedIdentities).toEqual([
    { kind: "signing-profile", text, arn },
  ]);
});

test.each([
  "arn:aws:signer:eu-central-1:111111111111:/signing-profiles/",
  "arn:aws:signer:eu-central-1:111111111111:/signing-profiles/release/",
  "arn:aws:signer:eu-central-1:111111111111:/signing-profiles/*",
  "arn:aws:signer:eu-central-1:*:/signing-profiles/release",
  "arn:aws:s3:eu-central-1:111111111111:/signing-profiles/release",
  "arn:aws:signer:eu-central-1:111111111111:/signing-profiles/release/0123456789/x",
])("%s is no signing profile and matches nobody", (text) => {
  expect(policyOf(statement({ trustedIdentities: [text] })).statements[0]?.trustedIdentities).toEqual([
    { kind: "other", text },
  ]);
});
