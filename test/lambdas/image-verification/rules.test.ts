import { jws } from "../../notation/support/envelope";
import { pki } from "../../notation/support/pki";
import { API, Court, SETTINGS, settingsWith, short, STATEMENT, WEB } from "./support";

let court: Court;
beforeEach(async () => {
  court = await new Court().start();
});
afterEach(async () => {
  await court.front.stop();
});

describe("a repository", () => {
  test("that the cluster may not run is refused whatever signatures it has", async () => {
    const digest = court.front.push(WEB);
    court.front.sign(WEB, digest);
    expect(await court.judge(`${WEB}@${digest}`)).toMatchObject({
      outcome: "refused",
      code: "repository-not-allowed",
      message: `${WEB} is not among the repositories that the cluster shop may run`,
    });
    expect(court.front.operations()).toEqual([]);
  });

  test("of a service is the only one it may run", async () => {
    const settings = settingsWith({
      trustPolicy: { version: "1.0", trustPolicies: [{ ...STATEMENT, registryScopes: [API, WEB] }] },
    });
    const digest = court.front.push(WEB);
    court.front.sign(WEB, digest);
    expect(short(await court.judge(`${WEB}@${digest}`, { service: "web" }, settings))).toBe("trusted");
    expect(await court.judge(`${API}@${digest}`, { service: "web" }, settings)).toMatchObject({
      code: "repository-not-allowed",
      message: `${API} is not among the repositories that the service web of the cluster shop may run`,
    });
  });

  test("that no statement names is refused", async () => {
    const settings = settingsWith({ trustPolicy: { version: "1.0", trustPolicies: [] } });
    const digest = court.front.push(API);
    expect(await court.judge(`${API}@${digest}`, {}, settings)).toMatchObject({
      outcome: "refused",
      code: "policy-none",
      check: "policy",
    });
  });

  test.each(["constructor", "unknown", "__proto__"])("in the cluster %s is refused", async (cluster) => {
    expect(await court.judge(`${API}@sha256:${"1".repeat(64)}`, { cluster })).toMatchObject({
      outcome: "refused",
      code: "cluster-unknown",
      message: `the settings do not name the cluster ${cluster}`,
    });
  });

  test("outside ECR is refused even when the cluster may run it", async () => {
    const repository = "registry.example/shop/api";
    const shop = { ...settingsWith().clusters["shop"], repositories: [repository] };
    const settings = settingsWith({ clusters: { shop } });
    expect(await court.judge(`${repository}@sha256:${"1".repeat(64)}`, {}, settings)).toMatchObject({
      outcome: "refused",
      code: "registry-unsupported",
      message: `${repository} is not in a private registry of ECR; only an exception can let it in`,
    });
  });

  test.each([
    "nginx",
    "nginx:1.27",
    "library/nginx@sha256:1",
    "docker.io/nginx:1",
    "",
    "https://a.example/b",
    "a.example/b@sha256:1",
  ])("that %j does not name exactly is refused", async (reference) => {
    expect(short(await court.judge(reference))).toBe("refused reference-inexact");
  });
});

test("a repository whose signer has a root of its own is trusted by that root alone", async () => {
  const { root, leaf } = pki();
  const vendor = {
    ...STATEMENT,
    name: "vendor",
    registryScopes: [WEB],
    trustStores: ["ca:vendor"],
    trustedIdentities: ["x509.subject:C=US,ST=WA,O=Example"],
  };
  const pem = `-----BEGIN CERTIFICATE-----\n${root.certificate.toString("base64")}\n-----END CERTIFICATE-----\n`;
  const settings = settingsWith({
    trustPolicy: { version: "1.0", trustPolicies: [STATEMENT, vendor] },
    trustStores: { ...SETTINGS.trustStores, "ca:vendor": [pem] },
  });
  const { front } = court;
  const [own, other] = [front.pushNew(WEB, "own"), front.pushNew(WEB, "other")];
  const payload = { targetArtifact: front.descriptor(WEB, own) };
  const signature = front.sign(WEB, own, { envelope: jws({ signer: leaf, payload }) });
  front.sign(WEB, other);
  const web = { service: "web" };
  expect(await court.judge(`${WEB}@${own}`, web, settings)).toMatchObject({
    outcome: "trusted",
    signature: { digest: signature },
  });
  expect(await court.judge(`${WEB}@${other}`, web, settings)).toMatchObject({
    outcome: "refused",
    code: "chain-untrusted",
    check: "trustStore",
  });
});

