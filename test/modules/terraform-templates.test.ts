import { type TerraformStack, Token } from "cdktf";
import { LambdaFunction } from "../../modules/function";
import { Role } from "../../modules/iam";
import { CustomerManagedKey } from "../../modules/kms";
import { ImageRepository, type LifecycleRule, RepositoryCreationTemplate } from "../../modules/registry";
import { InspectorSuppression } from "../../modules/scanning";
import { stackRejectionOf } from "../support/rejection";
import { resourcesOf, synthStack } from "../support/synth";
import { PROPS as FUNCTION } from "./function/support";
import { REGISTRY } from "./registry/support";

const TEMPLATE = 'See ${file("/etc/hostname")}';
const HINT =
  'is "See ${file(\\"/etc/hostname\\")}", in which Terraform would evaluate what follows ${; allowed: text without ${ ' +
  "and %{; remove the sign before {, or put a space between the two [terraform-template]";

const RULES: readonly LifecycleRule[] = [
  { description: "Builds", tagStatus: "untagged", countType: "sinceImagePushed", countNumber: 5 },
  {
    description: TEMPLATE,
    tagStatus: "tagged",
    tagPrefixList: ["v"],
    countType: "imageCountMoreThan",
    countNumber: 5,
  },
];

describe("text that Terraform would evaluate is refused", () => {
  test.each<[string, (stack: TerraformStack) => unknown, string[]]>([
    [
      "as reason and owner of a suppression",
      (stack) =>
        new InspectorSuppression(stack, "x", {
          accountId: "222222222222",
          region: "eu-central-1",
          name: "xz-not-linked",
          vulnerabilities: ["CVE-2024-3094"],
          reason: TEMPLATE,
          owner: TEMPLATE,
          expires: "2026-03-31",
          today: "2026-03-10",
        }),
      [`test/x: reason ${HINT}`, `test/x: owner ${HINT}`],
    ],
    [
      "as description of a repository's lifecycle rule",
      (stack) => new ImageRepository(stack, "x", { ...REGISTRY, name: "shop/api", lifecycle: RULES }),
      [`test/x: the description of lifecycle rule 2 ${HINT}`],
    ],
    [
      "as description of a template's lifecycle rule",
      (stack) =>
        new RepositoryCreationTemplate(stack, "x", {
          ...REGISTRY,
          prefix: "sandbox",
          appliedFor: ["REPLICATION"],
          lifecycle: RULES,
        }),
      [`test/x: the description of lifecycle rule 2 ${HINT}`],
    ],
    [
      "as name and description of a role",
      (stack) => new Role(stack, "x", { name: TEMPLATE, description: TEMPLATE, trust: [] }),
      [`test/x: name ${HINT}`, `test/x: description ${HINT}`],
    ],
    [
      "as description of a key",
      (stack) =>
        new CustomerManagedKey(stack, "x", {
          accountId: "333333333333",
          partition: "aws",
          alias: "alias/supply-chain/shop",
          description: TEMPLATE,
        }),
      [`test/x: description ${HINT}`],
    ],
    [
      "as description of a function",
      (stack) => new LambdaFunction(stack, "x", { ...FUNCTION, description: TEMPLATE }),
      [`test/x: description ${HINT}`],
    ],
    [
      "as description of an event",
      (stack) => new LambdaFunction(stack, "x", FUNCTION).onEvent("pushed", TEMPLATE, {}),
      [`test/x/pushed: description ${HINT}`],
    ],
    [
      "as description of a schedule",
      (stack) => new LambdaFunction(stack, "x", FUNCTION).onSchedule("hourly", TEMPLATE, "rate(1 hour)"),
      [`test/x/hourly: description ${HINT}`],
    ],
  ])("%s", (_name, build, problems) => {
    expect(
      stackRejectionOf((stack) => {
        build(stack);
      }),
    ).toEqual(problems);
  });
});

test("a reference that CDKTF writes itself is none", () => {
  const stack = synthStack((scope) => {
    const { resource } = new Role(scope, "first", { name: "first", description: "tests", trust: [] });
    new Role(scope, "second", { name: Token.asString(resource.name), description: "tests", trust: [] });
  });
  expect(resourcesOf(stack, "aws_iam_role")[1]?.["name"]).toMatch(/^\$\{aws_iam_role\.first_/);
});
