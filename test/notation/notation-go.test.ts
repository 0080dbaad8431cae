import { describeWith, NOTATION_VERDICT } from "../support/tools";
import { REFERENCE, SUBJECT } from "./support/envelope";
import { notationGo } from "./support/notation-go";
import { certificateVectors } from "./support/certificate-vectors";
import { envelopeVectors } from "./support/envelope-vectors";
import { type OwnVector, vectorMaker } from "./support/vector-maker";
import { policyText, statement } from "./support/policy";
import { problems, verify } from "./support/verify";

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
});
