import { loadOrganization } from "../../config";
import { synthesized, synthesizedExample } from "../../organizations/examples";
import { type Backend, type Deployment, plan } from "../../plan";
import { type SynthesizedStack } from "../support/synth";

const sample = plan(loadOrganization("organization.yaml"));
const [first] = sample;
if (!first) throw new Error("the sample has no stacks");

function terraformOf(change: Partial<Deployment>): Readonly<Record<string, unknown>> {
  const [stack] = synthesized([{ ...(first as Deployment), ...change }]);
  if (!stack) throw new Error("nothing was synthesized");
  return stack.terraform;
}

function backendOf(backend: Backend): unknown {
  return terraformOf({ backend })["terraform"];
}

test("the provider takes its own account only, through the deployment role", () => {
  expect(terraformOf({ externalId: "example", tags: { owner: "platform" } })["provider"]).toEqual({
    aws: [
      {
        allowed_account_ids: ["111111111111"],
        assume_role: [
          {
            external_id: "example",
            role_arn: "arn:aws:iam::111111111111:role/supply-chain-deployment",
            session_name: "supply-chain",
          },
        ],
        default_tags: [{ tags: { owner: "platform" } }],
        region: "eu-central-1",
      },
    ],
  });
});

test("without tags and external id there is none in the provider", () => {
  expect(terraformOf({ tags: {} })["provider"]).toEqual({
    aws: [
      {
        allowed_account_ids: ["111111111111"],
        assume_role: [
          {
            role_arn: "arn:aws:iam::111111111111:role/supply-chain-deployment",
            session_name: "supply-chain",
          },
        ],
        region: "eu-central-1",
      },
    ],
  });
});

const VERSIONS = {
  required_providers: { aws: { source: "aws", version: "~> 6.25" } },
  required_version: ">= 1.10",
};

test("local state lies where the file says, from the folder of the synth", () => {
  expect(backendOf({ type: "local", path: "state/registry.tfstate" })).toEqual({
    ...VERSIONS,
    backend: { local: { path: "../../../state/registry.tfstate" } },
  });
});

test("S3 state is locked by a lock file, and encrypted by the bucket or the key", () => {
  const backend: Backend = { type: "s3", bucket: "state", region: "eu-central-1", key: "a/b.tfstate" };
  const s3 = {
    bucket: "state",
    key: "a/b.tfstate",
    region: "eu-central-1",
    use_lockfile: true,
  };
  expect(backendOf(backend)).toEqual({ ...VERSIONS, backend: { s3 } });
  const kmsKey = "arn:aws:kms:eu-central-1:333333333333:key/11111111-2222-3333-4444-555555555555";
  expect(backendOf({ ...backend, kmsKey })).toEqual({
    ...VERSIONS,
    backend: { s3: { ...s3, encrypt: true, kms_key_id: kmsKey } },
  });
});

test("S3 state is reached with a role", () => {
  const roleArn = "arn:aws:iam::777777777777:role/terraform/state";
  const backend: Backend = { type: "s3", bucket: "state", region: "eu-central-1", key: "a.tfstate", roleArn };
  expect(backendOf(backend)).toMatchObject({
    backend: { s3: { assume_role: { role_arn: roleArn, session_name: "supply-chain" } } },
  });
});

test("an HCP Terraform workspace is named by the plan", () => {
  expect(
    backendOf({
      type: "hcp-terraform",
      hostname: "app.terraform.io",
      organization: "example",
      project: "Supply chain",
      workspace: "supply-chain-registry",
    }),
  ).toEqual({
    ...VERSIONS,
    cloud: {
      hostname: "app.terraform.io",
      organization: "example",
      workspaces: { name: "supply-chain-registry", project: "Supply chain" },
    },
  });
});

test("versions come from the file", () => {
  const { terraform } = terraformOf({ versions: { terraform: ">= 1.11", awsProvider: "= 6.25.0" } }) as {
    terraform: object;
  };
  expect(terraform).toMatchObject({
    required_version: ">= 1.11",
    required_providers: { aws: { version: "= 6.25.0" } },
  });
});

test("the tags of the file reach every repository, by the provider; only those of one repository stand beside it", () => {
  const stack = synthesizedExample("complete").find(({ deployment }) => deployment.layer.kind === "registry");
  const { provider, resource } = stack?.terraform as SynthesizedStack & { readonly provider: unknown };
  expect(provider).toMatchObject({
    aws: [{ default_tags: [{ tags: { owner: "platform", "data-classification": "internal" } }] }],
  });
  const repositories = Object.values(resource?.["aws_ecr_repository"] ?? {});
  expect(repositories).toHaveLength(4);
  expect(repositories.filter((repository) => "provider" in repository)).toEqual([]);
  expect(repositories.flatMap(({ name, tags }) => (tags === undefined ? [] : [{ name, tags }]))).toEqual([
    { name: "shop/web", tags: { "cost-center": "shop", owner: "web" } },
  ]);
});
