import { NotationError, parseCertificate } from "../../notation";
import { readCrl } from "../../notation/revocation/crl";
import { readOcspResponse } from "../../notation/revocation/ocsp";
import { crlPoints, ocspResponders } from "../../notation/revocation/sources";
import { type StatusQuestion } from "../../notation/revocation/status-question";
import { say } from "../../local/tools-process";
import { workOf } from "../support/work";
import { BYTES_OPERATORS, DER_OPERATORS } from "./support/mutate-bytes";
import { certify, LEAF_EXTENSIONS, named, NOW, pki, privateKey } from "./support/pki";
import { crl, crlAt, ocspResponse, responderAt, REVOKED } from "./support/revocation";
import { MUTATIONS, Random, SEED } from "./support/random";

/** Beside the envelopes and policies. */
const COUNT = Math.ceil(MUTATIONS / 20);
/** Milliseconds. */
const TIME_BOUND = 1_000;

const { intermediate } = pki();
const leaf = certify({
  issuer: intermediate,
  extensions: [...LEAF_EXTENSIONS, responderAt("http://ocsp.example/"), crlAt("http://crl.example/x.crl")],
});
const certificate = parseCertificate(leaf.certificate);
const question: StatusQuestion = {
  certificate,
  issuer: parseCertificate(intermediate.certificate),
  now: NOW,
};
const responder = certify({ name: named("responder"), key: privateKey("p256", 21), issuer: intermediate });

const BASES: Readonly<Record<string, readonly [Buffer, (bytes: Buffer) => string]>> = {
  "OCSP response": [
    ocspResponse({
      certificate: leaf,
      issuer: intermediate,
      status: REVOKED,
      certificates: [responder.certificate],
    }),
    (bytes) => readOcspResponse(bytes, question).status,
  ],
  CRL: [
    crl({ issuer: intermediate, serials: [Buffer.of(1), certificate.serial] }),
    (bytes) => readCrl(bytes, { ...question, point: [] }).status,
  ],
  certificate: [
    leaf.certificate,
    (bytes) => {
      const parsed = parseCertificate(bytes);
      return [...ocspResponders(parsed), ...crlPoints(parsed).flat()].length > 10 ? "good" : "revoked";
    },
  ],
};

test(`mutated answers about revocation: ${String(COUNT)} of them, seed ${String(SEED)}`, async () => {
  const random = new Random(SEED);
  const operators = { ...BYTES_OPERATORS, ...DER_OPERATORS };
  const outcomes = new Map<string, number>();
  const count = (outcome: string) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  let slowest = 0;
  for (let index = 0; index < COUNT; index += 1) {
    const kind = random.pick(Object.keys(BASES));
    const operator = random.pick(Object.keys(operators));
    const [original, read] = BASES[kind] ?? [Buffer.of(), () => ""];
    const bytes = operators[operator]?.(original, random) ?? original;
    const { value: outcome, milliseconds } = await workOf(TIME_BOUND, () => {
      try {
        return read(bytes);
      } catch (error) {
        if (error instanceof NotationError) return "refused";
        throw new Error(`${kind}, ${operator}: ${String(error)}\n${bytes.toString("base64")}`, {
          cause: error,
        });
      }
    });
    slowest = Math.max(slowest, milliseconds);
    count(`${kind} ${outcome}`);
  }
  say(
    `revocation: seed ${String(SEED)}, ${String(COUNT)} cases, slowest ${slowest.toFixed(0)} ms: ${JSON.stringify(Object.fromEntries(outcomes))}`,
  );
  // What says revoked may be refused, but nothing makes it say good.
  expect([...outcomes.keys()].sort()).toEqual(
    Object.keys(BASES)
      .flatMap((kind) => [`${kind} refused`, `${kind} revoked`])
      .sort(),
  );
  expect(slowest).toBeLessThan(TIME_BOUND);
}, 120_000);
