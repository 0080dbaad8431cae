import { type EnvelopeOptions, jws } from "./envelope";
import { pki } from "./pki";
import { timestampingAuthority, timestampToken, type TokenOptions } from "./tsa";
import { type Setting, verify } from "./verify";

export const { root, leaf } = pki();
export const { root: tsaRoot, tsa } = timestampingAuthority();
export const WITH_TSA = { trustStores: ["ca:release", "tsa:time"] };
/** A policy that asks for a timestamp of the authority. */
export const setting: Setting = { root, policy: WITH_TSA, tsa: [tsaRoot.certificate] };

/** A JWS with a timestamp. */
export const sign = (token: Partial<TokenOptions> = {}, options: Partial<EnvelopeOptions> = {}) =>
  jws({ signer: leaf, timestamp: (signature) => timestampToken(signature, { tsa, ...token }), ...options });

/** What the check of the timestamp says. */
export async function result(token: Partial<TokenOptions>, use: Setting = setting): Promise<string> {
  const found = (await verify(use, sign(token))).checks.find(({ name }) => name === "authenticTimestamp");
  return found === undefined || found.outcome === "passed" ? "passed" : `${found.code}: ${found.message}`;
}
