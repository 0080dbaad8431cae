import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { NotationError } from "../error";
import { type Fetch, TOO_LARGE } from "./fetch";
import { guardedLookup, type IsAllowed, isRefusedLiteral } from "./guarded-lookup";
import { isPublicAddress } from "./public-address";

/** A presigned address of S3 has about 2,000 characters, most of them a token. */
const MAX_URL_LENGTH = 8_192;

/** A refusal of an address or an answer. */
function refused(message: string): NotationError {
  return new NotationError("fetch-refused", message);
}

/**
 * Fetches over HTTP or HTTPS. The address comes from elsewhere, out of a certificate or of a registry's answer, so it
 * is not followed everywhere: only public addresses, looked at after the name is resolved and used as they were looked
 * at; no redirect, no other status than 200, an end to time and size.
 *
 * @param isAllowed which IP addresses may be connected to. @default - those of the public internet
 * @param protocols which may be spoken. @default - HTTP, which certificates name, and HTTPS
 */
export function httpFetch(
  isAllowed: IsAllowed = isPublicAddress,
  protocols: readonly ("http:" | "https:")[] = ["http:", "https:"],
): Fetch {
  const elsewhere = () => refused("the address is not public");
  const lookup = guardedLookup(isAllowed, elsewhere);
  return ({ url, body, contentType, timeout, maxBytes, signal }) =>
    new Promise((done, fail) => {
      const target = URL.canParse(url) && url.length <= MAX_URL_LENGTH ? new URL(url) : undefined;
      const protocol = protocols.find((one) => one === target?.protocol);
      if (target === undefined || protocol === undefined || target.username !== "") {
        fail(refused(`the address is not one of HTTP${protocols.includes("http:") ? "" : "S"}`));
        return;
      }
      const send = protocol === "http:" ? httpRequest : httpsRequest;
      if (isRefusedLiteral(target, isAllowed)) {
        fail(elsewhere());
        return;
      }
      const message = send(target, {
        method: body === undefined ? "GET" : "POST",
        lookup,
        agent: false,
        ...(signal === undefined ? {} : { signal }),
        headers: contentType === undefined ? {} : { "content-type": contentType },
      });
      const timer = setTimeout(() => give(refused("there was no answer in time")), timeout);
      const end = (finish: () => void) => {
        clearTimeout(timer);
        finish();
      };
      // The first reason to give up is the one that is told.
      const give = (reason: Error) => {
        fail(reason);
        message.destroy(reason);
      };
      message.on("error", (error) => {
        end(() => {
          fail(error);
        });
      });
      message.on("response", (response) => {
        const parts: Buffer[] = [];
        let size = 0;
        if (response.statusCode !== 200) give(refused(`the status was ${String(response.statusCode)}`));
        response.on("error", (error) => {
          end(() => {
            fail(error);
          });
        });
        response.on("data", (part: Buffer) => {
          size += part.length;
          if (size > maxBytes) give(new NotationError(TOO_LARGE, "the answer is too large"));
          else parts.push(part);
        });
        response.on("end", () => {
          end(() => {
            // The last part may have come before the message was destroyed.
            const isWhole = response.complete && size <= maxBytes && response.statusCode === 200;
            if (isWhole) done(Buffer.concat(parts));
            else fail(refused("the answer was cut"));
          });
        });
      });
      message.end(body);
    });
}
