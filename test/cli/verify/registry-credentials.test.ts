import { INDEX } from "./registry-server";
import { settingForEach, TRUSTED } from "./registry-support";

const setting = settingForEach();
const { good, verify } = setting;

/**
 * Lets anybody read manifests, and refuses the two questions that come next, the second one later, as long as they do
 * not come with this.
 */
function refuseBoth(authorization: string): void {
  const { digest } = setting.registry.subject;
  const behind = (path: string, delay: number) => {
    const { bytes } = setting.registry.content.get(path) ?? { bytes: setting.registry.index };
    setting.registry.answers.set(path, ({ headers }, response) => {
      if (headers.authorization === authorization) {
        response.writeHead(200, { "content-type": INDEX }).end(bytes);
        return;
      }
      setTimeout(() => {
        response.writeHead(401, { "www-authenticate": setting.registry.challenge }).end();
      }, delay);
    });
  };
  behind(`referrers/${digest}`, 0);
  behind(`manifests/${digest.replace(":", "-")}`, 60);
}

describe("credentials", () => {
  const BASIC = `Basic ${Buffer.from("shop:secret").toString("base64")}`;

  test("are given to a registry that asks for them, and to none before", async () => {
    setting.registry.sign(good());
    setting.registry.authorization = BASIC;
    process.env["NOTATION_USERNAME"] = "shop";
    process.env["NOTATION_PASSWORD"] = "secret";
    expect(await verify()).toMatchObject(TRUSTED);
    expect(setting.registry.asked.map((line) => line.split(" /")[0])).toEqual([
      "nobody",
      ...Array<string>(5).fill(BASIC),
    ]);
  });

  test("are given again where a question that was asked meanwhile found who is asked for", async () => {
    setting.registry.sign(good());
    refuseBoth(BASIC);
    process.env["NOTATION_USERNAME"] = "shop";
    process.env["NOTATION_PASSWORD"] = "secret";
    expect(await verify()).toMatchObject(TRUSTED);
    const asked = setting.registry.asked.filter((line) => /referrers|sha256-/.test(line));
    expect(asked.map((line) => line.split(" /")[0])).toEqual(["nobody", "nobody", BASIC, BASIC]);
    process.env["NOTATION_PASSWORD"] = "wrong";
    setting.registry.asked.length = 0;
    expect((await verify()).why.join()).toContain("[registry-unauthorized]");
    expect(setting.registry.asked.length).toBeLessThanOrEqual(5);
  });

  test("that are wrong or missing leave it undecided", async () => {
    setting.registry.authorization = BASIC;
    const told = {
      status: 2,
      why: ["http://HOST/v2/shop/api/manifests/DIGEST: answered with status 401 [registry-unauthorized]"],
    };
    expect(await verify()).toMatchObject(told);
    process.env["NOTATION_USERNAME"] = "shop";
    process.env["NOTATION_PASSWORD"] = "wrong";
    expect(await verify()).toMatchObject(told);
  });

  test("buy a token where the registry wants one", async () => {
    setting.registry.sign(good());
    setting.registry.authorization = "Bearer token-1";
    setting.registry.challenge = `Bearer realm="http://${setting.registry.host}/token",service="shop"`;
    setting.registry.answers.set("/token", (request, response) => {
      response.end(request.headers.authorization === BASIC ? '{"token":"token-1"}' : "{}");
    });
    process.env["NOTATION_USERNAME"] = "shop";
    process.env["NOTATION_PASSWORD"] = "secret";
    expect(await verify()).toMatchObject(TRUSTED);
    expect(setting.registry.asked[1]).toBe(
      `${BASIC} /token?service=shop&scope=repository%3Ashop%2Fapi%3Apull`,
    );
  });

  test("buy one token where two questions are refused at once", async () => {
    setting.registry.sign(good());
    setting.registry.challenge = `Bearer realm="http://${setting.registry.host}/token"`;
    setting.registry.answers.set("/token", (_, response) => {
      setTimeout(() => response.end('{"token":"token-1"}'), 100);
    });
    refuseBoth("Bearer token-1");
    expect(await verify()).toMatchObject(TRUSTED);
    const asked = setting.registry.asked.filter((line) => /referrers|sha256-|token\?/.test(line));
    expect(asked.map((line) => line.split(/[?/]/)[0])).toEqual([
      "nobody ",
      "nobody ",
      "nobody ",
      "Bearer token-1 ",
      "Bearer token-1 ",
    ]);
  });

  test.each([
    [
      "http://169.254.169.254/token",
      "http://HOST/v2/shop/api/manifests/DIGEST: has its place for tokens on another host without TLS [address-refused]",
    ],
    [
      "http://127.0.0.1:1/token",
      "http://HOST/v2/shop/api/manifests/DIGEST: has its place for tokens on another host without TLS [address-refused]",
    ],
    [
      "https://shop@127.0.0.1:1/token",
      "http://HOST/v2/shop/api/manifests/DIGEST: has its place for tokens on another host with a name or password in the address [address-refused]",
    ],
    ["https://169.254.169.254/token", "leads to an address that is not public [address-refused]"],
    ["nowhere", "names no place that gives tokens [registry-answer]"],
  ])("are not given to %s", async (realm, message) => {
    setting.registry.authorization = "Bearer token-1";
    setting.registry.challenge = `Bearer realm="${realm}"`;
    const { status, why } = await verify();
    expect(status).toBe(2);
    expect(why.join()).toContain(message);
  });
});
