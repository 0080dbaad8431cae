import { describeWith, NOTATION_VERDICT } from "../support/tools";
import { type EnvelopeOptions, jws, REFERENCE, signJws, SUBJECT } from "./support/envelope";
import { notationGo } from "./support/notation-go";
import { certificateVectors } from "./support/certificate-vectors";
import { envelopeVectors } from "./support/envelope-vectors";
import { strictVectors } from "./support/strict-vectors";
import { typedVectors } from "./support/typed-vectors";
import { type OwnVector, vectorMaker } from "./support/vector-maker";
import { pki, YEAR } from "./support/pki";
import { policyText, statement } from "./support/policy";
import { problems, verify } from "./support/verify";

const NOTARY = "io.cncf.notary";
const policyOf = ({ policy }: OwnVector) => ({
  trustStores: ["ca:release", "signingAuthority:release"],
  ...policy,
});

describeWith([NOTATION_VERDICT], "our own envelopes", () => {
  test("get the verdict of notation-go, but for the differences that are explained", async () => {
    const now = Math.floor(Date.now() / 1_000) * 1_000;
    const maker = vectorMaker(now);
    certificateVectors(maker);
    envelopeVectors(maker);
    typedVectors(maker);
    strictVectors(maker);
    const { vectors } = maker;
    const theirs = notationGo(
      vectors.map((vector) => ({
        signature: vector.signature,
        mediaType: vector.mediaType,
        subject: SUBJECT,
        reference: REFERENCE,
        policy: policyText(statement(policyOf(vector))),
        trustStore: {
          "ca:release": [vector.root.certificate],
          "signingAuthority:release": [vector.root.certificate],
        },
      })),
    );
    const unexplained: string[] = [];
    const explained: string[] = [];
    for (const [index, vector] of vectors.entries()) {
      const ours = await verify({ root: vector.root, policy: policyOf(vector) }, vector.signature, {
        at: new Date(),
      });
      const { accepted, error = "" } = theirs[index] ?? { accepted: false };
      const differs = ours.trusted !== accepted;
      if (differs && vector.difference !== undefined) explained.push(vector.name);
      if (differs !== (vector.difference !== undefined) || (differs && ours.trusted === true)) {
        unexplained.push(
          `${vector.name}: ours ${String(ours.trusted)} ${problems(ours).join("; ")}, theirs ${String(accepted)} ${error}`,
        );
      }
    }
    expect(unexplained).toEqual([]);
    // Every explanation is one where we are the stricter side.
    expect(explained.length).toBe(vectors.filter(({ difference }) => difference !== undefined).length);
    expect(vectors.length).toBeGreaterThan(150);
  });

  test.each<[string, Partial<EnvelopeOptions>, object]>([
    [
      "names the time of signing in crit",
      { edit: (h) => h.set("crit", [`${NOTARY}.signingScheme`, `${NOTARY}.signingTime`]) },
      {},
    ],
    ["has a signing agent that is no text", {}, { [`${NOTARY}.signingAgent`]: 5 }],
  ])("a JWS that %s is trusted, which notation-go refuses", async (_, options, header) => {
    const now = Math.floor(Date.now() / 1_000) * 1_000;
    const { root, leaf } = pki({}, "p256", { notBefore: now - YEAR, notAfter: now + YEAR });
    const envelope = signJws({ signer: leaf, signingTime: now, ...options });
    Object.assign(envelope.header, header);
    const signature = Buffer.from(JSON.stringify(envelope));
    const [theirs] = notationGo([
      {
        signature,
        mediaType: "application/jose+json",
        subject: SUBJECT,
        reference: REFERENCE,
        policy: policyText(statement()),
        trustStore: { "ca:release": [root.certificate] },
      },
    ]);
    const ours = await verify({ root }, signature, { at: new Date(now) });
    expect({ ours: ours.trusted, theirs: theirs?.accepted }).toEqual({ ours: true, theirs: false });
  });

  test("revocation that must hold is undecided on a chain that need not be trusted, which notation-go accepts", async () => {
    const now = Math.floor(Date.now() / 1_000) * 1_000;
    const { leaf } = pki({}, "p256", { notBefore: now - YEAR, notAfter: now + YEAR });
    const { root: other } = pki({}, "p256", { notBefore: now - YEAR, notAfter: now + YEAR });
    const policy = {
      signatureVerification: { level: "strict", override: { authenticity: "log" } },
      trustStores: ["ca:release"],
    };
    const signature = jws({ signer: leaf, signingTime: now - 1_000 });
    const [theirs] = notationGo([
      {
        signature,
        mediaType: "application/jose+json",
        subject: SUBJECT,
        reference: REFERENCE,
        policy: policyText(statement(policy)),
        trustStore: { "ca:release": [other.certificate] },
      },
    ]);
    const ours = await verify({ root: other, policy }, signature, { at: new Date(now) });
    expect({ ours: ours.trusted, theirs: theirs?.accepted }).toEqual({ ours: null, theirs: true });
    expect(problems(ours)).toContain(
      "revocation undecided chain-untrusted: nobody is asked about a chain that is not trusted",
    );
  });
});
