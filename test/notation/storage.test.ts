import { digestOf } from "../../notation/storage/digest";
import { type ListedSignature, signaturesIn } from "../../notation/storage/referrers";
import { NOTARY_TYPE } from "../../notation/storage/signature-manifest";
import {
  listSignatures,
  MOST_SIGNATURES,
  readEnvelope,
  readSignatures,
  type SignatureBatch,
} from "../../notation/storage/signatures";
import { JWS, Memory, SUBJECT } from "./support/memory-store";

let store: Memory;
beforeEach(() => {
  store = new Memory();
});

async function read(): Promise<SignatureBatch[]> {
  const batches: SignatureBatch[] = [];
  const list = await listSignatures(store, SUBJECT.digest);
  for await (const batch of readSignatures(store, SUBJECT, list)) batches.push(batch);
  return batches;
}

const indexOf = (...signatures: readonly object[]) =>
  JSON.stringify({ manifests: signatures.map((one) => ({ artifactType: NOTARY_TYPE, ...one })) });
const many = (count: number, change: (n: number) => object = () => ({})) =>
  Array.from({ length: count }, (_, n) => store.sign(String(n), { n, ...change(n) }));

test("signatures come in the order of the pages, then in that of the tag, each once", async () => {
  const [a, b, c, d] = many(4) as [ListedSignature, ListedSignature, ListedSignature, ListedSignature];
  store.pages.splice(0, 1, [c, a], [a, b]);
  store.index = indexOf({ ...a, size: 1_000_000 }, d, d);
  expect(await listSignatures(store, SUBJECT.digest)).toEqual({ listed: [c, a, b, d], isCut: false });
  expect(store.asked).toEqual(["referrers", `tag ${SUBJECT.digest.replace(":", "-")}`, "referrers"]);
});

test("a registry without the referrers API has the signatures of the tag", async () => {
  const signature = store.sign("x");
  store.index = indexOf(signature);
  store.referrers = () => Promise.resolve(undefined as never);
  expect((await listSignatures(store, SUBJECT.digest)).listed).toEqual([signature]);
});

test.each(["", "{", "[]", "{}", '{"manifests":{}}', '{"manifests":[null,7,[],{"digest":"x"}]}'])(
  "%j under the tag lists nothing",
  async (text) => {
    store.index = text;
    expect(await listSignatures(store, SUBJECT.digest)).toEqual({ listed: [], isCut: false });
  },
);

test("an index under the tag that has more than 1 MiB lists nothing", async () => {
  const signature = store.sign("x");
  const index = indexOf(signature);
  store.index = index.padEnd(1024 * 1024);
  expect((await listSignatures(store, SUBJECT.digest)).listed).toEqual([signature]);
  store.index = index.padEnd(1024 * 1024 + 1);
  expect((await listSignatures(store, SUBJECT.digest)).listed).toEqual([]);
});

test.each([
  ["{", "json-malformed", "ends too early"],
  ["[]", "registry-answer", "the answer is not an object"],
  ["{}", "registry-answer", "the answer has no manifests"],
])("%s is no list of referrers", (text, code, message) => {
  expect(() => signaturesIn(Buffer.from(text))).toThrow(expect.objectContaining({ code, message }) as Error);
});

test("what is listed as something else, or nowhere, is no signature", () => {
  const digest = `sha256:${"1".repeat(64)}`;
  const index = indexOf(
    { digest },
    { digest, artifactType: "an/sbom" },
    { digest: "../x" },
    { digest: 1 },
    { size: 1 },
  );
  expect(signaturesIn(Buffer.from(index))).toEqual([{ digest, size: 0 }]);
});

test("no more than 500 are listed", async () => {
  const signatures = many(501);
  store.index = indexOf(...signatures);
  const { listed, isCut } = await listSignatures(store, SUBJECT.digest);
  expect({ listed: listed.length, isCut }).toEqual({ listed: 500, isCut: true });
  store.index = indexOf(...signatures.slice(1));
  expect(await listSignatures(store, SUBJECT.digest)).toMatchObject({ isCut: false });
});

test("pages are not turned for ever", async () => {
  store.pages.push(...Array.from({ length: 20 }, () => []));
  expect(await listSignatures(store, SUBJECT.digest)).toEqual({ listed: [], isCut: true });
  expect(store.asked.filter((one) => one === "referrers")).toHaveLength(20);
});

