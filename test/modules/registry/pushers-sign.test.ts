import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { ExistingRole, Role, trustService } from "../../../modules/iam";
import { ImageRepository } from "../../../modules/registry";
import { SigningProfile } from "../../../modules/signing";
import { WARNS_ITSELF } from "../../../modules/warning";
import { resourcesOf, type SynthesizedStack } from "../../support/synth";
import { REGISTRY } from "./support";

const NAME = "release_0123abcd";
const PROFILE = SigningProfile.arn({ ...REGISTRY, name: NAME });
const PUSHER = "arn:aws:iam::444444444444:role/supply-chain/push/x";
const OWN = "arn:aws:iam::333333333333:role/supply-chain/push/x";

/** An app with validations on, and the stacks that are made in it. */
function appOf(context: Record<string, unknown> = {}) {
  const app = new App({ stackTraces: false, context });
  return (id: string) => {
    const stack = new TerraformStack(app, id);
    new AwsProvider(stack, "aws", { region: REGISTRY.region });
    return stack;
  };
}

const profileIn = (stack: TerraformStack) =>
  new SigningProfile(stack, "release", { ...REGISTRY, name: NAME });
const repositoryIn = (stack: TerraformStack, props = {}) =>
  new ImageRepository(stack, "api", {
    ...REGISTRY,
    name: "shop/api",
    signingProfileArns: [PROFILE],
    ...props,
  });

function permissionsOf(stack: TerraformStack): unknown[] {
  const synthesized = JSON.parse(Testing.synth(stack, true)) as SynthesizedStack;
  return resourcesOf(synthesized, "aws_signer_signing_profile_permission").map(
    ({ action, principal }) => `${String(principal)}: ${String(action)}`,
  );
}

function warningsOf(stack: TerraformStack): string[] {
  Testing.synth(stack, true);
  return stack.node
    .findAll()
    .flatMap(({ node }) => node.metadata.filter(({ type }) => type === "@cdktf/warn"))
    .map(({ data }) => String(data));
}

const SIGNS = [`${PUSHER}: signer:SignPayload`];
const warningOf = (name: string, profile = PROFILE) =>
  `${name} may push, and nothing here lets it sign with ${profile}, which is of another account, or may be: without a permission of the profile a push succeeds and the image stays unsigned; name the role in the signers of the SigningProfile where that is made [pusher-may-not-sign]`;

test("a role of another account that is granted a push may sign with the profile", () => {
  const stack = appOf()("images");
  profileIn(stack);
  repositoryIn(stack).grantPush(PUSHER);
  expect(permissionsOf(stack)).toEqual(SIGNS);
  expect(warningsOf(stack)).toEqual([]);
});

test("so may one that the properties name", () => {
  const stack = appOf()("images");
  profileIn(stack);
  repositoryIn(stack, { pushers: [PUSHER] });
  expect(permissionsOf(stack)).toEqual(SIGNS);
});

test("the profile may be made after the grant, and in another stack of the app", () => {
  const stackOf = appOf();
  const images = stackOf("images");
  repositoryIn(images).grantPush(PUSHER);
  const signing = stackOf("signing");
  profileIn(signing);
  expect(permissionsOf(signing)).toEqual(SIGNS);
  expect(permissionsOf(images)).toEqual([]);
  expect(warningsOf(images)).toEqual([]);
});

test("a role has one permission, however often it is named", () => {
  const stack = appOf()("images");
  new SigningProfile(stack, "release", { ...REGISTRY, name: NAME, signers: [PUSHER] });
  const api = repositoryIn(stack, { pushers: [PUSHER] });
  api.grantPush(PUSHER);
  expect(permissionsOf(stack)).toEqual(SIGNS);
});

test("a role of the profile's account needs no permission of the profile", () => {
  const stack = appOf()("images");
  profileIn(stack);
  repositoryIn(stack, { pushers: [OWN] });
  expect(permissionsOf(stack)).toEqual([]);
});

test("a role that pushes to a repository without signatures gets none", () => {
  const stack = appOf()("images");
  profileIn(stack);
  repositoryIn(stack, { signingProfileArns: [], pushers: [PUSHER] });
  expect(permissionsOf(stack)).toEqual([]);
});

test("synth warns, once, of a pusher whose profile the app does not make", () => {
  const stack = appOf()("images");
  const api = repositoryIn(stack, { pushers: [PUSHER, OWN] });
  api.grantPush(PUSHER);
  expect(warningsOf(stack)).toEqual([warningOf(PUSHER)]);
});

