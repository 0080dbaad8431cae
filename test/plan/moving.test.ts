import { readFileSync } from "node:fs";
import { parseOrganization } from "../../config";
import { EXAMPLES } from "../../organizations/examples";
import { plan } from "../../plan";

const SAMPLE = readFileSync(EXAMPLES.sample, "utf8");
const SIGNED = "      signedBy: api\n";

/** The statements of the production account with this of the repository `shop/api`. */
function statements(written: string) {
  if (!SAMPLE.includes(SIGNED)) throw new Error(`the sample does not hold ${SIGNED}`);
  const text = SAMPLE.replace(SIGNED, written);
  const { layer } =
    plan(parseOrganization(text, "organization.yaml")).find(
      ({ name }) => name === "workload-shop-prod-eu-central-1",
    ) ?? {};
  if (layer?.kind !== "workload" || !layer.trustPolicy) throw new Error("production trusts nobody");
  return layer.trustPolicy.trustPolicies;
}

const REGISTRIES = ["eu-central-1", "eu-west-1"].map(
  (region) => `333333333333.dkr.ecr.${region}.amazonaws.com`,
);
const PROFILE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/";
const API = `${PROFILE}api_b263a02b`;
const WEB = statements(SIGNED).find(({ name }) => name === "web")?.trustedIdentities[0];

/** Steps of docs/signing-rotation.md, "Moving a repository to another profile". */
const STEPS = {
  before: SIGNED,
  trusted: "      signedBy: api\n      trustedProfiles: [web]\n",
  signing: "      signedBy: web\n      trustedProfiles: [api]\n",
  dropped:
    "      signedBy: web\n      droppedProfiles: [{ profile: api, droppedOn: 2026-03-04, reason: moved to web, owner: me }]\n",
} as const;

test("a repository that trusts two profiles has a statement of its own", () => {
  const of = (name: string) =>
    statements(STEPS.trusted)
      .filter((statement) => statement.name === name)
      .map(({ registryScopes, trustedIdentities }) => ({ registryScopes, trustedIdentities }));
  expect(of("api+web")).toEqual([
    { registryScopes: REGISTRIES.map((host) => `${host}/shop/api`), trustedIdentities: [API, WEB] },
  ]);
  expect(of("web")).toEqual([
    { registryScopes: REGISTRIES.map((host) => `${host}/shop/web`), trustedIdentities: [WEB] },
  ]);
  expect(of("api")).toEqual([]);
});

test("the step that changes who signs changes no trust policy", () => {
  expect(statements(STEPS.signing)).toEqual(statements(STEPS.trusted));
});

test("what is dropped is trusted no more", () => {
  const [web, ...others] = statements(STEPS.dropped);
  expect(others).toEqual([]);
  expect(web).toMatchObject({ name: "web", trustedIdentities: [WEB] });
  expect(web?.registryScopes).toHaveLength(4);
});

test("docs/signing-rotation.md shows these steps", () => {
  const runbook = readFileSync("docs/signing-rotation.md", "utf8");
  for (const step of [STEPS.before, STEPS.trusted, STEPS.signing]) {
    const shown = step
      .trim()
      .split("\n")
      .map((line) => line.trim());
    expect(runbook).toContain(`\`{ ${shown.join(", ")} }\``);
  }
});
