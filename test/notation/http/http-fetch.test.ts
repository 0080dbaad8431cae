import { createServer, type RequestListener } from "node:http";
import { type AddressInfo } from "node:net";
import { httpFetch } from "../../../notation/http/http-fetch";
import { isPublicAddress } from "../../../notation/http/public-address";

async function fetchFrom(
  answer: RequestListener,
  bounds: {
    timeout?: number;
    maxBytes?: number;
    isAllowed?: (address: string) => boolean;
    host?: string;
  } = {},
): Promise<string> {
  const { timeout = 5_000, maxBytes = 100, isAllowed = () => true, host = "127.0.0.1" } = bounds;
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  try {
    const bytes = await httpFetch(isAllowed)({
      url: `http://${host}:${String(port)}/x`,
      timeout,
      maxBytes,
      body: Buffer.from("question"),
      contentType: "text/plain",
    });
    return Buffer.from(bytes).toString();
  } catch (error) {
    return (error as Error).message;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("an answer is given as it is", async () => {
  let asked = "";
  const found = await fetchFrom((request, response) => {
    request.on("data", (part: Buffer) => (asked += part.toString()));
    request.on("end", () =>
      response.end(`${request.method ?? ""} ${request.headers["content-type"] ?? ""} ${asked}`),
    );
  });
  expect(found).toBe("POST text/plain question");
});

test.each<[string, RequestListener, string]>([
  [
    "a redirect",
    (_, response) => response.writeHead(302, { location: "http://169.254.169.254/" }).end(),
    "the status was 302",
  ],
  ["an error", (_, response) => response.writeHead(500).end(), "the status was 500"],
  ["more than it may have", (_, response) => response.end("x".repeat(101)), "the answer is too large"],
  [
    "no end",
    (_, response) => {
      const more = () => {
        if (!response.destroyed) response.write("x".repeat(1_000), more);
      };
      more();
    },
    "the answer is too large",
  ],
  [
    "less than it promised",
    (_, response) => {
      response.writeHead(200, { "content-length": "50" });
      response.write("x");
      setTimeout(() => response.destroy(), 20);
    },
    "aborted",
  ],
])("an answer with %s is refused", async (_, answer, message) => {
  expect(await fetchFrom(answer)).toBe(message);
});

test("silence ends, before the answer and in its middle", async () => {
  const bounds = { timeout: 100 };
  expect(await fetchFrom(() => undefined, bounds)).toBe("there was no answer in time");
  expect(await fetchFrom((_, response) => response.write("x"), bounds)).toBe("there was no answer in time");
});

test("addresses that are not public are refused, as literals and behind a name", async () => {
  const serve: RequestListener = (_, response) => response.end("reached");
  expect(await fetchFrom(serve, { isAllowed: isPublicAddress })).toBe("the address is not public");
  expect(await fetchFrom(serve, { isAllowed: isPublicAddress, host: "localhost" })).toBe(
    "the address is not public",
  );
  expect(await fetchFrom(serve, { isAllowed: isPublicAddress, host: "[::1]" })).toBe(
    "the address is not public",
  );
  expect(await fetchFrom(serve, { isAllowed: isPublicAddress, host: "0x7f.1" })).toBe(
    "the address is not public",
  );
});

test.each(["ftp://example.com/", "file:///etc/passwd", "http://user@example.com/", "ldap://x", "x", ""])(
  "%j is no address of HTTP",
  async (url) => {
    await expect(httpFetch()({ url, timeout: 100, maxBytes: 1 })).rejects.toMatchObject({
      code: "fetch-refused",
      message: "the address is not one of HTTP",
    });
  },
);

test.each([
  ["8.8.8.8", true],
  ["2606:4700::1111", true],
  ["127.0.0.1", false],
  ["10.1.2.3", false],
  ["172.31.0.1", false],
  ["192.168.1.1", false],
  ["169.254.169.254", false],
  ["100.64.0.1", false],
  ["0.0.0.0", false],
  ["255.255.255.255", false],
  ["224.0.0.1", false],
  ["192.0.0.8", false],
  ["192.0.2.1", false],
  ["192.88.99.1", false],
  ["198.19.255.255", false],
  ["198.51.100.1", false],
  ["203.0.113.1", false],
  ["2001:1::1", false],
  ["3fff::1", false],
  ["::1", false],
  ["::", false],
  ["::ffff:127.0.0.1", false],
  ["::ffff:8.8.8.8", false],
  ["fe80::1", false],
  ["fd00:ec2::254", false],
  ["64:ff9b::7f00:1", false],
  ["2002:7f00:1::", false],
  ["2001:db8::1", false],
  ["example.com", false],
])("%s is public: %s", (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});
