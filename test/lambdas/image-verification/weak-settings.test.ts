import { awsServices } from "../../../lambdas/image-verification/services";
import { API, Court, REPLICA, settingsWith, short, STATEMENT } from "./support";

let court: Court;
beforeEach(async () => {
  court = await new Court().start();
});
afterEach(async () => {
  await court.front.stop();
});

describe("settings that do not protect", () => {
  const policy = (change: object, more: object = {}) =>
    settingsWith({ trustPolicy: { version: "1.0", trustPolicies: [{ ...STATEMENT, ...change }] }, ...more });
  const permissive = { signatureVerification: { level: "permissive" } };

  test("leave an image undecided in a cluster that blocks, and are no matter in one that alerts", async () => {
    const digest = court.front.push(API);
    court.front.sign(API, digest);
    expect(await court.judge(`${API}@${digest}`, {}, policy(permissive))).toMatchObject({
      outcome: "undecided",
      code: "weak-policy",
      message:
        'trustPolicy.trustPolicies[0].signatureVerification.level is "permissive", too weak for a cluster that blocks',
      transient: false,
    });
    expect(short(await court.judge(`${API}@${digest}`, { cluster: "tools" }, policy(permissive)))).toBe(
      "trusted",
    );
  });

  test.each([
    ["a profile below a root of somebody", { trustStores: ["ca:vendor"] }],
    ["an authority that is not AWS Signer", { trustStores: ["signingAuthority:other"] }],
    ["every identity", { trustedIdentities: ["*"] }],
    ["an override", { signatureVerification: { level: "strict", override: { revocation: "log" } } }],
    ["every repository", { registryScopes: ["*"] }],
    [
      "a subject for our own images",
      {
        registryScopes: [API, REPLICA],
        trustStores: ["ca:vendor"],
        trustedIdentities: ["x509.subject: C=US, ST=WA, O=Vendor"],
      },
    ],
  ])("do so for %s", async (_, change) => {
    const digest = court.front.push(API);
    court.front.sign(API, digest);
    expect(short(await court.judge(`${API}@${digest}`, {}, policy(change)))).toBe("undecided weak-policy");
  });

  test("leave an exception undecided too, and break-glass as it is", async () => {
    const digest = `sha256:${"1".repeat(64)}`;
    const said = { reason: "no", owner: "us", expires: "2026-06-20" };
    const image = `registry.example/agent@${digest}`;
    const settings = policy(permissive, {
      exceptions: [{ image, ...said }],
      breakGlass: [{ cluster: "shop", service: "web", ...said }],
    });
    expect(short(await court.judge(image, {}, settings))).toBe("undecided weak-policy");
    expect(short(await court.judge(image, { cluster: "tools" }, settings))).toBe("admitted exception");
    expect(short(await court.judge(image, { service: "web" }, settings))).toBe("admitted break-glass");
  });

  test.each([
    ["a policy that cannot be read", { trustStores: "x" }, "undecided policy-invalid"],
    [
      "a trust store that is not there",
      { trustStores: ["signingAuthority:other"] },
      "undecided trust-store-missing",
    ],
  ])("with %s leave an image undecided", async (_, change, outcome) => {
    const digest = court.front.push(API);
    court.front.sign(API, digest);
    const request = { cluster: "tools" };
    expect(short(await court.judge(`${API}@${digest}`, request, policy(change)))).toBe(outcome);
  });

  test("with the level skip leave it undecided where it only alerts", async () => {
    const digest = court.front.push(API);
    court.front.sign(API, digest);
    const skip = { signatureVerification: { level: "skip" }, trustStores: [], trustedIdentities: [] };
    const outcome = await court.judge(`${API}@${digest}`, { cluster: "tools" }, policy(skip));
    expect(short(outcome)).toBe("undecided level-skip");
  });

  test("without the test's root trust no chain but AWS Signer's", async () => {
    const digest = court.front.push(API);
    court.front.sign(API, digest);
    const { signerRoots } = awsServices();
    const outcome = await court.judge(`${API}@${digest}`, {}, settingsWith(), { signerRoots });
    expect(outcome).toMatchObject({ outcome: "refused", code: "chain-untrusted", check: "trustStore" });
  });

  test("and a digest that is none leave an image undecided", async () => {
    const digest = court.front.push(API);
    expect(short(await court.judge(`${API}@${digest}`, { digest: "latest" }))).toBe(
      "undecided digest-invalid",
    );
  });
});
