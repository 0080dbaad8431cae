import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Outcome, runZip } from "./lambda-runner";

/** Lambda's own endpoint: the emulator keeps the functions, and calling one runs the code that was uploaded. */
export interface LambdaEndpoint {
  readonly endpoint: string;
  /** Every call with its event, in the order of coming. */
  readonly invocations: readonly { readonly event: unknown; readonly outcome: Outcome }[];
  close(): Promise<void>;
}

interface Upload {
  readonly FunctionName?: string;
  readonly ZipFile?: string;
  readonly Code?: { readonly ZipFile?: string };
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
}

interface Deployed {
  zip: Buffer;
  environment: Readonly<Record<string, string>>;
}

const FUNCTIONS = /^\/2015-03-31\/functions(?:\/([^/?]+)(\/code|\/configuration|\/invocations)?)?(?:\?|$)/;

/**
 * Serves Lambda on loopback.
 *
 * @param emulator where everything but calls is kept
 * @param environment what a function gets beside its own environment, such as endpoints
 */
export async function serveLambda(
  emulator: string,
  environment: () => Readonly<Record<string, string>>,
): Promise<LambdaEndpoint> {
  const deployed = new Map<string, Deployed>();
  const invocations: { event: unknown; outcome: Outcome }[] = [];
  const folder = mkdtempSync(join(tmpdir(), "lambda-"));

  const invoke = async (name: string, body: Buffer, outgoing: ServerResponse): Promise<void> => {
    const fn = deployed.get(name);
    if (!fn) throw new Error(`${name} was not deployed`);
    const zip = join(folder, `${name}.zip`);
    writeFileSync(zip, fn.zip);
    const event: unknown = JSON.parse(body.toString());
    const outcome = await runZip(zip, event, { ...fn.environment, ...environment() });
    invocations.push({ event, outcome });
    const failed = "error" in outcome;
    outgoing.writeHead(200, {
      "content-type": "application/json",
      "x-amz-executed-version": "$LATEST",
      ...(failed ? { "x-amz-function-error": "Unhandled" } : {}),
    });
    outgoing.end(JSON.stringify(failed ? outcome.error : (outcome.result ?? null)));
  };

  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = await bodyOf(incoming);
      const [, name, part] = FUNCTIONS.exec(incoming.url ?? "") ?? [];
      if (incoming.method === "POST" && name !== undefined && part === "/invocations") {
        await invoke(decodeURIComponent(name), body, outgoing);
        return;
      }
      if (body.length > 0 && FUNCTIONS.test(incoming.url ?? "")) remember(deployed, name, body);
      await forward(emulator, incoming, body, outgoing);
    })().catch((error: unknown) => {
      outgoing.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${String(port)}`,
    invocations,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Keeps code and environment of a function as they are uploaded. */
function remember(deployed: Map<string, Deployed>, name: string | undefined, body: Buffer): void {
  const upload = JSON.parse(body.toString()) as Upload;
  const key = name ?? upload.FunctionName ?? "";
  const known = deployed.get(key);
  const zip = upload.ZipFile ?? upload.Code?.ZipFile;
  const fresh = {
    zip: zip === undefined ? known?.zip : Buffer.from(zip, "base64"),
    environment: upload.Environment?.Variables ?? known?.environment ?? {},
  };
  if (fresh.zip) deployed.set(key, { zip: fresh.zip, environment: fresh.environment });
}

function forward(
  emulator: string,
  incoming: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
): Promise<void> {
  const { host, port } = new URL(emulator);
  return new Promise((resolve, reject) => {
    const passed = request(
      {
        host: "127.0.0.1",
        port,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, host },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing).on("finish", resolve);
      },
    );
    passed.on("error", reject);
    passed.end(body);
  });
}
