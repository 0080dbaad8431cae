import { TerraformVariable } from "cdktf";
import { EcsImageVerification } from "../../../modules/runtime";
import { parseSettings } from "../../../verification";
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
