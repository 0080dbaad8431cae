import { readBlob } from "../../ecr-signatures/blob";
import { type BlobServer, serveBlobs, sha256 } from "../support/signer-envelope";

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
  return readBlob({ url, maxBytes: BYTES.length, plain: true, signal, ...members });
}

test("a blob is read", async () => {
  expect(await read()).toEqual(BYTES);
});

test("what is larger than it may be is not read, and not asked for again", async () => {
  expect(await read({ maxBytes: BYTES.length - 1 })).toBe("too-large");
  expect(server.asked).toHaveLength(1);
});

test("where ECR is spoken to over TLS, its blobs are too", async () => {
  await expect(read({ plain: false })).rejects.toThrow("the address is not one of HTTPS");
  expect(server.asked).toEqual([]);
});

test.each([
  "https://127.0.0.1/x",
  "https://169.254.169.254/x",
  "https://[fd00:ec2::254]/x",
  "https://localhost/x",
])("where ECR is spoken to over TLS, %s is not gone to", async (url) => {
  await expect(read({ plain: false, url })).rejects.toThrow("the address is not public");
});

test.each(["", "blob", "ftp://127.0.0.1/x"])("the address %p is none", async (url) => {
  await expect(read({ url })).rejects.toThrow("the address is not one of HTTP");
});

test("a status that is not 200 is told after a second attempt", async () => {
  await expect(read({}, () => ({ status: 403 }))).rejects.toThrow("the status was 403");
  expect(server.asked).toHaveLength(2);
});

test("nobody is followed elsewhere", async () => {
  const elsewhere = () => ({ status: 302, headers: { location: "/other" } });
  await expect(read({}, elsewhere)).rejects.toThrow("the status was 302");
  expect(new Set(server.asked)).toEqual(new Set([DIGEST]));
});

test("a server that is not there is told with the code of the system", async () => {
  await read();
  await server.close();
  const url = server.urlOf(DIGEST);
  await expect(read({ url })).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

test("an answer that breaks off is told after a second attempt", async () => {
  const short = () => ({ status: 200, headers: { "content-length": "6000" } });
  await expect(read({}, short)).rejects.toThrow("aborted");
  expect(server.asked).toHaveLength(2);
});

test("whoever does not answer is given up with the signal, and not asked again", async () => {
  const signal = AbortSignal.timeout(200);
  await expect(read({ signal }, () => "hang")).rejects.toMatchObject({ name: "AbortError" });
  expect(server.asked).toHaveLength(1);
});
