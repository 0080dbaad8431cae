import { type Organization } from "../../config";
import { loadOrganization, parseOrganization, starterFile } from "../../config";
import { backendOf } from "../../plan/backend";

const STARTER = starterFile();
const sample = loadOrganization("organization.yaml");
const withState = (state: Organization["state"]) =>
  backendOf({ ...sample, state }, "registry-images-eu-central-1");

test("local state is one file per stack", () => {
  expect(backendOf(sample, "registry-images-eu-central-1")).toEqual({
    type: "local",
    path: "state/o-exampleorg1/registry-images-eu-central-1.tfstate",
  });
});

test("S3 state is one object per stack, in the home region unless said otherwise", () => {
  expect(withState({ backend: "s3", bucket: "state", prefix: "supply-chain" })).toEqual({
    type: "s3",
    bucket: "state",
    region: "eu-central-1",
    key: "supply-chain/registry-images-eu-central-1.tfstate",
  });
  expect(withState({ backend: "s3", bucket: "state", prefix: "/a//b/", region: "eu-west-1" })).toMatchObject({
    region: "eu-west-1",
    key: "a/b/registry-images-eu-central-1.tfstate",
  });
});

test("S3 state names its key and its role only where the file does", () => {
  const kmsKey = "arn:aws:kms:eu-central-1:333333333333:key/11111111-2222-3333-4444-555555555555";
  const role = "arn:aws:iam::777777777777:role/terraform/state";
  const state = { backend: "s3", bucket: "state", prefix: "" } as const;
  expect(withState({ ...state, kmsKey, role })).toMatchObject({ kmsKey, roleArn: role });
  expect(Object.keys(withState(state))).toEqual(["type", "bucket", "region", "key"]);
});

test("an HCP Terraform workspace is named after the stack", () => {
  expect(
    withState({
      backend: "hcp-terraform",
      hostname: "app.terraform.io",
      organization: "example",
      project: "Supply chain",
      workspace: "aws-{stack}",
    }),
  ).toEqual({
    type: "hcp-terraform",
    hostname: "app.terraform.io",
    organization: "example",
    project: "Supply chain",
    workspace: "aws-registry-images-eu-central-1",
  });
});

test("the organization's id keeps the states of several organizations apart, wherever they are kept", () => {
  const { state } = parseOrganization(STARTER, "organization.yaml");
  expect(backendOf({ ...sample, state }, "s")).toMatchObject({ path: "state/o-exampleorg1/s.tfstate" });
  const [s3, hcp] = [
    "{ backend: s3, bucket: example-state }",
    "{ backend: hcp-terraform, organization: example }",
  ].map((written) => {
    const text = STARTER.replace(/^state:\n(?: .*\n)+/m, `state: ${written}\n`);
    return backendOf({ ...sample, state: parseOrganization(text, "organization.yaml").state }, "s");
  });
  expect(s3).toMatchObject({ key: "supply-chain/o-exampleorg1/s.tfstate" });
  expect(hcp).toMatchObject({ workspace: "supply-chain-o-exampleorg1-s" });
});
