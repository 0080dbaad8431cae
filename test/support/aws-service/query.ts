import { type NormalizedSchema } from "@smithy/core/schema";
import { type HttpRequest, type HttpResponse } from "./http";
import { type Operation, type ServiceModel } from "./model";
import { type Conversion, convertStructure, membersOf } from "./shape";

type Fields = Record<string, unknown>;

/** Parameters that say what is called, and nothing else. */
const ENVELOPE = new Set(["Action", "Version"]);

/** Which operation the form in a request asks for. */
export function queryOperation({ operations }: ServiceModel, { body }: HttpRequest): Operation | undefined {
  return operations.get(new URLSearchParams(body.toString("utf8")).get("Action") ?? "");
}

/** What an operation is called with. @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function readQuery(operation: Operation, { body }: HttpRequest, conversion: Conversion): Fields {
  const parameters = new URLSearchParams(body.toString("utf8"));
  const fields = structure(operation.input, "", parameters);
  const members = new Set(membersOf(operation.input).map(({ name }) => name));
  for (const [name, value] of parameters) {
    const [top = ""] = name.split(".");
    if (!ENVELOPE.has(name) && !members.has(top)) fields[top] = value;
  }
  return convertStructure(operation.input, fields, operation.name, conversion);
}

function structure(schema: NormalizedSchema, prefix: string, parameters: URLSearchParams): Fields {
  return Object.fromEntries(
    membersOf(schema).map(({ name, member }) => [name, value(member, `${prefix}${name}`, parameters)]),
  );
}

function value(schema: NormalizedSchema, name: string, parameters: URLSearchParams): unknown {
  const isThere = [...parameters.keys()].some((key) => key === name || key.startsWith(`${name}.`));
  if (!isThere) return undefined;
  if (schema.isStructSchema()) return structure(schema, `${name}.`, parameters);
  if (schema.isListSchema()) {
    const items: unknown[] = [];
    for (;;) {
      const item = value(schema.getValueSchema(), `${name}.member.${String(items.length + 1)}`, parameters);
      if (item === undefined) return items;
      items.push(item);
    }
  }
  const text = parameters.get(name) ?? "";
  if (schema.isNumericSchema()) return Number(text);
  return schema.isBooleanSchema() ? text === "true" : text;
}

/** What an operation answers, as XML. */
export function writeQuery(operation: Operation, output: Fields, conversion: Conversion): HttpResponse {
  const { name } = operation;
  const fields = convertStructure(operation.output, output, name, conversion);
  const result = xml(operation.output, fields);
  return answer(200, `<${name}Response><${name}Result>${result}</${name}Result></${name}Response>`);
}

/** An error of the service, as XML. */
export function writeQueryFault(
  code: string,
  schema: NormalizedSchema | undefined,
  members: Fields,
): HttpResponse {
  const { httpError, awsQueryError } = schema?.getMergedTraits() ?? {};
  const [wire = code] = Array.isArray(awsQueryError) ? awsQueryError : [code];
  const text = escaped(String(members["message"] ?? members["Message"]));
  return answer(
    typeof httpError === "number" ? httpError : code.startsWith("AccessDenied") ? 403 : 400,
    `<ErrorResponse><Error><Type>Sender</Type><Code>${wire}</Code><Message>${text}</Message></Error></ErrorResponse>`,
  );
}

function answer(status: number, body: string): HttpResponse {
  return { status, headers: { "content-type": "text/xml" }, body };
}

function xml(schema: NormalizedSchema, fields: Readonly<Fields>): string {
  return membersOf(schema)
    .filter(({ name }) => fields[name] !== undefined)
    .map(({ name, member }) => `<${name}>${content(member, fields[name])}</${name}>`)
    .join("");
}

function content(schema: NormalizedSchema, item: unknown): string {
  if (schema.isStructSchema()) return xml(schema, item as Fields);
  if (schema.isListSchema()) {
    return (item as unknown[])
      .map((one) => `<member>${content(schema.getValueSchema(), one)}</member>`)
      .join("");
  }
  if (schema.isTimestampSchema()) return new Date(Number(item) * 1_000).toISOString();
  return escaped(String(item));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
