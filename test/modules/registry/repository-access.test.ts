import { ImageRepository, type ImageRepositoryProps } from "../../../modules/registry";
import {
  type Actor,
  administrator,
  ANONYMOUS,
  evaluate,
  repositoryPolicies,
  service,
  serviceLinkedRole,
} from "../../support/iam";
import { synthStack } from "../../support/synth";
import { BUILD_ROLE, FOREIGN_ROLE, ORGANIZATION, REGISTRY } from "./support";

const REPOSITORY = "arn:aws:ecr:eu-central-1:333333333333:repository/shop/api";
const WRITE = [
  "ecr:InitiateLayerUpload",
  "ecr:UploadLayerPart",
  "ecr:CompleteLayerUpload",
  "ecr:PutImage",
  "ecr:ReplicateImage",
  "ecr:BatchImportUpstreamImage",
];
const PULL = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

/** Which of the actions the repository alone lets somebody do whose identity may do anything. */
function allowed(props: Partial<ImageRepositoryProps>, actor: Actor, actions: readonly string[]) {
  const stack = synthStack((scope) => {
    new ImageRepository(scope, "repository", { ...REGISTRY, name: "shop/api", ...props });
  });
  const policies = { identity: actor.identity, resource: repositoryPolicies(stack, "shop/api") };
  return actions.filter(
    (action) => evaluate({ caller: actor.caller, action, resource: REPOSITORY }, policies).allowed,
  );
}

const role = (accountId: string, organizationId?: string) =>
  administrator(`arn:aws:iam::${accountId}:role/task`, organizationId);
const admin = role("333333333333", ORGANIZATION);

describe("push to a repository", () => {
  const props = { pushers: [BUILD_ROLE, FOREIGN_ROLE] };
  const upload = WRITE.slice(0, 4);

  test.each([BUILD_ROLE, FOREIGN_ROLE])("%s, which it names", (arn) => {
    expect(allowed(props, administrator(arn, ORGANIZATION), upload)).toEqual(upload);
  });

  test.each<[string, Actor]>([
    ["an administrator of its account", admin],
    ["another role of the foreign pusher's account", role("555555555555", ORGANIZATION)],
    ["replication", serviceLinkedRole("replication", "333333333333", ORGANIZATION)],
    ["a pull-through cache", serviceLinkedRole("pull-through cache", "333333333333", ORGANIZATION)],
    ["somebody without credentials", ANONYMOUS],
  ])("not %s", (_, actor) => {
    expect(allowed(props, actor, WRITE)).toEqual([]);
  });
});

test("nobody but replication writes where nobody is named", () => {
  const replication = serviceLinkedRole("replication", "333333333333", ORGANIZATION);
  const strangers = [admin, administrator(BUILD_ROLE, ORGANIZATION), ANONYMOUS];
  for (const actor of strangers) expect(allowed({}, actor, WRITE)).toEqual([]);
  expect(allowed({}, replication, WRITE)).toEqual(["ecr:ReplicateImage"]);
});

describe("pull from a repository", () => {
  test.each<[string, Partial<ImageRepositoryProps>, Actor, boolean]>([
    ["its account, when nobody is named", {}, admin, true],
    ["another account, when nobody is named", {}, role("444444444444", ORGANIZATION), false],
    ["a named account", { pull: ["444444444444"] }, role("444444444444", ORGANIZATION), true],
    ["an account that is not named", { pull: ["444444444444"] }, role("555555555555", ORGANIZATION), false],
    [
      "an account of the organization",
      { pull: "organization", organizationId: ORGANIZATION },
      role("555555555555", ORGANIZATION),
      true,
    ],
    [
      "an account of another organization",
      { pull: "organization", organizationId: ORGANIZATION },
      role("555555555555", "o-exampleorg2"),
      false,
    ],
    [
      "an account of no organization",
      { pull: "organization", organizationId: ORGANIZATION },
      role("555555555555"),
      false,
    ],
    [
      "somebody without credentials",
      { pull: "organization", organizationId: ORGANIZATION },
      ANONYMOUS,
      false,
    ],
  ])("%s", (_, props, actor, pulls) => {
    expect(allowed(props, actor, PULL)).toEqual(pulls ? PULL : []);
  });
});

describe("Lambda", () => {
  const props = { lambdaPullAccounts: ["444444444444"] };
  const lambda = (accountId: string, region = "eu-central-1") =>
    service("lambda.amazonaws.com", `arn:aws:lambda:${region}:${accountId}:function:f`);

  test.each<[string, Actor, boolean]>([
    ["for a function of a named account", lambda("444444444444"), true],
    ["for a function of another account", lambda("555555555555"), false],
    ["for a function of another region", lambda("444444444444", "eu-west-1"), false],
    [
      "another service",
      service("ecs.amazonaws.com", "arn:aws:lambda:eu-central-1:444444444444:function:f"),
      false,
    ],
    ["whoever makes the function", role("444444444444", ORGANIZATION), true],
    ["somebody of an account without functions", role("555555555555", ORGANIZATION), false],
  ])("%s", (_, actor, pulls) => {
    expect(allowed(props, actor, PULL)).toEqual(pulls ? PULL : []);
    expect(allowed(props, actor, ["ecr:PutImage"])).toEqual([]);
  });
});
