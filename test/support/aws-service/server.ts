import { type NormalizedSchema } from "@smithy/core/schema";
import { type CommandIO } from "@smithy/types";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { type HttpRequest, type HttpResponse, operationOf, readInput, writeFault, writeOutput } from "./http";
import { type ClientModule, type Operation, serviceModel, type ServiceModel } from "./model";
import { isReply, type Reply } from "./reply";
import { type Conversion, type Direction, membersOf } from "./shape";

/** Operations of the service that a client module speaks to. */
export type OperationOf<M> =
  Extract<keyof M, `${string}Command`> extends `${infer Name}Command` ? Name : never;

type Io<M, Name extends string> = M[`${Name}Command` & keyof M] extends new (...args: never[]) => infer C
  ? C extends CommandIO<infer I, infer O>
    ? readonly [I, Omit<O, "$metadata">]
    : never
  : never;
export type InputOf<M, Name extends string> = Io<M, Name>[0];
export type OutputOf<M, Name extends string> = Io<M, Name>[1];

type Answer<M, Name extends string> = OutputOf<M, Name> | Reply;
/** What each operation answers; `count` is 0 at its first call, `region` the one that was asked. An operation that is not here must not be called. */
export type Answers<M> = {
  readonly [Name in OperationOf<M>]?: (
    input: InputOf<M, Name>,
    count: number,
    region?: string,
  ) => Answer<M, Name> | Promise<Answer<M, Name>>;
};

/** A request that was understood. */
export interface Call {
  readonly operation: string;
  readonly input: unknown;
}

/** A double of an AWS service, ready to be started. */
export interface AwsService<M> {
  /** Starts it on a free port of the loopback. */
  serve(answers: Answers<M>): Promise<AwsServer>;
}

/** A running double. */
export interface AwsServer {
  readonly endpoint: string;
  /** Every request in the order of coming. */
  readonly calls: readonly Call[];
  /** Names of the operations called. */
  operations(): string[];
  /**
   * Ends the server.
   *
   * @throws Error for anything, asked or answered, that the service's model does not have
   */
  close(): Promise<void>;
}

/** @see https://docs.aws.amazon.com/inspector/v2/APIReference/CommonErrors.html */
const COMMON_FAULTS = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  "InternalFailure",
  "RequestTimeoutException",
  "ServiceUnavailable",
  "ThrottlingException",
  "UnrecognizedClientException",
]);

/**
 * A double of an AWS service over HTTP, for services that speak restJson1, awsJson1.0, awsJson1.1 or awsQuery.
 *
 * Requests and answers are checked against the model that the SDK ships: an operation, a member, a value of an enum or
 * an error that AWS does not have, and a member that is missing though required, fail the test at
 * {@link AwsServer.close}. Only `raw` answers are sent unchecked.
 *
 * @param service what the client's package is called after `@aws-sdk/client-`
 */
export function awsService<M extends object>(service: string, client: M): AwsService<M> {
  const model = serviceModel(service, client as ClientModule);
  return { serve: (answers) => serve(service, model, answers) };
}

type AnyAnswers = Readonly<
  Record<string, ((input: unknown, count: number, region: string) => unknown) | undefined>
>;

async function serve(service: string, model: ServiceModel, answers: object): Promise<AwsServer> {
  const violations: string[] = [];
  const calls: Call[] = [];

  const respond = async (request: HttpRequest): Promise<HttpResponse | undefined> => {
    const conversion = (direction: Direction): Conversion => ({ model, direction, violations });
    const [, region] =
      /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d+\/([^/]+)\//.exec(String(request.headers["authorization"])) ??
      [];
    if (region === undefined) {
      violations.push(`${request.method} ${request.target} is not signed`);
    }
    const found = operationOf(model, request);
    if (!found) {
      violations.push(`${request.method} ${request.target} is no operation of ${service}`);
      return writeFault("UnknownOperationException", undefined, {}, conversion("write"));
    }
    const { operation, labels } = found;
    const before = violations.length;
    const input = readInput(operation, labels, request, conversion("read"));
    const count = calls.filter((call) => call.operation === operation.name).length;
    calls.push({ operation: operation.name, input });
    if (violations.length > before) {
      return writeFault(
        "ValidationException",
        undefined,
        { message: violations[before] },
        conversion("write"),
      );
    }
    const answer = (answers as AnyAnswers)[operation.name];
    if (!answer) violations.push(`${operation.name} was called and is not expected`);
    return written(operation, await answer?.(input, count, region ?? ""), conversion("write"));
  };

  const server = createServer((incoming, outgoing) => {
    void handle(incoming, outgoing, respond).catch((error: unknown) => {
      violations.push(`the double failed: ${String(error)}`);
      outgoing.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${String(port)}`,
    calls,
    operations: () => calls.map(({ operation }) => operation),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (violations.length > 0) throw new Error(violations.join("\n"));
    },
  };
}

async function handle(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  respond: (request: HttpRequest) => Promise<HttpResponse | undefined>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { method = "", url: target = "", headers } = incoming;
  const response = await respond({ method, target, headers, body: Buffer.concat(chunks) });
  if (!response) return;
  outgoing.writeHead(response.status, { ...response.headers, "x-amzn-requestid": "test" });
  outgoing.end(response.body);
}

function written(operation: Operation, answer: unknown, conversion: Conversion): HttpResponse | undefined {
  if (!isReply(answer)) {
    return writeOutput(operation, (answer ?? {}) as Readonly<Record<string, unknown>>, conversion);
  }
  if (answer.kind === "hang") return undefined;
  if (answer.kind === "raw") return answer.response;
  const { code, members } = answer;
  const schema = conversion.model.errors.get(code);
  if (!schema && !COMMON_FAULTS.has(code))
    conversion.violations.push(`${code} is no error of ${operation.name}'s service`);
  return writeFault(code, schema, named(members, schema), conversion);
}

/** Some services write `Message`. */
function named(
  members: Readonly<Record<string, unknown>>,
  schema: NormalizedSchema | undefined,
): Readonly<Record<string, unknown>> {
  if (!schema || !membersOf(schema).some(({ name }) => name === "Message")) return members;
  const { message, ...rest } = members;
  return { Message: message, ...rest };
}
