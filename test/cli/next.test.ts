import {
  forgottenSection,
  nextSection,
  type Summary,
  switchedSection,
  unknownTrustSection,
  renamedSection,
  unplannedSection,
  unprotectedSection,
} from "../../cli";

function summary(stacks: number): Summary {
  const row = {
    account: { key: "shop", id: "444444444444" },
    region: "eu-central-1",
    layer: "workload",
    resources: 1,
    after: [],
  };
  return {
    organization: "o-exampleorg1",
    accounts: [],
    regions: [],
    stacks: Array.from({ length: stacks }, (_, index) => ({ ...row, stack: `stack-${String(index)}` })),
    resources: {},
  };
}

const defaults = { organization: "organization.yaml", output: "cdktf.out", today: "2026-03-10" };

test("the default file is deployed as it is", () => {
  expect(nextSection({ file: "organization.yaml", output: "cdktf.out", summary: summary(2), defaults }))
    .toBe(`Next
  review   cdktf.out/stacks
  all      npx cdktf deploy '*'
  or one   terraform -chdir=cdktf.out/stacks/stack-0 init && terraform -chdir=cdktf.out/stacks/stack-0 plan`);
});

test("another file and folder are named to the deployment, as a shell takes them", () => {
  expect(nextSection({ file: "it's mine.yaml", output: "two words", summary: summary(1), defaults }))
    .toBe(`Next
  review   two words/stacks
  all      SUPPLY_CHAIN_ORGANIZATION='it'\\''s mine.yaml' npx cdktf deploy '*' --output 'two words'
  or one   terraform -chdir='two words/stacks/stack-0' init && terraform -chdir='two words/stacks/stack-0' plan`);
});

test("the default file is named where the environment names another", () => {
  const environment = { ...defaults, organization: "mine.yaml" };
  expect(
    nextSection({
      file: "organization.yaml",
      output: "cdktf.out",
      summary: summary(1),
      defaults: environment,
    }),
  ).toContain("  all      SUPPLY_CHAIN_ORGANIZATION=organization.yaml npx cdktf deploy '*'\n");
});

test("an order too long for the summary is a command away", () => {
  const { length } = nextSection({
    file: "organization.yaml",
    output: "cdktf.out",
    summary: summary(40),
    defaults,
  }).split("\n");
  expect(length).toBe(4);
  expect(
    nextSection({ file: "organization.yaml", output: "cdktf.out", summary: summary(41), defaults }),
  ).toContain("Next\n  order    npm run plan\n");
  expect(nextSection({ file: "mine.yaml", output: "cdktf.out", summary: summary(41), defaults })).toContain(
    "Next\n  order    npm run plan -- --organization mine.yaml\n",
  );
});

test("stacks that are not planned any more are left to the person, with what may be true of them", () => {
  expect(unplannedSection("out", [], [])).toEqual([]);
  expect(unplannedSection("out", ["pipeline-images", "workload-shop"], [])).toEqual([
    `Not planned any more, left as it is
  out/stacks/pipeline-images
  out/stacks/workload-shop
  never applied: remove the folder
  applied: what it made is still there. Run "terraform destroy" in the folder, then remove it. Where the
  stack has prevent_destroy, Terraform refuses: take it out of cdk.tf.json there first, or keep what it
  protects with "terraform state rm".`,
  ]);
});

test("stacks that have another name now are told apart, with what not to do", () => {
  const renamed = [{ from: "workload-shop", to: "workload-store" }];
  expect(renamedSection("out", [])).toEqual([]);
  expect(unplannedSection("out", ["workload-shop"], renamed)).toEqual([]);
  expect(renamedSection("out", renamed)).toEqual([
    `Planned under another name now, with the same things in the same account
  out/stacks/workload-shop is workload-store
  never applied: remove the folder
  applied: move its state to the new stack before any apply, and do not destroy it: it would take from the
  new one what services and people use. docs/deployment.md, Changing and removing, has the commands.`,
  ]);
});

