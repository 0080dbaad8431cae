import { type IncomingHttpHeaders, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { guardedLookup, type IsAllowed, isRefusedLiteral } from "../../../notation/http/guarded-lookup";
import { UnknownAnswer } from "../../command";
import { noVerdict } from "../no-verdict";

/** Code of the problem of an answer that has more bytes than it may. */
export const TOO_LARGE = "answer-too-large";

/** An answer as a whole. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What is asked, and how far it may go. */
export interface Question {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** An answer with more bytes is given up. */
  readonly maxBytes: number;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** Which IP addresses may be connected to. */
  readonly isAllowed: IsAllowed;
}

/**
 * Gets something over HTTP or HTTPS. A name is looked at after it is resolved, and used as it was looked at; redirects
 * are answers.
 *
 * @throws UnknownAnswer `registry-unreachable`, `registry-slow`, `registry-answer`, `address-refused`,
 * `answer-too-large`
 */
export function get({ url, headers, maxBytes, signal, isAllowed }: Question): Promise<Answer> {
  const place = `${url.origin}${url.pathname}`;
  const refused = () => noVerdict(place, "address-refused", "leads to an address that is not public");
  return new Promise((done, fail) => {
    if (isRefusedLiteral(url, isAllowed)) {
      fail(refused());
      return;
    }
    const lookup = guardedLookup(isAllowed, refused);
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    const request = send(url, { headers, lookup, signal, agent: false });
    const problem = (error: NodeJS.ErrnoException) => {
      if (error instanceof UnknownAnswer) return error;
      if (signal.aborted) return noVerdict(place, "registry-slow", "gave no answer in time");
      const message = `cannot be read (${error.code ?? error.message})`;
      return noVerdict(
        place,
        "registry-unreachable",
        message,
        `check that ${url.host} is right and can be reached`,
      );
    };
    request.on("error", (error) => {
      fail(problem(error));
    });
    // Of an upgrade Node.js tells nobody who does not listen, and nothing would ever be answered.
    request.on("upgrade", ({ statusCode }, socket) => {
      socket.destroy();
      fail(noVerdict(place, "registry-answer", `answered with status ${String(statusCode)}`));
    });
    request.on("response", (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      response.on("error", (error) => {
        fail(problem(error));
      });
      response.on("data", (part: Buffer) => {
        size += part.length;
        if (size <= maxBytes) return void parts.push(part);
        // The first reason to give up is the one that is told.
        fail(noVerdict(place, TOO_LARGE, `answered with more than ${String(maxBytes)} bytes`));
        request.destroy();
      });
      response.on("end", () => {
        if (size > maxBytes) return;
        done({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) });
      });
    });
    request.end();
  });
}
