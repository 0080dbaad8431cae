import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { placesOf, render } from "../../cli/trust-policy/rendered";
import { loadOrganization, type Organization } from "../../config";
import { EXAMPLES } from "../../organizations/examples";
import { type Deployment, plan } from "../../plan";
import { synthesize } from "../../stacks";
import { type SynthesizedStack } from "../support/synth";

const folder = mkdtempSync(join(tmpdir(), "trust-policy-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const TABLE: Readonly<Record<string, string>> = {
  "    api: { validity: 135 months }\n": "    api: PROFILE\n",
  "shop: { type: ecs, signatures: alert }":
    "{ shop: { type: ecs, signatures: alert }, kyverno: { type: eks, engine: kyverno, signatures: block }, gatekeeper: { type: eks, engine: gatekeeper, signatures: alert } }",
};
const ORGANIZATION = Object.entries(TABLE).reduce(
  (text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the sample does not hold ${from}`);
    return text.replace(from, to);
  },
  readFileSync(EXAMPLES.sample, "utf8"),
);

const STACK = "workload-shop-staging-eu-central-1";
const OLD = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/api_b263a02b";
const NEW = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/api_f119fbac";

interface Policy {
  readonly trustPolicies: readonly { readonly name: string; readonly trustedIdentities: readonly string[] }[];
}

/** Whom a reader of the policy trusts for the repositories of `api`. */
function trustedBy(policy: Policy | undefined) {
  return policy?.trustPolicies.find(({ name }) => name === "api")?.trustedIdentities;
}

function rendered(organization: Organization, deployments: readonly Deployment[]) {
  const [place] = placesOf(organization, deployments).filter(({ account }) => account.key === "shop-staging");
  if (place === undefined) throw new Error("shop-staging trusts nobody");
  const [notation] = render(place, "notation");
  const [ecs] = render(place, "ecs");
  const [gatekeeper, kyverno] = render(place, "eks").map(({ text }) => JSON.parse(text) as { spec: unknown });
  const { parameters } = gatekeeper?.spec as { parameters: { trustPolicyDoc: Policy } };
  return {
    text: notation?.text ?? "",
    trusted: {
      notation: trustedBy(JSON.parse(notation?.text ?? "") as Policy),
      ecs: trustedBy(JSON.parse(ecs?.text ?? "") as Policy),
      kyverno: trustedBy(kyverno?.spec as Policy),
      gatekeeper: trustedBy(parameters.trustPolicyDoc),
    },
  };
}

describe.each([
  ["before a rotation", "{ validity: 135 months }", { signs: OLD, trusted: [OLD] }],
  ["after step 1", "{ validity: 135 months, trustedGenerations: [2] }", { signs: OLD, trusted: [OLD, NEW] }],
  [
    "after step 2",
    "{ validity: 135 months, generation: 2, trustedGenerations: [1] }",
    { signs: NEW, trusted: [OLD, NEW] },
  ],
  [
    "after step 3",
    "{ validity: 135 months, generation: 2, droppedGenerations: [{ generation: 1, droppedOn: 2026-03-04, reason: nothing uses it, owner: platform }] }",
    { signs: NEW, trusted: [NEW] },
  ],
])("%s", (_, profile, { signs, trusted }) => {
  let organization: Organization;
  let deployments: readonly Deployment[];
  let stacks: ReadonlyMap<string, SynthesizedStack>;

  beforeAll(() => {
    const file = join(folder, "organization.yaml");
    writeFileSync(file, ORGANIZATION.replace("PROFILE", profile));
    organization = loadOrganization(file);
    deployments = plan(organization);
    const draft = synthesize(
      deployments
        .filter(({ name }) => [STACK, "registry-images-eu-central-1"].includes(name))
        .map((deployment) => ({ ...deployment, after: [] })),
      join(folder, "out"),
      folder,
    );
    stacks = new Map(
      draft.stacks.map(({ deployment, terraform }) => [deployment.name, terraform as SynthesizedStack]),
    );
    draft.discard();
  });

  test("every consumer trusts the same", () => {
    expect(rendered(organization, deployments).trusted).toEqual({
      notation: trusted,
      ecs: trusted,
      kyverno: trusted,
      gatekeeper: trusted,
    });
  });

  test("the stack says the same, with the SHA-256 of the file that the command writes", () => {
    const { output } = stacks.get(STACK) as unknown as { output: Record<string, { value: unknown }> };
    expect(output["trusted_signing_profiles"]?.value).toMatchObject({ api: trusted });
    const { text } = rendered(organization, deployments);
    expect(output["trust_policy_sha256"]?.value).toBe(createHash("sha256").update(text).digest("hex"));
  });

  test("the profile that the registry signs with is among them", () => {
    const configuration = Object.values(
      stacks.get("registry-images-eu-central-1")?.resource?.["aws_cloudcontrolapi_resource"] ?? {},
    ).find((body) => String(body["type_name"]).endsWith("SigningConfiguration"));
    const arns = [...String(configuration?.["desired_state"]).matchAll(/arn:[^"]+api_\w+/g)].map(
      ([arn]) => arn,
    );
    expect(arns).toEqual([signs]);
    expect(trusted).toContain(signs);
  });
});
