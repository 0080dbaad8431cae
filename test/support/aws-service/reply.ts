import { type HttpResponse } from "./http";

/** An answer that is not what the operation returns. */
export type Reply =
  | { readonly kind: "fault"; readonly code: string; readonly members: Readonly<Record<string, unknown>> }
  | { readonly kind: "raw"; readonly response: HttpResponse }
  | { readonly kind: "hang" };

const REPLIES = new WeakSet<object>();

function reply<T extends Reply>(value: T): T {
  REPLIES.add(value);
  return value;
}

/** An error of the service, which must be in its model or common to all of AWS. */
export function fault(code: string, message: string, members: Readonly<Record<string, unknown>> = {}): Reply {
  return reply({ kind: "fault", code, members: { message, ...members } });
}

/** Whatever bytes a broken server sends. */
export function raw(body: string, status = 200, headers: Readonly<Record<string, string>> = {}): Reply {
  return reply({
    kind: "raw",
    response: { status, headers: { "content-type": "application/json", ...headers }, body },
  });
}

/** No answer at all; the connection stays open. */
export function hang(): Reply {
  return reply({ kind: "hang" });
}

export function isReply(value: unknown): value is Reply {
  return typeof value === "object" && value !== null && REPLIES.has(value);
}
