import { type Verdict } from "../../notation";
import { type ListedSignature } from "../../notation/storage/referrers";
import {
  type SearchedSignature,
  searchSignatures,
  type SignatureCriteria,
  type SignatureVerifier,
} from "../../notation/storage/search";
import { listSignatures, MOST_SIGNATURES } from "../../notation/storage/signatures";
import { JWS, Memory, SUBJECT } from "./support/memory-store";

const verdict = (trusted: boolean): Verdict => ({ trusted, checks: [] });

let store: Memory;
/** Envelopes in the order in which they were verified. */
let verified: string[];
beforeEach(() => {
  store = new Memory();
  verified = [];
});

/** Lists signatures with the envelopes "0", "1", … */
function sign(count: number): ListedSignature[] {
  const signatures = Array.from({ length: count }, (_, n) => store.sign(String(n)));
  store.pages[0]?.push(...signatures);
  return signatures;
}

/** Asks a verifier that trusts one envelope. */
function criteria(wanted?: string): SignatureCriteria {
  const verify: SignatureVerifier["verify"] = ({ signature }) => {
    const envelope = Buffer.from(signature).toString();
    verified.push(envelope);
    return Promise.resolve(verdict(envelope === wanted));
  };
  return {
    verifier: { verify },
    subject: SUBJECT,
    reference: "registry.example/app@sha256:0",
    at: new Date(0),
  };
}

/** Searches for one envelope, and says what came on the way. */
async function search(wanted?: string, known?: ReadonlySet<string>) {
  const taken: SearchedSignature[] = [];
  const found = await searchSignatures({ ...criteria(wanted), store, ...(known && { known }) }, (one) => {
    taken.push(one);
    return "verdict" in one && one.verdict.trusted === true;
  });
  return { taken, ...found };
}

test("a signature is verified as what its manifest says, of the subject, by the name and at the time asked for", async () => {
  sign(1);
  const verify = jest.fn(() => Promise.resolve(verdict(true)));
  await searchSignatures({ ...criteria(), verifier: { verify }, store }, () => true);
  const { subject, reference, at } = criteria();
  const signature = Buffer.from("0");
  const request = { signature, mediaType: JWS, subject, reference, at };
  expect(verify.mock.calls).toEqual([[request]]);
});

test("a list that is given is not asked for again", async () => {
  const [first] = sign(2);
  const list = await listSignatures(store, SUBJECT.digest);
  store.asked.length = 0;
  const found = await searchSignatures(
    { ...criteria(), store, list },
    ({ digest }) => digest === first?.digest,
  );
  expect(found).toEqual({ listed: 2, isCut: false });
  expect(store.asked).toEqual(["2 manifests"]);
});

test("signatures are taken in the order of their list until one is enough", async () => {
  const signatures = sign(20);
  const { taken, isCut } = await search("6");
  expect(taken).toEqual(
    signatures.slice(0, 7).map(({ digest }, n) => ({ digest, verdict: verdict(n === 6) })),
  );
  expect(isCut).toBe(false);
});

test("five are verified at once, and no others once one is enough", async () => {
  sign(20);
  await search("0");
  expect(verified).toEqual(["0", "1", "2", "3", "4"]);
});

test("without enough all are taken", async () => {
  const signatures = sign(12);
  const { taken, isCut } = await search();
  expect(taken.map(({ digest }) => digest)).toEqual(signatures.map(({ digest }) => digest));
  expect(isCut).toBe(false);
});

test("more than a hundred are too many, unless one before them is enough", async () => {
  sign(MOST_SIGNATURES + 1);
  expect(await search(String(MOST_SIGNATURES))).toMatchObject({ isCut: true });
  expect(verified).toHaveLength(MOST_SIGNATURES);
  expect(await search(String(MOST_SIGNATURES - 1))).toMatchObject({ isCut: false });
});

test("a list that does not end is one of too many", async () => {
  sign(1);
  store.pages.push(...Array.from({ length: 20 }, () => []));
  expect(await search()).toMatchObject({ isCut: true });
  expect(await search("0")).toMatchObject({ isCut: false });
});

test("what is worthless is taken with the reason, and keeps nothing back", async () => {
  const odd = store.sign("odd", { layers: [] });
  store.pages[0]?.push(odd);
  const [gone, good] = sign(2);
  store.content.delete(gone?.digest ?? "");
  store.pages[0]?.push(odd);
  const { taken } = await search("1");
  expect(taken).toEqual([
    { digest: odd.digest, worthless: "it has not exactly one layer" },
    { digest: gone?.digest, worthless: "it is listed and not there, or too large" },
    { digest: good?.digest, verdict: verdict(true) },
  ]);
});

test("an envelope that is not there is worthless; one that cannot be read is an error and ends nothing", async () => {
  const [missing, broken, good] = sign(3);
  const blob = store.blob.bind(store);
  const failure = new Error("the registry is down");
  let asked = 0;
  store.blob = (digest) => {
    asked += 1;
    if (asked === 1) return Promise.resolve("missing");
    return asked === 2 ? Promise.reject(failure) : blob(digest);
  };
  const { taken } = await search("2");
  expect(taken).toEqual([
    { digest: missing?.digest, worthless: "its layer is not there" },
    { digest: broken?.digest, error: failure },
    { digest: good?.digest, verdict: verdict(true) },
  ]);
});

test("what is known counts and is not verified again", async () => {
  const signatures = sign(MOST_SIGNATURES + 1);
  const known = new Set(signatures.slice(0, MOST_SIGNATURES).map(({ digest }) => digest));
  expect(await search(undefined, known)).toEqual({ taken: [], listed: MOST_SIGNATURES + 1, isCut: true });
  expect(verified).toEqual([]);
});

test("what is thrown by who takes ends the search", async () => {
  sign(20);
  const failure = new Error("that will do");
  const found = searchSignatures({ ...criteria(), store }, () => {
    throw failure;
  });
  await expect(found).rejects.toBe(failure);
  expect(verified).toHaveLength(5);
});
