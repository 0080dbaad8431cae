import { NotationError, TrustPolicy, TrustStore, Verifier, type Verdict } from "../../notation";
import { describeWith, NOTATION_VERDICT } from "../support/tools";
import { say } from "../../local/tools-process";
import { workOf } from "../support/work";
import { jws, REFERENCE, SUBJECT } from "./support/envelope";
import { mutateJson, toTree, type Tree } from "./support/mutate-json";
import { notationGo } from "./support/notation-go";
import { certify, YEAR } from "./support/pki";
import { MUTATIONS, Random, SEED } from "./support/random";
import { GOOD, problems } from "./support/verify";

/** A fifth of all cases are policies. */
const COUNT = Math.ceil(MUTATIONS / 5);
/** What one case may take, in milliseconds of work. */
const TIME_BOUND = 1_000;

const now = Math.floor(Date.now() / 1_000) * 1_000;
const signer = certify({ notBefore: now - YEAR, notAfter: now + YEAR });
const signatures = [
  jws({ signer, signingTime: now - 1_000 }),
  jws({ signer, signingTime: now - YEAR / 2, expiry: now - 1_000 }),
];

const DOCUMENT = {
  version: "1.0",
  trustPolicies: [
    {
      name: "release",
      registryScopes: ["registry.example/shop/api", "registry.example:5000/shop/web"],
      signatureVerification: {
        level: "strict",
        override: { expiry: "enforce", revocation: "skip" },
        verifyTimestamp: "afterCertExpiry",
      },
      trustStores: ["ca:release", "tsa:release"],
      trustedIdentities: ["x509.subject: C=US, ST=WA, O=Example", "x509.subject: C=DE, ST=BE, O=\\ a\\, b"],
    },
    {
      name: "all",
      registryScopes: ["*"],
      signatureVerification: { level: "permissive", override: { authenticity: "log" } },
      trustStores: ["ca:other", "signingAuthority:release"],
      trustedIdentities: ["*"],
    },
    {
      name: "none",
      registryScopes: ["registry.example/shop/open"],
      signatureVerification: { level: "skip" },
    },
  ],
};

const WORDS: readonly Tree[] = [
  ...[
    "1.0",
    "2.0",
    "strict",
    "permissive",
    "audit",
    "skip",
    "enforce",
    "log",
    "integrity",
    "authenticity",
    "always",
  ],
  ...[
    "ca:release",
    "tsa:release",
    "signingAuthority:release",
    "ca:",
    "x509.subject:C=US,ST=WA,O=Example,CN=leaf",
  ],
  ...[
    "x509.subject:C=US,S=WA,O=Example",
    "x509.subject:C=US,ST=WA,O=Example+CN=leaf",
    "registry.example/shop/api",
    "registry.example/*",
  ],
  ...["arn:aws:signer:eu-central-1:111111111111:/signing-profiles/release", "a:b", "release"],
  ...[
    { level: "audit" },
    { level: "strict", override: { expiry: "log" } },
    { level: "skip" },
    { expiry: "log" },
    { integrity: "log" },
  ].map(toTree),
  ...DOCUMENT.trustPolicies.map(toTree),
];

/** Where we are the stricter side, by what we refuse with; see section by section why. */
const DIFFERENCES: readonly (readonly [string, RegExp])[] = [
  [
    "a member twice means two things to two readers; Go takes the last",
    /json-malformed: has the member .* twice/,
  ],
  ["a member in another case is taken by Go and means nothing here", /is written in another case/],
  ["an attribute twice is taken by Go where the first is empty", /has the attribute .* twice/],
  ["bytes that are not UTF-8 are replaced by Go", /json-malformed: is not UTF-8/],
  ["a number beyond a double is passed over by Go where nobody reads it", /has a number that is too large/],
  ["lone surrogates are replaced by Go", /json-malformed: has a lone surrogate/],
  [
    "the specification forbids level skip for every repository",
    /level skip is not allowed for the registry scope \*/,
  ],
  [
    "nobody is asked about the revocation of a chain that is not trusted, so where it must hold it is undecided",
    /chain-untrusted: nobody is asked about a chain/,
  ],
];

const trustStore = new TrustStore({
  "ca:release": [signer.certificate],
  "signingAuthority:release": [signer.certificate],
});

/** What we make of a policy: refused, or the verdict on a signature. */
async function ours(text: Buffer, signature: Buffer): Promise<{ accepted: boolean; problem: string }> {
  let policy: TrustPolicy;
  try {
    policy = TrustPolicy.parse(text);
  } catch (error) {
    if (!(error instanceof NotationError)) throw error;
    return { accepted: false, problem: `${error.code}: ${error.message}` };
  }
  const verdict = await new Verifier({ policy, trustStore, revocation: GOOD }).verify({
    signature,
    subject: SUBJECT,
    reference: REFERENCE,
  });
  return { accepted: isAccepted(verdict), problem: problems(verdict).join("; ") };
}

/** notation-go gives no error for a verification that it skips; here that is `null`. */
function isAccepted({ trusted, policy }: Verdict): boolean {
  return trusted === true || (trusted === null && policy?.level === "skip");
}

describeWith([NOTATION_VERDICT], "mutated trust policies", () => {
  test(`get the verdict of notation-go: ${String(COUNT)} of them, seed ${String(SEED)}`, async () => {
    const random = new Random(SEED);
    const cases = Array.from({ length: COUNT }, (_, index) => ({
      ...mutateJson(DOCUMENT, WORDS, random),
      signature: signatures[index % 2] ?? Buffer.of(),
    }));
    const started = performance.now();
    let slowest = 0;
    const found: Awaited<ReturnType<typeof ours>>[] = [];
    for (const { text, signature } of cases) {
      const { value, milliseconds } = await workOf(TIME_BOUND, () => ours(text, signature));
      found.push(value);
      slowest = Math.max(slowest, milliseconds);
    }
    const seconds = (performance.now() - started) / 1_000;
    const theirs = notationGo(
      cases.map(({ text, signature }) => ({
        signature,
        mediaType: "application/jose+json",
        subject: SUBJECT,
        reference: REFERENCE,
        policy: text,
        trustStore: { "ca:release": [signer.certificate], "signingAuthority:release": [signer.certificate] },
      })),
    );
    const explained = new Map<string, number>();
    const unexplained: string[] = [];
    for (const [index, { operator, text }] of cases.entries()) {
      const mine = found[index];
      const other = theirs[index];
      if (mine === undefined || other === undefined || mine.accepted === other.accepted) continue;
      const reason = mine.accepted
        ? undefined
        : DIFFERENCES.find(([, pattern]) => pattern.test(mine.problem))?.[0];
      if (reason !== undefined) explained.set(reason, (explained.get(reason) ?? 0) + 1);
      else
        unexplained.push(
          `${operator}: ours ${mine.problem}, theirs ${other.error ?? "accepted"}: ${text.toString()}`,
        );
    }
    const accepted = found.filter((one) => one.accepted).length;
    say(
      `policies: seed ${String(SEED)}, ${String(COUNT)} cases in ${seconds.toFixed(1)} s, slowest ${slowest.toFixed(0)} ms, ${String(accepted)} accepted; differences: ${JSON.stringify(Object.fromEntries(explained))}`,
    );
    expect(unexplained.slice(0, 5)).toEqual([]);
    expect(slowest).toBeLessThan(TIME_BOUND);
    // Both verdicts are there often enough to tell something.
    expect(accepted).toBeGreaterThan(COUNT / 20);
    expect(COUNT - accepted).toBeGreaterThan(COUNT / 20);
  }, 600_000);
});
