import { jws } from "../../notation/support/envelope";
import { pki } from "../../notation/support/pki";
import { API, Court, settingsWith, short, STATEMENT, WEB } from "./support";

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
    ["for IPv6", "333333333333.dkr-ecr.eu-central-1.on.aws"],
    ["for FIPS", "333333333333.dkr.ecr-fips.eu-central-1.amazonaws.com"],
    ["for FIPS and IPv6", "333333333333.dkr-ecr-fips.eu-central-1.on.aws"],
  ])("that is named by the registry's host %s is the same repository", async (_, host) => {
    const [signed, unsigned] = [court.front.pushNew(API, "signed"), court.front.pushNew(API, "unsigned")];
    court.front.sign(API, signed);
    const reference = `${host}/shop/api@${signed}`;
    expect(await court.judge(reference)).toMatchObject({
      outcome: "trusted",
      image: { reference, repository: API },
    });
    expect(short(await court.judge(`${host}/shop/api@${unsigned}`))).toBe("refused unsigned");
    expect(short(await court.judge(`${host}/shop/web@${signed}`))).toBe("refused repository-not-allowed");
  });

  test.each([
    "333333333333.dkr-ecr.eu-central-1.on.aws.evil.example",
    "333333333333.dkr.ecr-fips.eu-central-1.amazonaws.com.evil.example",
  ])("of %s is none of ECR, however its name begins", async (host) => {
    const digest = court.front.push(API);
    court.front.sign(API, digest);
    expect(short(await court.judge(`${host}/shop/api@${digest}`))).toBe("refused repository-not-allowed");
    expect(court.front.operations()).toEqual([]);
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