describe("a role that exists without the app, granted a push by the repository's attributes,", () => {
  const attributes = { ...REGISTRY, name: "shop/api", signingProfileArns: [PROFILE] };
  const grantTo = (stack: TerraformStack, arn: string) => {
    const role = new ExistingRole(stack, "build", { arn, policyName: "push" });
    ImageRepository.fromAttributes(stack, "api", attributes).grantPush(role);
  };

  test("may sign with the profile of the app, though the repository is of no stack of it", () => {
    const stackOf = appOf();
    const build = stackOf("build");
    grantTo(build, PUSHER);
    const signing = stackOf("signing");
    profileIn(signing);
    expect(permissionsOf(signing)).toEqual(SIGNS);
    expect(warningsOf(build)).toEqual([]);
  });

  test("is warned of where the app makes no such profile", () => {
    const stack = appOf()("build");
    grantTo(stack, PUSHER);
    expect(warningsOf(stack)).toEqual([warningOf(PUSHER)]);
  });

  test("needs nothing of the profile where it is of its account", () => {
    const stack = appOf()("build");
    grantTo(stack, OWN);
    expect(warningsOf(stack)).toEqual([]);
  });
});

test("synth warns of it once, however many repositories it pushes to", () => {
  const stack = appOf()("images");
  repositoryIn(stack, { pushers: [PUSHER] });
  new ImageRepository(stack, "web", {
    ...REGISTRY,
    name: "shop/web",
    signingProfileArns: [PROFILE],
    pushers: [PUSHER],
  });
  expect(warningsOf(stack)).toEqual([warningOf(PUSHER)]);
});

test("synth warns of a role of the stack where the profile is of another account", () => {
  const stack = appOf()("images");
  const role = new Role(stack, "build", {
    name: "build",
    description: "Builds.",
    trust: [trustService("codebuild.amazonaws.com", "444444444444")],
  });
  repositoryIn(stack, { accountId: "444444444444" }).grantPush(role);
  expect(warningsOf(stack)).toEqual([warningOf("images/build")]);
});

test("a role of the stack, whose ARN is no text, is permitted by no profile", () => {
  const stackOf = appOf();
  const signing = stackOf("signing");
  profileIn(signing);
  const stack = stackOf("images");
  const role = new Role(stack, "build", {
    name: "build",
    description: "Builds.",
    trust: [trustService("codebuild.amazonaws.com", "444444444444")],
  });
  repositoryIn(stack, { accountId: "444444444444" }).grantPush(role);
  expect(permissionsOf(signing)).toEqual([]);
  expect(warningsOf(stack)).toEqual([warningOf("images/build")]);
});

describe("synth warns of what only Terraform knows:", () => {
  const ROLE = "a role that only Terraform knows";

  test("the role that pushes", () => {
    const stack = appOf()("images");
    profileIn(stack);
    repositoryIn(stack).grantPush(new TerraformVariable(stack, "ci", {}).stringValue);
    expect(warningsOf(stack)).toEqual([warningOf(ROLE)]);
    expect(permissionsOf(stack)).toEqual([]);
  });

  test("the profile, where the role is of another account than the repository", () => {
    const stack = appOf()("images");
    const profile = profileIn(stack);
    repositoryIn(stack, { signingProfileArns: [profile.resource.arn], pushers: [PUSHER, OWN] });
    expect(warningsOf(stack)).toEqual([warningOf(PUSHER, "a profile that only Terraform knows")]);
  });

  test("the account of both, where the role is not of the stack", () => {
    const stack = appOf()("images");
    const accountId = new TerraformVariable(stack, "account", {}).stringValue;
    const at = { ...REGISTRY, accountId };
    const { profileArn } = new SigningProfile(stack, "release", { ...at, name: NAME });
    const role = new Role(stack, "build", {
      name: "build",
      description: "Builds.",
      trust: [trustService("codebuild.amazonaws.com", accountId)],
    });
    const api = repositoryIn(stack, { accountId, signingProfileArns: [profileArn] });
    api.grantPush(role);
    expect(warningsOf(stack)).toEqual([]);
    api.grantPush(PUSHER);
    expect(warningsOf(stack)).toEqual([warningOf(PUSHER, "a profile that only Terraform knows")]);
  });
});

test("synth warns of nothing where the profile is of the account of who pushes", () => {
  const stack = appOf()("images");
  const role = new Role(stack, "build", {
    name: "build",
    description: "Builds.",
    trust: [trustService("codebuild.amazonaws.com", "333333333333")],
  });
  repositoryIn(stack).grantPush(role);
  expect(warningsOf(stack)).toEqual([]);
});

test("an app that tells its own summary is not warned", () => {
  const stack = appOf({ [WARNS_ITSELF]: true })("images");
  repositoryIn(stack, { pushers: [PUSHER] });
  expect(warningsOf(stack)).toEqual([]);
});
