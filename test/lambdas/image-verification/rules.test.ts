import { awsServices } from "../../../lambdas/image-verification/services";
import { jws } from "../../notation/support/envelope";
import { pki } from "../../notation/support/pki";
import { API, Court, REPLICA, settingsWith, short, STATEMENT, WEB } from "./support";

/** A repository of somebody outside, in ECR. */
const AGENT = "666666666666.dkr.ecr.eu-central-1.amazonaws.com/vendor/agent";

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

  test("in a cluster whose signatures are off is refused as that", async () => {
    const settings = settingsWith({ unverified: ["lab"] });
    const request = { cluster: "lab" };
    expect(await court.judge(`${API}@sha256:${"1".repeat(64)}`, request, settings)).toMatchObject({
      outcome: "refused",
      code: "cluster-not-verified",
      message: "signatures are off for the cluster lab",
    });
  });

  test("outside ECR is refused even when the cluster may run it", async () => {
    const repository = "registry.example/shop/api";
    const shop = { ...settingsWith().clusters["shop"], repositories: [repository] };
    const settings = settingsWith({ clusters: { shop } });
    expect(await court.judge(`${repository}@sha256:${"1".repeat(64)}`, {}, settings)).toMatchObject({
      outcome: "refused",
      code: "registry-unsupported",
      message: `${repository} is not in a private registry of ECR; only an exception for the digest can let it in`,
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
    registryScopes: [AGENT],
    trustStores: ["ca:vendor"],
    trustedIdentities: ["x509.subject:C=US,ST=WA,O=Example"],
  };
  const pem = `-----BEGIN CERTIFICATE-----\n${root.certificate.toString("base64")}\n-----END CERTIFICATE-----\n`;
  const settings = settingsWith({
    trustPolicy: { version: "1.0", trustPolicies: [STATEMENT, vendor] },
    trustStores: { "ca:vendor": [pem] },
    clusters: { shop: { ...settingsWith().clusters["shop"], repositories: [AGENT] } },
  });
  const { front } = court;
  const [own, other] = [front.pushNew(AGENT, "own"), front.pushNew(AGENT, "other")];
  const payload = { targetArtifact: front.descriptor(AGENT, own) };
  const signature = front.sign(AGENT, own, { envelope: jws({ signer: leaf, payload }) });
  front.sign(AGENT, other);
  expect(await court.judge(`${AGENT}@${own}`, {}, settings)).toMatchObject({
    outcome: "trusted",
    signature: { digest: signature },
  });
  expect(await court.judge(`${AGENT}@${other}`, {}, settings)).toMatchObject({
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

  describe("by tag", () => {
    const TAG = `${API}:1.4.2`;

    test("lets nothing in where images are named by digest, whatever was pulled", async () => {
      const digest = court.front.push(API);
      court.front.tag(API, "1.4.2", digest);
      const settings = exceptions(`${API}@${digest}`);
      expect(short(await court.judge(TAG, {}, settings))).toBe("refused tag-refused");
      expect(short(await court.judge(TAG, { digest }, settings))).toBe("refused tag-refused");
      expect(short(await court.judge(`${TAG}@${digest}`, {}, settings))).toBe("admitted exception");
    });

    test("lets nothing of a repository in that the cluster may not run, because nobody resolves it", async () => {
      for (const cluster of ["shop", "tools"]) {
        expect(short(await court.judge(`${FOREIGN}:1`, { cluster, digest: DIGEST }, exceptions()))).toBe(
          "refused repository-not-allowed",
        );
      }
    });

    test("lets what the tag names in where tags are resolved", async () => {
      const digest = court.front.push(API);
      court.front.tag(API, "1.4.2", digest);
      const settings = exceptions(`${API}@${digest}`);
      expect(await court.judge(TAG, { cluster: "tools" }, settings)).toMatchObject({
        outcome: "admitted",
        code: "exception",
        image: { digest },
      });
    });

    test("lets what was pulled in where tags are resolved, and nothing that only was named", async () => {
      const { front } = court;
      const [excepted, other] = [front.pushNew(API, "excepted"), front.pushNew(API, "other")];
      const settings = exceptions(`${API}@${excepted}`);
      const pulled = (digest: string) => court.judge(TAG, { cluster: "tools", digest }, settings);
      front.tag(API, "1.4.2", other);
      expect(await pulled(excepted)).toMatchObject({ code: "exception", image: { digest: excepted } });
      front.tag(API, "1.4.2", excepted);
      expect(short(await pulled(other))).toBe("refused unsigned");
    });

    test("lets one image of an index in that the tag names", async () => {
      const { front } = court;
      const [child, stranger] = [front.pushNew(API, "child"), front.pushNew(API, "stranger")];
      const index = front.pushIndex(API, [child]);
      front.tag(API, "1.4.2", index);
      const settings = exceptions(`${API}@${index}`);
      const pulled = (digest: string) => court.judge(TAG, { cluster: "tools", digest }, settings);
      expect(await pulled(child)).toMatchObject({
        code: "exception",
        image: { digest: index, children: [child] },
      });
      expect(short(await pulled(stranger))).toBe("refused unsigned");
    });
  });

  test("lets a digest outside ECR in, and no tag there", async () => {
    const settings = settingsWith({
      clusters: {
        shop: { ...settingsWith().clusters["shop"], tags: "detect", repositories: [FOREIGN] },
      },
      exceptions: [{ image: `${FOREIGN}@${DIGEST}`, ...SAID }],
    });
    expect(short(await court.judge(`${FOREIGN}@${DIGEST}`, {}, settings))).toBe("admitted exception");
    expect(short(await court.judge(`${FOREIGN}:1`, { digest: DIGEST }, settings))).toBe(
      "refused registry-unsupported",
    );
    expect(court.front.operations()).toEqual([]);
  });

  test.each([
    ["exception", exceptions(), {}, Date.UTC(2025, 5, 15)],
    ["break-glass", breakGlass({ service: "web" }), { service: "web" }, Date.UTC(2026, 5, 1)],
  ])("and ends too late lets nothing in yet: %s", async (code, settings, request, start) => {
    const image = `${FOREIGN}@${DIGEST}`;
    court.now = start;
    expect(short(await court.judge(image, request, settings))).toBe(`admitted ${code}`);
    court.now = start - 1;
    expect(short(await court.judge(image, request, settings))).toBe("refused repository-not-allowed");
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
