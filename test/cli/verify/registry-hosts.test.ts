import { noVerdict } from "../../../cli/verify/no-verdict";
import { get, type Question } from "../../../cli/verify/registry/http";
import { originOf } from "../../../cli/verify/registry/origin";
import { policyText, statement } from "../../notation/support/policy";
import { INDEX, RegistryServer } from "./registry-server";
import { Setting, TRUSTED } from "./registry-support";

jest.mock("../../../cli/verify/registry/http", () => {
  const actual = jest.requireActual<object>("../../../cli/verify/registry/http");
  return { ...actual, get: jest.fn() };
});
const { get: really } = jest.requireActual<{ get: typeof get }>("../../../cli/verify/registry/http");

const BASIC = `Basic ${Buffer.from("shop:secret").toString("base64")}`;

let setting: Setting;
let registry: RegistryServer;
let other: RegistryServer;
/** Servers by the origin that leads to them here, over HTTP and at an address that is not public. */
let servers: Map<string, RegistryServer>;

beforeEach(async () => {
  setting = await new Setting().start();
  ({ registry } = setting);
  other = new RegistryServer();
  await other.start();
  servers = new Map([["https://other.example", other]]);
  jest
    .mocked(get)
    .mockReset()
    .mockImplementation((question: Question) => {
      const { origin, pathname, search } = question.url;
      const server = servers.get(origin);
      if (server === undefined) return really(question);
      const url = new URL(`http://${server.host}${pathname}${search}`);
      return really({ ...question, url, isAllowed: () => true });
    });
  process.env["NOTATION_USERNAME"] = "shop";
  process.env["NOTATION_PASSWORD"] = "secret";
});
afterEach(() => {
  setting.stop();
  other.stop();
});

test.each([
  ["images.example", "https://images.example"],
  ["Images.Example.com", "https://images.example.com"],
  ["images.example:443", "https://images.example"],
  ["images.example:0443", "https://images.example"],
  ["images.example:80", "https://images.example:80"],
  ["127.0.0.1:80", "http://127.0.0.1"],
  ["127.0.0.1:080", "http://127.0.0.1"],
  ["127.1.2.3:5000", "http://127.1.2.3:5000"],
  ["localhost:80", "http://localhost"],
  ["LOCALHOST:35747", "http://localhost:35747"],
  ["localhost:443", "http://localhost:443"],
  ["localhost.example:5000", "https://localhost.example:5000"],
  ["docker.io", "https://registry-1.docker.io"],
  ["Docker.io:443", "https://registry-1.docker.io"],
  ["docker.io:5000", "https://docker.io:5000"],
  ["constructor", "https://constructor"],
])("the API of %s is at %s", (host, origin) => {
  expect(originOf(host)).toBe(origin);
});

/** Verifies the image by this name of the registry, which asks who asks and lists signatures on two pages. */
async function verifyAt(host: string, origin: string) {
  servers.set(origin, registry);
  setting.disk.write("policy.json", policyText(statement({ registryScopes: [`${host}/shop/api`] })));
  registry.sign(setting.good());
  registry.authorization = BASIC;
  const { digest } = registry.subject;
  const list = registry.index;
  registry.content.delete(`manifests/${digest.replace(":", "-")}`);
  registry.answers.set(`referrers/${digest}`, (request, response) => {
    const isLast = (request.url ?? "").includes("page=2");
    const link = `<${origin}/v2/shop/api/referrers/${digest}?page=2>; rel="next"`;
    response.writeHead(200, { "content-type": INDEX, ...(isLast ? {} : { link }) });
    response.end(isLast ? list : '{"manifests":[]}');
  });
  return setting.verify(`${host}/shop/api@${digest}`);
}

test.each([
  ["127.0.0.1:80", "http://127.0.0.1"],
  ["localhost:80", "http://localhost"],
  ["127.0.0.1:080", "http://127.0.0.1"],
  ["LOCALHOST:35747", "http://localhost:35747"],
  ["images.example:443", "https://images.example"],
  ["Images.Example.com", "https://images.example.com"],
  ["docker.io", "https://registry-1.docker.io"],
])("%s is the registry itself", async (host, origin) => {
  expect(await verifyAt(host, origin)).toMatchObject({
    ...TRUSTED,
    image: { reference: `${host}/shop/api@DIGEST` },
  });
  const questions = jest.mocked(get).mock.calls.map(([question]) => question);
  expect(new Set(questions.map(({ url }) => url.origin))).toEqual(new Set([origin]));
  expect(questions.every(({ isAllowed }) => isAllowed("10.0.0.1"))).toBe(true);
});

