import { readFileSync } from "node:fs";
import * as ts from "typescript";
import schema from "../../verification/decision-record.schema.json";

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
}

const ROOT = schema as unknown as Schema & { readonly definitions: Readonly<Record<string, Schema>> };
const FILE = "verification/record.ts";

const program = ts.createProgram([FILE], { strict: true, noEmit: true });
const checker = program.getTypeChecker();

function typeOf(name: string): ts.Type {
  const source = program.getSourceFile(FILE);
  const found = source?.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  );
  if (!found) throw new Error(`${FILE} has no ${name}`);
  return checker.getTypeAtLocation(found);
}

/** What the schema says of a value, in the words of {@link shapeOf}. */
function said(part: Schema): unknown {
  if (part.$ref !== undefined) return said(ROOT.definitions[part.$ref.split("/").at(-1) ?? ""] ?? {});
  if (part.enum) return { oneOf: [...part.enum].sort() };
  if (part.type === "array") return { list: said(part.items ?? {}) };
  if (part.type !== "object") return part.type;
  if (typeof part.additionalProperties === "object") return { map: said(part.additionalProperties) };
  expect(part.additionalProperties).toBe(false);
  return Object.fromEntries(
    Object.entries(part.properties ?? {})
      .map(([name, item]) => [`${name}${part.required?.includes(name) === true ? "" : "?"}`, said(item)])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
}

/** What the type says of a value. */
function shapeOf(type: ts.Type): unknown {
  const plain = checker.getNonNullableType(type);
  if (plain.flags & ts.TypeFlags.String) return "string";
  if (plain.flags & ts.TypeFlags.Boolean) return "boolean";
  if (plain.isStringLiteral() || plain.isNumberLiteral()) return { oneOf: [plain.value] };
  if (plain.isUnion()) return { oneOf: plain.types.map((each) => (each as ts.LiteralType).value).sort() };
  const item = checker.getIndexTypeOfType(plain, ts.IndexKind.Number);
  if (item) return { list: shapeOf(item) };
  const value = checker.getIndexTypeOfType(plain, ts.IndexKind.String);
  if (value) return { map: shapeOf(value) };
  return Object.fromEntries(
    plain
      .getProperties()
      .map((property) => {
        const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
        return [
          `${property.name}${isOptional ? "?" : ""}`,
          shapeOf(checker.getTypeOfSymbol(property)),
        ] as const;
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

test("the schema of a decision says what the type says", () => {
  expect(said(ROOT)).toEqual(shapeOf(typeOf("DecisionRecord")));
});

test("the comparison sees an optional member, a value of an enum and a member of a member", () => {
  const shape = shapeOf(typeOf("DecisionRecord")) as Record<string, unknown>;
  expect(shape["check?"]).toBe("string");
  expect(shape["mode"]).toEqual({ oneOf: ["alert", "block"] });
  expect(shape["image"]).toMatchObject({ reference: "string", "children?": { list: "string" } });
  expect(readFileSync(FILE, "utf8")).toContain("interface DecisionRecord");
});
