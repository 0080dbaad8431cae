import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as ts from "typescript";
import { type ClientModule } from "./model";

/** Values that a member of a structure takes, by `Structure.member`. */
export type EnumValues = ReadonlyMap<string, readonly string[]>;

/**
 * The values of every member whose type is one of the client's enums. The schemas of the SDK do not have them, its
 * types do.
 */
export function enumValuesOf(service: string, client: ClientModule): EnumValues {
  const models = join(
    dirname(require.resolve(`@aws-sdk/client-${service}/package.json`)),
    "dist-types",
    "models",
  );
  const found = new Map<string, readonly string[]>();
  for (const file of readdirSync(models).filter((name) => /^models_\d+\.d\.ts$/.test(name))) {
    const source = ts.createSourceFile(
      file,
      readFileSync(join(models, file), "utf8"),
      ts.ScriptTarget.ES2022,
    );
    for (const structure of source.statements.filter(ts.isInterfaceDeclaration)) {
      for (const member of structure.members.filter(ts.isPropertySignature)) {
        const values = namesIn(member.type)
          .map((name) => valuesOf(client[name]))
          .find((list) => list !== undefined);
        if (values && ts.isIdentifier(member.name))
          found.set(`${structure.name.text}.${member.name.text}`, values);
      }
    }
  }
  return found;
}

/** Names of the types that a type is made of. */
function namesIn(type: ts.TypeNode | undefined): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) names.push(node.typeName.text);
    ts.forEachChild(node, visit);
  };
  if (type) visit(type);
  return names;
}

/** An enum of the SDK is an object whose values are all texts. */
function valuesOf(value: unknown): readonly string[] | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const values: unknown[] = Object.values(value);
  return values.length > 0 && values.every((item) => typeof item === "string") ? values : undefined;
}
