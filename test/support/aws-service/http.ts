import { type NormalizedSchema } from "@smithy/core/schema";
import { type ServiceModel, type Operation } from "./model";
import { queryOperation, readQuery, writeQuery, writeQueryFault } from "./query";
import { type Conversion, convertStructure, membersOf } from "./shape";

/** A request as it came. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** A response as it goes. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

type Fields = Record<string, unknown>;

const CONTENT_TYPES = {
  restJson1: "application/json",
  awsJson1_0: "application/x-amz-json-1.0",
  awsJson1_1: "application/x-amz-json-1.1",
} as const;

/** Which operation a request asks for, with what its path says. */
export function operationOf(
  model: ServiceModel,
  request: HttpRequest,
): { readonly operation: Operation; readonly labels: Readonly<Record<string, string>> } | undefined {
  const { protocol, target, operations } = model;
  if (protocol === "awsQuery") {
    const operation = queryOperation(model, request);
    return operation && { operation, labels: {} };
  }
  if (protocol === "awsJson1_0" || protocol === "awsJson1_1") {
    const [prefix, name = ""] = String(request.headers["x-amz-target"]).split(".");
    const operation = prefix === target ? operations.get(name) : undefined;
    return operation && { operation, labels: {} };
  }
  const [path = ""] = request.target.split("?");
  for (const operation of operations.values()) {
    const labels = operation.http?.method === request.method ? labelsIn(operation.http.uri, path) : undefined;
    if (labels) return { operation, labels };
  }
  return undefined;
}

function labelsIn(uri: string, path: string): Record<string, string> | undefined {
  const [template = ""] = uri.split("?");
  const names: string[] = [];
  const pattern = template
    .replace(/[.*+?^$()|[\]\\]/g, "\\$&")
    .replace(/\{(\w+)(\\\+)?\}/g, (_, name: string, greedy) => {
      names.push(name);
      return greedy === undefined ? "([^/]+)" : "(.+)";
    });
  const match = new RegExp(`^${pattern}$`).exec(path);
  return match
    ? Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? "")]))
    : undefined;
}

/** What an operation is called with: path, query, headers and body put together. */
export function readInput(
  operation: Operation,
  labels: Readonly<Record<string, string>>,
  request: HttpRequest,
  conversion: Conversion,
): Fields {
  if (conversion.model.protocol === "awsQuery") return readQuery(operation, request, conversion);
  const query = new URLSearchParams(request.target.split("?")[1] ?? "");
  const input: Fields = {};
  const inBody: ReturnType<typeof membersOf> = [];
  let payload: NormalizedSchema | undefined;
  for (const entry of membersOf(operation.input)) {
    const { name, member } = entry;
    const { httpLabel, httpQuery, httpHeader, httpPayload } = member.getMergedTraits();
    const text =
      (httpLabel && labels[name]) ||
      (httpQuery && query.get(httpQuery)) ||
      (httpHeader && request.headers[httpHeader.toLowerCase()]);
    if (httpPayload) {
      payload = member;
      input[name] = member.isBlobSchema() ? new Uint8Array(request.body) : undefined;
    } else if (httpLabel ?? httpQuery ?? httpHeader) {
      if (typeof text === "string") input[name] = member.isNumericSchema() ? Number(text) : text;
      else if (entry.required) conversion.violations.push(`${operation.name}.${name} is missing`);
    } else {
      inBody.push(entry);
    }
  }
  if (payload?.isBlobSchema()) return input;
  const body = parse(request.body, operation.name, conversion);
  return { ...input, ...convertStructure(operation.input, body, operation.name, conversion, inBody) };
}

function parse(body: Buffer, path: string, { violations }: Conversion): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    violations.push(`${path} is not JSON`);
    return {};
  }
}

/** What an operation answers, spread over headers and body as the model says. */
export function writeOutput(
  operation: Operation,
  output: Readonly<Record<string, unknown>>,
  conversion: Conversion,
): HttpResponse {
  if (conversion.model.protocol === "awsQuery") return writeQuery(operation, output, conversion);
  return {
    status: operation.http?.status ?? 200,
    ...write(operation.name, operation.output, output, conversion),
  };
}

/** An error of the service. */
export function writeFault(
  code: string,
  schema: NormalizedSchema | undefined,
  members: Readonly<Record<string, unknown>>,
  conversion: Conversion,
): HttpResponse {
  if (conversion.model.protocol === "awsQuery") return writeQueryFault(code, schema, members);
  const { httpError } = schema?.getMergedTraits() ?? {};
  const written = schema
    ? write(code, schema, members, conversion)
    : { headers: { "content-type": "application/json" }, body: JSON.stringify(members) };
  const body = { ...(JSON.parse(String(written.body)) as object), __type: code };
  return {
    status: typeof httpError === "number" ? httpError : 400,
    headers: { ...written.headers, "x-amzn-errortype": code },
    body: JSON.stringify(body),
  };
}

function write(
  path: string,
  schema: NormalizedSchema,
  value: Readonly<Record<string, unknown>>,
  conversion: Conversion,
): Omit<HttpResponse, "status"> {
  const headers: Record<string, string> = {
    "content-type": CONTENT_TYPES[conversion.model.protocol as keyof typeof CONTENT_TYPES],
  };
  const rest: Fields = { ...value };
  const inBody: ReturnType<typeof membersOf> = [];
  for (const entry of membersOf(schema)) {
    const { httpHeader, httpPayload, httpResponseCode } = entry.member.getMergedTraits();
    if (httpPayload) return { headers, body: value[entry.name] as Uint8Array };
    if (httpHeader || httpResponseCode) {
      const found = value[entry.name];
      if (httpHeader && found !== undefined)
        headers[httpHeader.toLowerCase()] = String(found as string | number);
      Reflect.deleteProperty(rest, entry.name);
    } else {
      inBody.push(entry);
    }
  }
  return { headers, body: JSON.stringify(convertStructure(schema, rest, path, conversion, inBody)) };
}
