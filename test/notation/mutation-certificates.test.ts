import { TrustPolicy, TrustStore, Verifier } from "../../notation";
import { say } from "../../local/tools-process";
import { describeWith, NOTATION_VERDICT } from "../support/tools";
import { REFERENCE, SUBJECT } from "./support/envelope";
import { notationGo } from "./support/notation-go";
import { policyText, statement } from "./support/policy";
import { MUTATIONS, Random, SEED } from "./support/random";
import { changed, type ResignedCase, resignedCases } from "./support/resigned";
import { GOOD, problems } from "./support/verify";

/** A case takes notation-go and us some milliseconds. */
const COUNT = Math.ceil(MUTATIONS / 100);
/** What notation-go alone refuses, and README.md explains. */
const LAXER = [/unsupported elliptic curve/];
/** What is refused here alone, and README.md lists. */
const STRICTER = [
  /has a value more than it may have/,
  /has a name of something that is none/,
  /has a name constraint that is none/,
  /has an extended key usage without a purpose/,
  /has an OBJECT IDENTIFIER that is not DER/,
  /has an INTEGER out of range/,
  /has a length that is not shortest/,
  /its basic constraints are not critical/,
  // A certificate of version 1, an empty part of a name, and an access without a location.
  /is not a certificate of version 3|has tag 0x2 where 0xa0 must be/,
  /has nothing where 0x30 must be/,
  /ends too early/,
  // Signed attributes.
  /the timestamp: has the signed attribute [\d.]+ twice/,
  /the timestamp: the signed attribute contentType is not TSTInfo/,
  /the timestamp: has tag 0x\w+ where 0x\w+ must be/,
];
const now = Math.floor(Date.now() / 1_000) * 1_000;

/** Authorities in a chain, and beside it. */
const PLACES = [
  ...["intermediate", "root", "beside the root"],
  ...["root of the TSA", "beside the root of the TSA", "beside the TSA"],
];
/** What is put in the place of what, in hexadecimal digits, and what is said of it. */
const UNREADABLE: readonly (readonly [string, string, string, string])[] = [
  ["nothing else", "", "", ""],
  ["basic constraints", "30030101ff", "31030101ff", "has tag 0x31 where 0x30 must be"],
  ["key usage", "03020106", "02020106", "has tag 0x2 where 0x3 must be"],
  ["extended key usage", "301406082b", "311406082b", "has tag 0x31 where 0x30 must be"],
  ["purpose", "301406082b", "301402082b", "has tag 0x2 where 0x6 must be"],
  [
    "curve",
    "06082a8648ce3d030107",
    "02082a8648ce3d030107",
    "has an elliptic curve key that does not name its curve",
  ],
  ["name", "0603550408", "0203550408", "has tag 0x2 where 0x6 must be"],
];

function replacing(from: string, to: string) {
  // The last one, which is in the subject where it is in a name.
  return (bytes: Buffer): Buffer => {
    const at = bytes.lastIndexOf(Buffer.from(from, "hex"));
    return Buffer.concat([
      bytes.subarray(0, at),
      Buffer.from(to, "hex"),
      bytes.subarray(at + from.length / 2),
    ]);
  };
}

const policyFor = ({ trustStore }: ResignedCase) =>
  policyText(statement({ trustStores: Object.keys(trustStore) }));

async function ask(one: ResignedCase): Promise<{ trusted: boolean | null; problem: string }> {
  const verdict = await new Verifier({
    policy: TrustPolicy.parse(Buffer.from(policyFor(one))),
    trustStore: new TrustStore(one.trustStore),
    revocation: GOOD,
  }).verify({ signature: one.signature, subject: SUBJECT, reference: REFERENCE });
  return { trusted: verdict.trusted, problem: problems(verdict)[0] ?? "" };
}

const askNotation = (cases: readonly ResignedCase[]) =>
  notationGo(
    cases.map((one) => ({
      signature: one.signature,
      mediaType: "application/jose+json",
      subject: SUBJECT,
      reference: REFERENCE,
      policy: policyFor(one),
      trustStore: one.trustStore,
    })),
  );

/** A failed case, to be asked about again: signatures and times are new in each run. */
const textOf = ({ signature, trustStore }: ResignedCase) =>
  [signature, ...Object.values(trustStore).flat()]
    .map((bytes) => Buffer.from(bytes).toString("base64"))
    .join(" ");

const isOf = (explained: readonly RegExp[], text: string) => explained.some((one) => one.test(text));

describeWith([NOTATION_VERDICT], "what was changed before it was signed", () => {
  test(`is not trusted where notation-go refuses it: ${String(COUNT)} cases, seed ${String(SEED)}`, async () => {
    const random = new Random(SEED);
    const makers = Object.entries(resignedCases(now));
    const cases = Array.from({ length: COUNT }, (_, index) => {
      const [what, make] = makers[index % makers.length] ?? [
        "",
        () => ({ signature: Buffer.of(), trustStore: {} }),
      ];
      return { what, ...make(changed(random)) };
    });
    const theirs = askNotation(cases);
    const counts = { "accepted by both": 0, "refused by both": 0, laxer: 0, stricter: 0 };
    const wrong: string[] = [];
    for (const [index, one] of cases.entries()) {
      const { accepted, error = "" } = theirs[index] ?? { accepted: false };
      const { trusted, problem } = await ask(one);
      if ((trusted === true) === accepted) counts[accepted ? "accepted by both" : "refused by both"] += 1;
      else if (trusted === true ? isOf(LAXER, error) : isOf(STRICTER, problem))
        counts[trusted === true ? "laxer" : "stricter"] += 1;
      else
        wrong.push(
          `case ${String(index)}, ${one.what}: ours ${problem || "trusted"}, theirs ${error || "accepted"}: ${textOf(one)}`,
        );
    }
    say(
      `changed before it was signed: seed ${String(SEED)}, ${String(COUNT)} cases: ${JSON.stringify(counts)}`,
    );
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(counts["accepted by both"]).toBeGreaterThan(COUNT / 20);
  }, 300_000);

  test("is refused by both where a certificate cannot be read that nothing depends on", async () => {
    const makers = Object.entries(resignedCases(now)).filter(([what]) => PLACES.includes(what));
    const cases = UNREADABLE.flatMap(([, from, to]) => makers.map(([, make]) => make(replacing(from, to))));
    const theirs = askNotation(cases);
    const ours = await Promise.all(cases.map(ask));
    const rows = UNREADABLE.flatMap(([name, , , said]) => makers.map(([what]) => [what, name, said]));
    expect(
      rows.map(([what, name], index) => {
        const { trusted, problem } = ours[index] ?? {};
        const { accepted } = theirs[index] ?? {};
        return [what, name, accepted, trusted, problem?.split(": ").at(-1)];
      }),
    ).toEqual(rows.map(([what, name, said]) => [what, name, said === "", said === "", said]));
    expect(makers.length).toBe(PLACES.length);
  });
});