test("manifests are read ten at a time, and no further than they are wanted", async () => {
  store.pages[0]?.push(...many(25));
  const list = await listSignatures(store, SUBJECT.digest);
  for await (const { signatures } of readSignatures(store, SUBJECT, list)) {
    expect(signatures).toHaveLength(10);
    break;
  }
  expect(store.asked.filter((one) => one.endsWith("manifests"))).toEqual(["10 manifests"]);
});

test("the first hundred envelopes are given, and that there are more", async () => {
  store.pages[0]?.push(...many(MOST_SIGNATURES + 1));
  const batches = await read();
  expect(batches.flatMap(({ signatures }) => signatures)).toHaveLength(MOST_SIGNATURES);
  expect(batches.map(({ isCut }) => isCut)).toEqual([...Array<boolean>(10).fill(false), true]);
});

test("what comes after a hundred is not missed where it is worthless", async () => {
  store.pages[0]?.push(...many(MOST_SIGNATURES + 20, (n) => (n < MOST_SIGNATURES ? {} : { layers: [] })));
  expect((await read()).map(({ isCut }) => isCut)).not.toContain(true);
});

test("an envelope counts once under one name", async () => {
  const named = (mediaType: string) => ({ layers: [{ mediaType, digest: digestOf("0") }] });
  const signatures = [{}, { n: 1 }, named("application/cose"), { ...named("application/cose"), n: 1 }].map(
    (change) => store.sign("0", change),
  );
  store.pages[0]?.push(...signatures);
  const [batch] = await read();
  expect(batch?.signatures.map(({ digest }) => digest)).toEqual([
    signatures[0]?.digest,
    signatures[2]?.digest,
  ]);
  expect(batch?.worthless.map(({ message }) => message)).toEqual([
    "its envelope is that of another signature",
    "its envelope is that of another signature",
  ]);
});

test("manifests that are said to be large are not asked for, and large ones count for nothing", async () => {
  const large = store.sign("1", { padding: "x".repeat(65_536) });
  store.pages[0]?.push({ ...store.sign("0"), size: 65_537 }, { ...large, size: 1 });
  const [batch] = await read();
  expect(batch?.worthless.map(({ message }) => message)).toEqual([
    "it is listed and not there, or too large",
    "it is listed and not there, or too large",
  ]);
  expect(store.asked.at(-1)).toBe("1 manifests");
});

test.each<[string, object, readonly string[]]>([
  ["of OCI", { mediaType: SUBJECT.mediaType }, []],
  ["without a type of its own", {}, []],
  [
    "of Docker",
    { mediaType: "application/vnd.docker.distribution.manifest.v2+json" },
    ["it is not a manifest of OCI"],
  ],
  ["whose type is no text", { mediaType: null }, ["it is not a manifest of OCI"]],
])("a signature's manifest %s is looked at", async (_, change, messages) => {
  store.pages[0]?.push(store.sign("0", change));
  const [batch] = await read();
  expect(batch?.worthless.map(({ message }) => message)).toEqual(messages);
  expect(batch?.signatures).toHaveLength(1 - messages.length);
});

test("there is an end to the bytes of worthless manifests", async () => {
  const padding = "x".repeat(2 * 1024 * 1024);
  store.index = indexOf(...many(40, () => ({ padding })).map(({ digest }) => ({ digest, size: 1 })));
  const batches = await read();
  expect(batches.map(({ isCut }) => isCut)).toEqual([false, true]);
});

test("a manifest that answers to another digest is not there", async () => {
  const [wanted, other] = [store.sign("0"), store.sign("1")];
  store.content.set(wanted.digest, store.content.get(other.digest) ?? Buffer.of());
  store.pages[0]?.push(wanted);
  const [batch] = await read();
  expect(batch?.signatures).toEqual([]);
  expect(batch?.worthless).toEqual([
    { digest: wanted.digest, message: "it is listed and not there, or too large" },
  ]);
});

test("an envelope has its digest, or is refused", async () => {
  store.sign("0");
  const envelope = { digest: digestOf("0"), mediaType: JWS } as const;
  expect(await readEnvelope(store, envelope)).toEqual(Buffer.from("0"));
  store.content.set(envelope.digest, Buffer.from("1"));
  await expect(readEnvelope(store, envelope)).rejects.toMatchObject({
    code: "digest-mismatch",
    message: `the registry answered ${digestOf("1")} when asked for ${digestOf("0")}`,
  });
  store.content.delete(envelope.digest);
  expect(await readEnvelope(store, envelope)).toBe("its layer is not there");
  store.blob = () => Promise.resolve("too-large" as never);
  expect(await readEnvelope(store, envelope)).toBe("its envelope is too large");
});
