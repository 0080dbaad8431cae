import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadOrganization } from "../../config";
import { EXAMPLES } from "../../organizations/examples";
import { plan } from "../../plan";
import { synthesize } from "../../stacks";
import { type SynthesizedStack } from "../support/synth";

const SAMPLE = readFileSync(EXAMPLES.sample, "utf8");
const API = "    api: { validity: 135 months }\n";

const folder = mkdtempSync(join(tmpdir(), "rotation-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The stacks of the sample with this in place of its profile `api`. */
function stacksWith(api: string): ReadonlyMap<string, SynthesizedStack> {
  if (!SAMPLE.includes(API)) throw new Error(`the sample does not hold ${API}`);
  const file = join(folder, "organization.yaml");
  writeFileSync(file, SAMPLE.replace(API, `    api: ${api}\n`));
  const draft = synthesize(plan(loadOrganization(file)), join(folder, "out"), folder);
  const stacks = draft.stacks.map(({ deployment, terraform }): [string, SynthesizedStack] => [
    deployment.name,
    terraform as SynthesizedStack,
  ]);
  draft.discard();
  return new Map(stacks);
}

/** The profile before and after each step of docs/signing-rotation.md. */
const PROFILE = {
  before: "{ validity: 135 months }",
  trusted: "{ validity: 135 months, trustedGenerations: [2] }",
  signing: "{ validity: 135 months, generation: 2, trustedGenerations: [1] }",
  dropped:
    "{ validity: 135 months, generation: 2, droppedGenerations: [{ generation: 1, droppedOn: 2026-03-04, evidence: evidence/api-1.json }] }",
} as const;
mkdirSync(join(folder, "evidence"));
writeFileSync(
  join(folder, "evidence", "api-1.json"),
  JSON.stringify({
    version: 1,
    organization: "o-exampleorg1",
    profile: "api",
    generation: 1,
    arn: "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/api_b263a02b",
    at: "2026-03-04T05:06:00.000Z",
    account: "222222222222",
    regions: ["eu-central-1", "eu-west-1"],
    places: ["444444444444/eu-central-1", "555555555555/eu-central-1", "666666666666/eu-west-1"],
    repositories: { "shop/api": "api/2" },
    complete: true,
    counts: { images: 0, refused: 0, unknown: 0, "not refused": 0 },
    images: [],
  }),
);
const before = stacksWith(PROFILE.before);
const trusted = stacksWith(PROFILE.trusted);
const signing = stacksWith(PROFILE.signing);
const dropped = stacksWith(PROFILE.dropped);

/** A body as Terraform compares it: the lists of a policy have no order. */
function comparable(body: unknown): string {
  return JSON.stringify(body, (key, value: unknown) => {
    if (key === "policy") return comparable(JSON.parse(String(value)));
    return Array.isArray(value) && value.every((item) => typeof item === "string")
      ? [...value].sort()
      : value;
  });
}

/** Everything of a stack that a plan compares, by address, without the hashes of cdktf's names: an order is no change. */
function partsOf(stack: SynthesizedStack): Map<string, string> {
  const parts = new Map<string, string>();
  const readable = (text: string) => text.replace(/_[0-9A-F]{8}\b/g, "");
  for (const [type, byName] of Object.entries(stack.resource ?? {})) {
    for (const [name, body] of Object.entries(byName)) {
      parts.set(readable(`${type}.${name}`), comparable({ ...body, depends_on: [] }));
    }
  }
  const outputs = (stack["output"] ?? {}) as Record<string, unknown>;
  for (const [name, body] of Object.entries(outputs)) parts.set(`output.${name}`, JSON.stringify(body));
  const removed = (stack["removed"] ?? []) as { readonly from: string }[];
  for (const { from } of removed) parts.set(`removed.${readable(from)}`, "");
  return parts;
}

/** What a plan of each stack shows: `+` appears, `~` changes, `-` is gone. */
function planned(from: ReadonlyMap<string, SynthesizedStack>, to: ReadonlyMap<string, SynthesizedStack>) {
  expect([...to.keys()]).toEqual([...from.keys()]);
  return Object.fromEntries(
    [...to].flatMap(([name, stack]) => {
      const old = partsOf(from.get(name) ?? {});
      const next = partsOf(stack);
      const lines = [
        ...[...next.keys()].filter((key) => !old.has(key)).map((key) => `+ ${key}`),
        ...[...next].filter(([key, body]) => (old.get(key) ?? body) !== body).map(([key]) => `~ ${key}`),
        ...[...old.keys()].filter((key) => !next.has(key)).map((key) => `- ${key}`),
      ];
      return lines.length === 0 ? [] : [[name, lines.sort()]];
    }),
  );
}

/** What tells an account with an ECS cluster whom to trust. */
const TRUST = [
  "~ aws_lambda_function.runtime_verification_HookFunction",
  "~ aws_lambda_function.runtime_verification_TaskVerifier",
  "~ output.trust_policy_sha256",
  "~ output.trusted_signing_profiles",
];

test("step 1 makes the new profile and has it trusted and granted; nothing signs with it", () => {
  expect(planned(before, trusted)).toEqual({
    "workload-shop-prod-eu-central-1": TRUST,
    "workload-shop-staging-eu-central-1": TRUST,
    "registry-images-eu-central-1": [
      "+ aws_signer_signing_profile.signing_generation-2_api",
      "~ aws_lambda_function.signing_watch_Function",
      "~ output.signing_profiles",
      "~ output.trusted_generations",
    ],
    "pipeline-images-eu-central-1": [
      "~ aws_codebuild_project.pipeline_shop-api_Signature",
      "~ aws_iam_role_policy.pipeline_shop-api_Build_Role_Policy",
    ],
  });
});

test("step 2 signs with the new profile and changes no trust, no right and no profile", () => {
  expect(planned(trusted, signing)).toEqual({
    "registry-images-eu-central-1": [
      "~ aws_cloudcontrolapi_resource.signing_managed",
      "~ aws_lambda_function.signing_watch_Function",
      "~ output.signing_generations",
    ],
    "pipeline-images-eu-central-1": ["~ aws_codebuild_project.pipeline_shop-api_Signature"],
  });
});

test("step 3 ends the trust and the rights of the old profile, which Terraform forgets", () => {
  expect(planned(signing, dropped)).toEqual({
    "workload-shop-prod-eu-central-1": TRUST,
    "workload-shop-staging-eu-central-1": TRUST,
    "registry-images-eu-central-1": [
      "+ removed.aws_signer_signing_profile.signing_profiles_api",
      "- aws_signer_signing_profile.signing_profiles_api",
      "~ aws_lambda_function.signing_watch_Function",
      "~ output.signing_profiles",
      "~ output.trusted_generations",
    ],
    "pipeline-images-eu-central-1": [
      "~ aws_codebuild_project.pipeline_shop-api_Signature",
      "~ aws_iam_role_policy.pipeline_shop-api_Build_Role_Policy",
    ],
  });
});

const OLD = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/api_b263a02b";
const NEW = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/api_f119fbac";

describe.each([
  ["before", before, { signs: OLD, trusts: [OLD], pushersSign: [OLD], waitsFor: [OLD, "none"] }],
  [
    "after step 1",
    trusted,
    { signs: OLD, trusts: [OLD, NEW], pushersSign: [OLD, NEW], waitsFor: [OLD, NEW] },
  ],
  [
    "after step 2",
    signing,
    { signs: NEW, trusts: [OLD, NEW], pushersSign: [OLD, NEW], waitsFor: [NEW, OLD] },
  ],
  ["after step 3", dropped, { signs: NEW, trusts: [NEW], pushersSign: [NEW], waitsFor: [NEW, "none"] }],
])("%s", (_, stacks, { signs, trusts, pushersSign, waitsFor }) => {
  const body = (stack: string, type: string, part: string) => {
    const found = Object.entries(stacks.get(stack)?.resource?.[type] ?? {}).find(([name]) =>
      name.includes(part),
    );
    return found?.[1] ?? {};
  };

  test("one profile signs", () => {
    const { desired_state: state } = body(
      "registry-images-eu-central-1",
      "aws_cloudcontrolapi_resource",
      "managed",
    );
    const profiles = [...String(state).matchAll(/arn:[^"]+api_\w+/g)].map(([arn]) => arn);
    expect(profiles).toEqual([signs]);
  });

  test.each(["workload-shop-prod-eu-central-1", "workload-shop-staging-eu-central-1"])(
    "%s trusts",
    (name) => {
      const { output } = stacks.get(name) as unknown as {
        output: { trusted_signing_profiles: { value: Record<string, string[]> } };
      };
      expect(output.trusted_signing_profiles.value["api"]).toEqual(trusts);
    },
  );

  test("who pushes may sign with every trusted profile", () => {
    const { policy } = body("pipeline-images-eu-central-1", "aws_iam_role_policy", "shop-api_Build_Role");
    const { Statement } = JSON.parse(String(policy)) as {
      Statement: { Action: unknown; Resource: unknown }[];
    };
    const resources = Statement.filter(({ Action }) => Action === "signer:SignPayload").map(
      ({ Resource }) => Resource,
    );
    expect(resources.flat()).toEqual(pushersSign);
  });

  test("the pipeline waits for the profile that signs, or takes another trusted one", () => {
    const project = body("pipeline-images-eu-central-1", "aws_codebuild_project", "Signature");
    const { environment_variable: variables } = project["environment"] as {
      environment_variable: { name: string; value: string }[];
    };
    const of = (wanted: string) => variables.find(({ name }) => name === wanted)?.value;
    expect([of("SIGNING_PROFILE_ARNS"), of("OTHER_PROFILE_ARNS")]).toEqual(waitsFor);
  });
});

describe("docs/signing-rotation.md", () => {
  const runbook = readFileSync(join("docs", "signing-rotation.md"), "utf8");
  const blocks = (language: string) =>
    [...runbook.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, "gm"))].map(
      ([, text = ""]) => text,
    );

  test("shows the plans of the steps", () => {
    const steps = [planned(before, trusted), planned(trusted, signing), planned(signing, dropped)];
    expect(blocks("text")).toEqual(
      steps.map((step) =>
        Object.entries(step)
          .map(([stack, lines]) => `${stack}\n${lines.map((line) => `  ${line}\n`).join("")}`)
          .join(""),
      ),
    );
  });

  test("shows the changes of the file that make them", () => {
    const [first, ...others] = Object.values(PROFILE);
    let last = first;
    expect(blocks("diff")).toEqual(
      others.map((next) => {
        const diff = `-    api: ${last ?? ""}\n+    api: ${next}\n`;
        last = next;
        return diff;
      }),
    );
  });
});

test("a step that is taken back restores what was there", () => {
  expect(planned(signing, trusted)).toEqual(planned(trusted, signing));
  const back = stacksWith(
    "{ validity: 135 months, droppedGenerations: [{ generation: 2, droppedOn: 2026-03-04, reason: it never signed anything, owner: platform@example.com }] }",
  );
  expect(planned(trusted, back)).toMatchObject({
    "registry-images-eu-central-1": expect.arrayContaining([
      "+ removed.aws_signer_signing_profile.signing_generation-2_api",
      "- aws_signer_signing_profile.signing_generation-2_api",
    ]) as unknown,
  });
});

test("consumers are applied before the registry in every step, other pipelines too", () => {
  for (const step of Object.values(PROFILE)) {
    const file = join(folder, "organization.yaml");
    writeFileSync(file, SAMPLE.replace(API, `    api: ${step}\n`));
    const deployments = plan(loadOrganization(file));
    const registry = deployments.find(({ name }) => name === "registry-images-eu-central-1");
    const consumers = deployments.filter(({ layer }) => layer.kind === "workload").map(({ name }) => name);
    expect(consumers).toHaveLength(3);
    expect(registry?.after).toEqual(expect.arrayContaining(consumers));
  }
});