test.each([
  ["foo", "foo was taken for the registry; write its full host name, such as registry.example/foo/bar:1"],
  ["foo:5000", "CHANGE"],
  ["registry.example", "CHANGE"],
  ["localhost", "CHANGE"],
])("where %s cannot be found it is told what to change", async (host, change) => {
  const code = "registry-unreachable";
  jest.mocked(get).mockRejectedValue(noVerdict("PLACE", code, "cannot be read (ENOTFOUND)", "CHANGE"));
  const { status, err } = await setting.run(`${host}/bar:1`);
  expect({ status, first: err.split("\n")[0] }).toEqual({
    status: 2,
    first: `PLACE: cannot be read (ENOTFOUND); ${change} [${code}]`,
  });
});

describe("credentials never go along with a redirect", () => {
  const elsewhere = (path: string) => `https://other.example/v2/shop/api/${path}`;

  /** Sends who asks for this to the other server, which has it. */
  function redirect(path: string) {
    const found = registry.content.get(path);
    if (found !== undefined) other.content.set(path, found);
    registry.answers.set(path, ({ headers }, response) => {
      const isKnown = headers.authorization === registry.authorization;
      response.writeHead(isKnown ? 307 : 401, {
        location: elsewhere(path),
        "www-authenticate": registry.challenge,
      });
      response.end();
    });
  }

  function redirectAll() {
    const signature = registry.sign(setting.good());
    redirect(`manifests/${registry.subject.digest}`);
    redirect(`manifests/${signature}`);
    for (const path of registry.content.keys()) if (path.startsWith("blobs/")) redirect(path);
  }

  const seen = () => other.asked.map((line) => line.replace(/\/sha256:[0-9a-f]{64}$/, ""));
  const UNSIGNED = ["manifests", "manifests", "blobs"].map((kind) => `nobody /v2/shop/api/${kind}`);

  test("those of a password", async () => {
    registry.authorization = BASIC;
    redirectAll();
    expect(await setting.verify()).toMatchObject(TRUSTED);
    expect(seen()).toEqual(UNSIGNED);
  });

  test("those of a token", async () => {
    registry.authorization = "Bearer token-1";
    registry.challenge = `Bearer realm="http://${registry.host}/token"`;
    registry.answers.set("/token", (_, response) => response.end('{"token":"token-1"}'));
    redirectAll();
    expect(await setting.verify()).toMatchObject(TRUSTED);
    expect(seen()).toEqual(UNSIGNED);
  });

  test("the place for tokens gets the password, and never a token", async () => {
    registry.authorization = "Bearer token-1";
    registry.challenge = 'Bearer realm="https://other.example/token"';
    other.answers.set("/token", (_, response) => response.end('{"token":"token-1"}'));
    redirectAll();
    expect(await setting.verify()).toMatchObject(TRUSTED);
    expect(seen()).toEqual([`${BASIC} /token?scope=repository%3Ashop%2Fapi%3Apull`, ...UNSIGNED]);
  });

  test.each([
    'Bearer realm="https://other.example/token"',
    `Bearer realm="https://127.0.0.1/token"`,
    "Basic",
    "",
  ])("nor to a place that the other host names: %s", async (challenge) => {
    const path = `manifests/${registry.subject.digest}`;
    registry.answers.set(path, (_, response) => {
      response.writeHead(307, { location: elsewhere(path) }).end();
    });
    other.answers.set(path, (_, response) => {
      response.writeHead(401, { "www-authenticate": challenge }).end();
    });
    other.answers.set("/token", (_, response) => response.end('{"token":"token-1"}'));
    expect(await setting.verify()).toMatchObject({
      status: 2,
      why: [`${elsewhere("manifests/DIGEST")}: asks for credentials of another registry [registry-answer]`],
    });
    expect(other.asked).toHaveLength(1);
    expect([...other.asked, ...registry.asked].filter((line) => !line.startsWith("nobody"))).toEqual([]);
  });

  test("nobody follows where the place for tokens redirects to", async () => {
    registry.authorization = "Bearer token-1";
    registry.challenge = `Bearer realm="http://${registry.host}/token"`;
    registry.answers.set("/token", (_, response) => {
      response.writeHead(307, { location: "https://other.example/token" }).end();
    });
    expect(await setting.verify()).toMatchObject({
      status: 2,
      why: ["http://HOST/token: answered with status 307 [registry-answer]"],
    });
    expect(other.asked).toEqual([]);
  });
});