test("many of them are cut", () => {
  const names = Array.from({ length: 13 }, (_, index) => `stack-${String(index)}`);
  const lines = unplannedSection("out", names, []).join("\n").split("\n");
  expect(lines.slice(10, 12)).toEqual(["  out/stacks/stack-9", "  and 3 more"]);
});

test("protected resources that are gone are told with how to keep them", () => {
  expect(unprotectedSection("out", [])).toEqual([]);
  expect(
    unprotectedSection("out", [{ stack: "registry-images", address: "aws_ecr_repository.api" }]),
  ).toEqual([
    [
      "No longer in the stacks, so the next apply destroys what was protected",
      "  out/stacks/registry-images aws_ecr_repository.api",
      '  to keep one, put it back into the file, or run "terraform state rm ADDRESS" in the folder before the apply',
    ].join("\n"),
  ]);
});

test("a signing profile that the next apply destroys is told to be lost for good", () => {
  const [text = ""] = unprotectedSection("out", [
    { stack: "registry-images", address: "aws_signer_signing_profile.api" },
  ]);
  expect(text.split("\n").slice(3)).toEqual([
    "  a signing profile is cancelled for good: its name never works again, and what comes after it needs",
    "  a `generation` that was never used",
  ]);
});

test("a generation that is dropped is told with when to apply that, and how to go back", () => {
  expect(forgottenSection("out", [])).toEqual([]);
  expect(
    forgottenSection("out", [{ stack: "registry-images", address: "aws_signer_signing_profile.api" }]),
  ).toEqual([
    [
      "No longer trusted: Terraform forgets the profile, and it stays in AWS",
      "  out/stacks/registry-images aws_signer_signing_profile.api",
      "  apply this only when no image in use carries only its signature: docs/signing-rotation.md",
      '  it can come back with "terraform import ADDRESS NAME" until somebody cancels it in AWS, which is for good',
    ].join("\n"),
  ]);
});

test("of many protected resources ten are told, and how many more", () => {
  const resources = Array.from({ length: 12 }, (_, index) => ({
    stack: "registry-images",
    address: `aws_kms_key.k${String(index)}`,
  }));
  const [text = ""] = unprotectedSection("out", resources);
  expect(text.split("\n").slice(10, 12)).toEqual([
    "  out/stacks/registry-images aws_kms_key.k9",
    "  and 2 more",
  ]);
});

test("a generation that signs from now on is told with what to look at before the apply", () => {
  expect(switchedSection([])).toEqual([]);
  expect(
    switchedSection([
      { profile: "api", generation: "2", repositories: ["shop/api"] },
      { profile: "web", generation: "1", repositories: ["shop/web", "shop/help", "shop/old"] },
    ]),
  ).toEqual([
    [
      "Signs from this synth on, which is step 2 of a rotation",
      "  generation 2 of api: shop/api",
      "  generation 1 of web: shop/web and 2 more",
      "  a synth does not know what was applied. Apply this only after every stack of the last synth, which trusts what",
      '  signs from now on: "terraform output trusted_signing_profiles" of every workload stack names its ARN, or else',
      "  what is pushed is refused there: docs/signing-rotation.md",
    ].join("\n"),
  ]);
});

test("of many that sign from now on ten are told, and how many more", () => {
  const switched = Array.from({ length: 12 }, (_, index) => ({
    profile: `p${String(index)}`,
    generation: "2",
    repositories: ["shop/api"],
  }));
  expect(switchedSection(switched)[0]?.split("\n").slice(10, 12)).toEqual([
    "  generation 2 of p9: shop/api",
    "  and 2 more",
  ]);
});

test("a registry without a past is told with where it may be found", () => {
  expect(unknownTrustSection("out", [])).toEqual([]);
  expect(unknownTrustSection("out", ["registry-images-eu-central-1"])).toEqual([
    [
      "Not compared: no earlier synth here says all that was trusted",
      "  out/stacks/registry-images-eu-central-1",
      "  the first synth: nothing to do",
      "  else trust may end here without evidence: put the cdk.tf.json that was applied last into that folder, from",
      "  version control or from where the pipeline keeps it, and synthesize again. In a pipeline, --strict refuses",
      "  to go on without it: docs/signing-rotation.md",
    ].join("\n"),
  ]);
});
