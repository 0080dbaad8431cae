import { parseOtherRegions } from "../../../lambdas/ecs-task-verifier/other-regions";
import { TerraformVariable } from "cdktf";
import { EcsImageVerification } from "../../../modules/runtime";
import { areSameModes, clusterModes, parseClusterModes, parseSettings } from "../../../verification";
import { stackRejectionOf } from "../../support/rejection";
import {
  API,
  AT,
  cluster,
  functionOf,
  NAMES,
  PROPS,
  synthVerification,
  uploadedFiles,
} from "./verification-support";

const [HOOK = "", TASKS = "", RECORDER = ""] = NAMES;

describe("the settings", () => {
  const files = uploadedFiles(PROPS);

  test("lie in the zip of both verifiers, as the functions read them", () => {
    const text = files[HOOK]?.["settings.json"];
    expect(files[TASKS]?.["settings.json"]).toBe(text);
    expect(Object.keys(files[RECORDER] ?? {})).toEqual(["index.js"]);
    expect(parseSettings(JSON.parse(String(text)))).toMatchObject({
      ...AT,
      version: 1,
      clusters: PROPS.clusters,
      trustPolicy: PROPS.trustPolicy,
      exceptions: [],
      breakGlass: [],
    });
  });

  test("say the modes of the clusters once more in the zip of the hook, by themselves", () => {
    const known = uploadedFiles({ ...PROPS, unverified: ["lab"] });
    const text = String(known[HOOK]?.["clusters.json"]);
    expect(parseClusterModes(JSON.parse(text))).toEqual({
      ...AT,
      version: 1,
      modes: { batch: "block", shop: "block", tools: "alert", lab: "off" },
    });
    expect(Object.keys(known[HOOK] ?? {}).sort()).toEqual(["clusters.json", "index.js", "settings.json"]);
    expect(Object.keys(known[TASKS] ?? {}).sort()).toEqual(["index.js", "settings.json"]);
    const settings = parseSettings(JSON.parse(String(known[HOOK]?.["settings.json"])));
    expect(settings.unverified).toEqual(["lab"]);
    expect(areSameModes(clusterModes(settings), parseClusterModes(JSON.parse(text)))).toBe(true);
  });

  test("are other code when a mode is another, or a cluster is off", () => {
    const hash = (changes: Partial<typeof PROPS>) =>
      functionOf(synthVerification(changes), HOOK)["source_code_hash"];
    expect(hash({ unverified: ["lab"] })).not.toBe(hash({}));
  });

  test("have beside them what is known of other regions, for the function that looks at them alone", () => {
    const otherRegions = { watched: ["eu-central-1"], named: { "eu-north-1": ["tools"] } };
    const withRegions = uploadedFiles({ ...PROPS, otherRegions });
    expect(parseOtherRegions(String(withRegions[TASKS]?.["regions.json"]))).toEqual(otherRegions);
    expect(withRegions[HOOK]).not.toHaveProperty(["regions.json"]);
    expect(files[TASKS]).not.toHaveProperty(["regions.json"]);
  });

  test("are the same code in whatever order they were given", () => {
    const { shop = cluster(), batch = cluster(), tools = cluster() } = PROPS.clusters;
    const turned = {
      tools,
      batch,
      shop: Object.fromEntries(Object.entries(shop).reverse()) as unknown as typeof shop,
    };
    const hash = (clusters: typeof PROPS.clusters) =>
      functionOf(synthVerification({ clusters }), HOOK)["source_code_hash"];
    expect(hash(turned)).toBe(hash(PROPS.clusters));
    expect(hash({ ...PROPS.clusters, tools: cluster() })).not.toBe(hash(PROPS.clusters));
  });

  const rejected = (changes: Partial<typeof PROPS>) =>
    stackRejectionOf((scope) => new EcsImageVerification(scope, "verification", { ...PROPS, ...changes }));

  const answered = { reason: "outage of the registry", owner: "commander" };
  const glass = (expires: string) => ({
    breakGlass: [{ cluster: "shop", service: "api", expires, ...answered }],
  });
  const exception = (expires: string) => ({
    exceptions: [{ image: `${API}@sha256:${"0a".repeat(32)}`, expires, ...answered }],
  });

  test.each([
    [
      "break-glass",
      glass("2026-03-26"),
      "test/verification: breakGlass[0].expires: is 2026-03-26, 15 days after today, 2026-03-11; allowed: at most 14 days after today: 2026-03-25 or earlier; set an earlier day, and a new one when it comes and somebody still answers for it [break-glass-too-long]",
    ],
    [
      "an exception",
      exception("2027-03-12"),
      "test/verification: exceptions[0].expires: is 2027-03-12, 366 days after today, 2026-03-11; allowed: at most 365 days after today: 2027-03-11 or earlier; set an earlier day, and a new one when it comes and somebody still answers for it [exception-too-long]",
    ],
  ])("refuse %s that ends too long after today", (_, entries, expected) => {
    expect(rejected({ ...entries, today: "2026-03-11" })).toEqual([expected]);
  });

  test("say the limit of stops, five in ten minutes unless told otherwise", () => {
    const limit = (changes: Partial<typeof PROPS>) => {
      const text = String(uploadedFiles({ ...PROPS, ...changes })[TASKS]?.["settings.json"]);
      return parseSettings(JSON.parse(text)).stopLimit;
    };
    expect(limit({})).toEqual({ stops: 5, minutes: 10 });
    expect(limit({ stopLimit: { stops: 20, minutes: 30 } })).toEqual({ stops: 20, minutes: 30 });
  });

  test("refuse a limit of stops that is none", () => {
    expect(rejected({ stopLimit: { stops: 0, minutes: 61 } })).toEqual([
      "test/verification: stopLimit.stops: is 0; allowed: a whole number from 1 to 100 [invalid-value]",
      "test/verification: stopLimit.minutes: is 61; allowed: a whole number from 1 to 60 [invalid-value]",
    ]);
  });

  test("refuse a day that is none", () => {
    expect(rejected({ today: "2026-02-30" })).toEqual([
      'test/verification: today: is "2026-02-30"; allowed: a day such as 2026-12-31 [invalid-value]',
    ]);
  });

  test.each([
    ["on the last day that anybody can answer for", { ...glass("2026-03-25"), today: "2026-03-11" }],
    ["for a year", { ...exception("2027-03-11"), today: "2026-03-11" }],
    ["when nobody says which day it is", glass("2099-12-31")],
  ])("take an entry that ends %s", (_, changes) => {
    expect(() => synthVerification(changes)).not.toThrow();
  });

  const statement = { ...PROPS.trustPolicy.trustPolicies[0], name: "release" };
  const weaker = (changes: object) =>
    ({
      version: "1.0",
      trustPolicies: [{ ...statement, ...changes }],
    }) as unknown as typeof PROPS.trustPolicy;

  test.each([
    [
      "level",
      weaker({ signatureVerification: { level: "audit" } }),
      'test/verification: trustPolicy.trustPolicies[0].signatureVerification.level: is "audit", too weak for a cluster that blocks; make it strict, or let the cluster alert only [weak-policy-level]',
    ],
    [
      "override",
      weaker({ signatureVerification: { level: "strict", override: { revocation: "log" } } }),
      'test/verification: trustPolicy.trustPolicies[0].signatureVerification.override: is {"revocation":"log"}, too weak for a cluster that blocks; take it out, or let the cluster alert only [weak-policy-override]',
    ],
    [
      "identity",
      weaker({ trustedIdentities: ["*"] }),
      'test/verification: trustPolicy.trustPolicies[0].trustedIdentities[0]: is "*", too weak for a cluster that blocks; name each signing profile by its ARN, or let the cluster alert only [weak-policy-identity]',
    ],
    [
      "trust store",
      weaker({ trustStores: ["ca:vendor"] }),
      'test/verification: trustPolicy.trustPolicies[0].trustStores: is ["ca:vendor"], and the ARN of a signing profile says nothing below another root than AWS Signer\'s, too weak for a cluster that blocks; name signingAuthority:aws-signer-ts or signingAuthority:aws-us-gov-signer-ts, or let the cluster alert only [weak-policy-store]',
    ],
    [
      "subject",
      weaker({ trustedIdentities: ["x509.subject: C=US, ST=WA, O=Partner"] }),
      'test/verification: trustPolicy.trustPolicies[0].trustStores: is ["signingAuthority:aws-signer-ts"], and the subject of a certificate counts in ca: stores that no other statement names, too weak for a cluster that blocks; give the statement a ca: store of its own, or let the cluster alert only [weak-policy-store]',
    ],
    [
      "scope",
      weaker({ registryScopes: ["*"] }),
      "test/verification: trustPolicy.trustPolicies[0].registryScopes: is for every repository, too weak for a cluster that blocks; name each repository, or let the cluster alert only [weak-policy-scope]",
    ],
  ])(
    "a policy whose %s is too weak for a cluster that blocks is refused, once",
    (_, trustPolicy, message) => {
      expect(rejected({ trustPolicy })).toEqual([message]);
      const clusters = { tools: cluster({ mode: "alert" }) };
      expect(() => synthVerification({ trustPolicy, clusters })).not.toThrow();
    },
  );

  test("lie in a zip, where no reference of Terraform is ever resolved", () => {
    expect(
      stackRejectionOf((scope) => {
        const { stringValue } = new TerraformVariable(scope, "region", { type: "string" });
        new EcsImageVerification(scope, "verification", { ...PROPS, region: stringValue });
      }),
    ).toEqual([
      "test/verification: region is a reference that only Terraform resolves, and the settings of the functions lie in their zip; write region out [place-not-known]",
    ]);
  });

  test("a subject for our own images is too weak for a cluster that blocks", () => {
    const { trustPolicies } = PROPS.trustPolicy;
    const vendor = {
      name: "vendor",
      signatureVerification: { level: "strict" },
      registryScopes: [`${API}/agent`],
      trustStores: ["ca:vendor"],
      trustedIdentities: ["x509.subject: C=US, ST=WA, O=Partner"],
    } as const;
    const trustPolicy = { version: "1.0", trustPolicies: [...trustPolicies, vendor] } as const;
    expect(
      rejected({ trustPolicy, clusters: { shop: cluster({ repositories: [`${API}/agent`] }) } }),
    ).toEqual([
      `test/verification: trustPolicy.trustPolicies[1].registryScopes[0]: is "${API}/agent" of the organization's own images, and the subject of a certificate counts for images outside, too weak for a cluster that blocks; trust a signing profile for it, or let the cluster alert only [weak-policy-scope]`,
    ]);
  });

  test.each([
    [
      "names a publisher without its state",
      { trustStores: ["ca:vendor"], trustedIdentities: ["x509.subject: C=US, O=Partner"] },
      'trustPolicies[0]: the name " C=US, O=Partner" has no attribute ST',
    ],
    [
      "names nobody",
      { trustedIdentities: [] },
      "trustPolicies[0]: has no trust store or no trusted identity; both are needed",
    ],
    [
      "has a level that is none",
      { signatureVerification: { level: "Strict" } },
      'trustPolicies[0]: the level "Strict" is not strict, permissive, audit or skip',
    ],
  ])("a policy that %s is refused for every cluster", (_, changes, message) => {
    const trustPolicy = weaker(changes);
    const said = `test/verification: trustPolicy: cannot be read as a trust policy of the Notary Project: ${message} [trust-policy-invalid]`;
    expect(rejected({ trustPolicy })).toEqual([said]);
    expect(rejected({ trustPolicy, clusters: { tools: cluster({ mode: "alert" }) } })).toEqual([said]);
  });

  test("a cluster is verified or is not", () => {
    expect(rejected({ unverified: ["shop"] })).toEqual([
      "test/verification: unverified[0]: shop is one of the clusters whose images are verified [cluster-verified]",
    ]);
  });

  test("what the functions would refuse is refused before", () => {
    expect(
      rejected({
        clusters: { shop: cluster({ enforcedSince: "yesterday" }) },
        exceptions: [{ image: `${API}:latest`, reason: "no", owner: "me", expires: "2026-12-31" }],
      }),
    ).toEqual([
      'test/verification: clusters.shop.enforcedSince: is "yesterday"; allowed: a time such as 2026-12-31T23:59:59Z [invalid-value]',
      `test/verification: exceptions[0].image: is "${API}:latest"; allowed: <registry>/<repository>@sha256:… without a tag [invalid-value]`,
    ]);
  });
});
