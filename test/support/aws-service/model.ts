import { NormalizedSchema } from "@smithy/core/schema";
import { type StaticErrorSchema, type StaticOperationSchema, type StaticSchema } from "@smithy/types";
import { type EnumValues, enumValuesOf } from "./enums";

/** The module of an AWS SDK client, which brings the model of its service along. */
export type ClientModule = Readonly<Record<string, unknown>>;

/** The protocols that the double speaks. */
export type Protocol = "restJson1" | "awsJson1_0" | "awsJson1_1" | "awsQuery";

/** How an operation of restJson1 looks in HTTP. */
export interface HttpBinding {
  readonly method: string;
  readonly uri: string;
  readonly status: number;
}

export interface Operation {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** @default - the protocol has one address for all operations */
  readonly http?: HttpBinding;
}

/** What the SDK knows of a service: its operations, shapes, values and errors. */
export interface ServiceModel {
  readonly protocol: Protocol;
  /** What `X-Amz-Target` begins with. @default - the protocol does not use it */
  readonly target?: string;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly errors: ReadonlyMap<string, NormalizedSchema>;
  readonly enums: EnumValues;
}

interface ConfiguredClient {
  readonly config: {
    readonly protocol: { getShapeId(): string; readonly serviceTarget?: string };
  };
}

const OPERATION = 9;
const ERROR = -3;

/**
 * Reads the model out of an SDK client.
 *
 * @param service what the package is called after `@aws-sdk/client-`
 */
export function serviceModel(service: string, client: ClientModule): ServiceModel {
  const schemas = Object.values(client).filter(isStaticSchema);
  const { protocol } = configured(client).config;
  const id = protocol.getShapeId().replace("aws.protocols#", "");
  if (!isProtocol(id)) throw new Error(`${service} speaks ${id}, which the double does not`);
  return {
    protocol: id,
    ...(protocol.serviceTarget === undefined ? {} : { target: protocol.serviceTarget }),
    operations: new Map(
      schemas
        .filter((schema): schema is StaticOperationSchema => schema[0] === OPERATION)
        .map((schema) => [schema[2], operationOf(schema)]),
    ),
    errors: new Map(
      schemas
        .filter((schema): schema is StaticErrorSchema => schema[0] === ERROR)
        .map((schema) => [schema[2], NormalizedSchema.of(schema)]),
    ),
    enums: enumValuesOf(service, client),
  };
}

const PROTOCOLS: readonly string[] = [
  "restJson1",
  "awsJson1_0",
  "awsJson1_1",
  "awsQuery",
] satisfies Protocol[];

function isProtocol(id: string): id is Protocol {
  return PROTOCOLS.includes(id);
}

function operationOf([, , name, traits, input, output]: StaticOperationSchema): Operation {
  const http = typeof traits === "object" ? traits.http : undefined;
  return {
    name,
    input: NormalizedSchema.of(input),
    output: NormalizedSchema.of(output),
    ...(http ? { http: { method: http[0], uri: http[1], status: http[2] } } : {}),
  };
}

function isStaticSchema(value: unknown): value is StaticSchema {
  return Array.isArray(value) && typeof value[0] === "number" && typeof value[2] === "string";
}

/** A client that is never used: it resolves which protocol its service speaks. */
function configured(client: ClientModule): ConfiguredClient {
  const [Client] = Object.entries(client)
    .filter(([name]) => /^[A-Z]\w*Client$/.test(name))
    .map(([, value]) => value as new (config: object) => ConfiguredClient);
  if (!Client) throw new Error("the module has no client");
  return new Client({
    region: "eu-central-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
}
