import { readBlob } from "../../../lambdas/shared/signatures/blob";
import { type BlobServer, serveBlobs, sha256 } from "../../support/signer-envelope";

const BYTES = Buffer.from("a blob");
const DIGEST = sha256(BYTES);
let server: BlobServer;

afterEach(async () => {
  await server.close();
});

async function read(
  members: Partial<Parameters<typeof readBlob>[0]> = {},
  answer?: Parameters<typeof serveBlobs>[0],
) {
  server = await serveBlobs(answer);
  server.blobs.set(DIGEST, BYTES);
  const url = server.urlOf(DIGEST);
  const signal = AbortSignal.timeout(10_000);
  return readBlob({ url, digest: DIGEST, maxBytes: BYTES.length, plain: true, signal, ...members });
}

test("a blob is read", async () => {
  expect(await read()).toEqual(BYTES);
});

test.each([
  ["is larger than it may be", { maxBytes: BYTES.length - 1 }],
  ["has another digest", { digest: sha256("another") }],
])("what %s is not read", async (_, members) => {
  expect(await read(members)).toBeUndefined();
  expect(server.asked).toHaveLength(1);
});

test("where ECR is spoken to over TLS, its blobs are too", async () => {
  await expect(read({ plain: false })).rejects.toThrow("the address of the blob is not one of HTTPS");
  expect(server.asked).toEqual([]);
});

test.each(["", "blob", "ftp://127.0.0.1/x"])("the address %p is none", async (url) => {
  await expect(read({ url })).rejects.toThrow("the address of the blob is not one of HTTPS");
});

test("a status that is not 200 is told after a second attempt", async () => {
  await expect(read({}, () => ({ status: 403 }))).rejects.toMatchObject({
    message: "the blob was answered with status 403",
    $metadata: { httpStatusCode: 403 },
  });
  expect(server.asked).toHaveLength(2);
});

test("nobody is followed elsewhere", async () => {
  await expect(read({}, () => ({ status: 302, headers: { location: "/other" } }))).rejects.toThrow(
    "the blob cannot be read",
  );
  expect(new Set(server.asked)).toEqual(new Set([DIGEST]));
});

test("a server that is not there is told with the code of the system", async () => {
  await read();
  await server.close();
  const url = server.urlOf(DIGEST);
  await expect(read({ url })).rejects.toMatchObject({
    message: expect.stringMatching(/^the blob cannot be read: /) as unknown,
    code: "ECONNREFUSED",
  });
});

test("an answer that breaks off is told after a second attempt", async () => {
  const short = () => ({ status: 200, headers: { "content-length": "6000" } });
  await expect(read({}, short)).rejects.toThrow("the blob cannot be read");
  expect(server.asked).toHaveLength(2);
});

test("whoever does not answer is given up with the signal, and not asked again", async () => {
  const signal = AbortSignal.timeout(200);
  await expect(read({ signal }, () => "hang")).rejects.toMatchObject({ name: "TimeoutError" });
  expect(server.asked).toHaveLength(1);
});
