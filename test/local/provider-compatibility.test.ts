import { existsSync, readFileSync } from "node:fs";
import * as ts from "typescript";
import { formatUses, INCOMPATIBILITIES } from "../../local/provider-compatibility";

/** Body of the test of a title in a file; none where there is no such test. */
function bodyOf(file: string, title: string): string | undefined {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
  let found: string | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === "test") {
      const [name, body] = node.arguments;
      if (name && ts.isStringLiteral(name) && name.text === title) found = body?.getText();
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test.each(
  INCOMPATIBILITIES.map((row) => [[row.type, row.argument, row.value].join(" ").trimEnd(), row] as const),
)(
  "%s is covered by a test that there is and that is about it",
  (_, { argument, coveredBy: { file, title }, type, value }) => {
    expect(existsSync(file)).toBe(true);
    const body = bodyOf(file, title);
    expect(body).toContain("expect(");
    expect(body).toContain(value ?? argument ?? type);
  },
);

test("the rows are printed with how often each was used, why, and what covers it", () => {
  const [first, second, third] = INCOMPATIBILITIES;
  if (!first || !second || !third) throw new Error("there are fewer than three rows");
  expect(
    formatUses([
      new Map([[first, 2]]),
      new Map([
        [first, 1],
        [third, 4],
      ]),
    ]),
  ).toEqual([
    '3 x aws_ecr_repository image_tag_mutability_exclusion_filter: left out (exclusions from immutable tags came with 6.8; covered by test/modules/registry/image-repository.test.ts "exempts the named tags from immutability")',
    '0 x aws_ecr_repository image_tag_mutability IMMUTABLE_WITH_EXCLUSION: replaced by IMMUTABLE (exclusions from immutable tags came with 6.8; covered by test/modules/registry/image-repository.test.ts "exempts the named tags from immutability")',
    '4 x aws_ecr_repository_creation_template image_tag_mutability_exclusion_filter: left out (exclusions from immutable tags came to templates after 5.x ended; covered by test/modules/registry/repository-creation-template.test.ts "exempts the named tags from immutability")',
    '0 x aws_ecr_repository_creation_template image_tag_mutability IMMUTABLE_WITH_EXCLUSION: replaced by IMMUTABLE (exclusions from immutable tags came to templates after 5.x ended; covered by test/modules/registry/repository-creation-template.test.ts "exempts the named tags from immutability")',
    '0 x aws_ecr_repository_creation_template applied_for CREATE_ON_PUSH: replaced by REPLICATION (creating repositories on push came with 6.28; covered by test/modules/registry/repository-creation-template.test.ts "is immutable, encrypted and without a role by default")',
    '0 x aws_lambda_function runtime nodejs24.x: replaced by nodejs22.x (Node.js 24 came to Lambda after 5.x ended; covered by test/modules/function/lambda-function.test.ts "runs on a current Node.js on arm64, with little time and memory")',
    `0 x aws_ecs_service deployment_configuration: left out (blue/green deployments and their hooks came with 6.4; covered by test/modules/runtime/example-service.test.ts "the example's deployments are of a kind in which ECS calls the hook, and ask the published version")`,
    '0 x aws_ecr_account_setting name BLOB_MOUNTING: replaced by REGISTRY_POLICY_SCOPE (blob mounting came with 6.29; covered by test/modules/registry/image-registry.test.ts "sets blob mounting where that is said")',
    '0 x aws_ecr_account_setting value DISABLED: replaced by V2 (blob mounting came with 6.29; covered by test/modules/registry/image-registry.test.ts "sets blob mounting where that is said")',
  ]);
});
