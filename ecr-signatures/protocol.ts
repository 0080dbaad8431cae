/** As much of a client of the SDK as it takes to see its requests. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: (next: (args: Sent) => Promise<unknown>) => (args: Sent) => Promise<unknown>,
      options: { readonly step: "finalizeRequest"; readonly name: string },
    ): void;
  };
}

interface Sent {
  readonly request: { readonly protocol?: string };
}

const KNOWN = new WeakMap<object, () => boolean>();

/** Tells whether the last request of a client went without TLS, as only to an emulator; the same however often asked. */
export function plainRequests(client: object): () => boolean {
  const known = KNOWN.get(client) ?? watched(client);
  KNOWN.set(client, known);
  return known;
}

function watched(client: object): () => boolean {
  let plain = false;
  (client as Client).middlewareStack.add(
    (next) => (args) => {
      plain = args.request.protocol === "http:";
      return next(args);
    },
    { step: "finalizeRequest", name: "plainRequests" },
  );
  return () => plain;
}
