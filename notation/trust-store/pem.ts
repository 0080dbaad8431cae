import { decodeBase64 } from "../base64";
import { NotationError } from "../error";

/** Begins a block to some reader, whatever else the line says: nobody may see one that is passed over here. */
const BEGIN = /^(?:-----END )?-----BEGIN /;
const LABEL = /^-----BEGIN ([A-Z0-9 ]+)-----[ \t]*$/;
const END = /^-----END CERTIFICATE-----[ \t]*$/;
const BODY = /^[A-Za-z0-9+/= \t]*$/;

/**
 * The certificates of a text in PEM, in DER. Text around them is passed over, and with it a block whose first line says
 * anything before BEGIN: that is how a block is commented out.
 *
 * @throws NotationError `trust-store-invalid` for a block that is none or of something else, `base64-malformed`
 * @see https://www.rfc-editor.org/rfc/rfc7468#section-3
 */
export function parsePem(text: string): Uint8Array[] {
  const certificates: Uint8Array[] = [];
  let body: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (body === undefined) {
      if (!BEGIN.test(line)) continue;
      checkLabel(LABEL.exec(line)?.[1]);
      body = "";
    } else if (END.test(line)) {
      certificates.push(decodeBase64(body));
      body = undefined;
    } else if (BODY.test(line)) {
      body += line.replace(/[ \t]/g, "");
    } else {
      throw malformedBlock();
    }
  }
  if (body !== undefined) throw malformedBlock();
  return certificates;
}

function checkLabel(label: string | undefined): void {
  if (label === undefined) throw malformedBlock();
  if (label === "CERTIFICATE") return;
  throw new NotationError("trust-store-invalid", `a PEM block is ${label}, not CERTIFICATE`);
}

function malformedBlock(): NotationError {
  return new NotationError("trust-store-invalid", "a PEM block is malformed");
}