describe("somebody who answers for it", () => {
  const FOREIGN = "registry.example/tools/agent";
  const DIGEST = `sha256:${"1".repeat(64)}`;
  const SAID = { reason: "the vendor does not sign", owner: "platform", expires: "2026-06-15" };
  const exceptions = (image = `${FOREIGN}@${DIGEST}`) => settingsWith({ exceptions: [{ image, ...SAID }] });
  const breakGlass = (what: object) => settingsWith({ breakGlass: [{ cluster: "shop", ...what, ...SAID }] });

  test("lets one digest of one repository in", async () => {
    expect(await court.judge(`${FOREIGN}:1@${DIGEST}`, {}, exceptions())).toEqual({
      outcome: "admitted",
      code: "exception",
      answerable: SAID,
      image: { reference: `${FOREIGN}:1@${DIGEST}`, repository: FOREIGN, digest: DIGEST },
    });
    expect(short(await court.judge(`${FOREIGN}@${DIGEST.replace("1", "2")}`, {}, exceptions()))).toBe(
      "refused repository-not-allowed",
    );
    expect(short(await court.judge(`${FOREIGN}/other@${DIGEST}`, {}, exceptions()))).toBe(
      "refused repository-not-allowed",
    );
  });

  test("lets what a tag names in when that is the digest", async () => {
    const digest = court.front.push(API);
    court.front.tag(API, "1.4.2", digest);
    const settings = exceptions(`${API}@${digest}`);
    expect(await court.judge(`${API}:1.4.2`, { cluster: "tools" }, settings)).toMatchObject({
      outcome: "admitted",
      code: "exception",
      image: { digest },
    });
  });

  test.each([
    ["to the end of its last day", Date.UTC(2026, 5, 15, 23, 59, 59, 999), "admitted exception"],
    ["and no longer", Date.UTC(2026, 5, 16), "refused repository-not-allowed"],
  ])("does so %s in UTC", async (_, now, outcome) => {
    court.now = now;
    expect(short(await court.judge(`${FOREIGN}@${DIGEST}`, {}, exceptions()))).toBe(outcome);
  });

  test("lets a service run whatever it names, in that cluster, for a time", async () => {
    const settings = breakGlass({ service: "web" });
    const web = { service: "web" };
    expect(await court.judge("nginx", web, settings)).toEqual({
      outcome: "admitted",
      code: "break-glass",
      answerable: SAID,
      image: { reference: "nginx" },
    });
    expect(short(await court.judge("nginx", {}, settings))).toBe("refused reference-inexact");
    expect(short(await court.judge("nginx", { service: "api" }, settings))).toBe("refused reference-inexact");
    expect(short(await court.judge("nginx", { ...web, cluster: "tools" }, settings))).toBe(
      "refused reference-inexact",
    );
    court.now = Date.UTC(2026, 5, 16);
    expect(short(await court.judge("nginx", web, settings))).toBe("refused reference-inexact");
  });

  test("lets a digest run wherever it comes from, in that cluster", async () => {
    const settings = breakGlass({ digest: DIGEST });
    expect(short(await court.judge(`${FOREIGN}@${DIGEST}`, {}, settings))).toBe("admitted break-glass");
    expect(short(await court.judge("nginx", { digest: DIGEST }, settings))).toBe("admitted break-glass");
    expect(short(await court.judge(`${FOREIGN}@${DIGEST}`, { cluster: "tools" }, settings))).toBe(
      "refused repository-not-allowed",
    );
  });
});

describe("settings that do not protect", () => {
  const policy = (change: object) =>
    settingsWith({ trustPolicy: { version: "1.0", trustPolicies: [{ ...STATEMENT, ...change }] } });
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
    ["a policy that cannot be read", { trustStores: "x" }, "undecided policy-invalid"],
    [
      "a trust store that is not there",
      { trustStores: ["signingAuthority:other"] },
      "undecided trust-store-missing",
    ],
  ])("with %s leave an image undecided", async (_, change, outcome) => {
    const digest = court.front.push(API);
    court.front.sign(API, digest);
    expect(short(await court.judge(`${API}@${digest}`, {}, policy(change)))).toBe(outcome);
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
    const outcome = await court.judge(`${API}@${digest}`, {}, settingsWith({ trustStores: {} }));
    expect(outcome).toMatchObject({ outcome: "refused", code: "chain-untrusted", check: "trustStore" });
  });

  test("and a digest that is none leave an image undecided", async () => {
    const digest = court.front.push(API);
    expect(short(await court.judge(`${API}@${digest}`, { digest: "latest" }))).toBe(
      "undecided digest-invalid",
    );
  });
});
