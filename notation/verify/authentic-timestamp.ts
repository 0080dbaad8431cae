import { type Envelope } from "../envelope";
import { type RevocationPort } from "../revocation/port";
import { type TrustStatement } from "../trust-policy";
import { type TrustStore } from "../trust-store/trust-store";
import { type Certificate, type IssuerCache } from "../x509";
import { failed, type Outcome, outcomeOf } from "./check";
import { verifyTimestamp } from "../timestamp";
import { certificateRevocation } from "./revocation";
import { checkValidity } from "./times";

/** What the time of signing is judged by. */
export interface TimestampQuestion {
  readonly envelope: Envelope;
  readonly chain: readonly Certificate[];
  readonly statement: TrustStatement;
  readonly trustStore: TrustStore;
  readonly revocation: RevocationPort;
  readonly now: number;
  readonly issuers: IssuerCache;
}

/**
 * Whether every certificate was valid at the time of signing that can be believed: the authentic time of a signing
 * authority, the time of a timestamping authority, or, where neither is asked for, now.
 *
 * @see https://github.com/notaryproject/specifications/blob/main/specs/trust-store-trust-policy.md#authentic-timestamp-verification
 */
export async function authenticTimestamp(question: TimestampQuestion): Promise<Outcome> {
  const { envelope, chain, now } = question;
  if (envelope.signingScheme === "notary.x509.signingAuthority") {
    return outcomeOf(() => {
      checkValidity(chain, "the authentic time of signing", envelope.signingTime);
    });
  }
  if (!needsTimestamp(question)) {
    return outcomeOf(() => {
      checkValidity(chain, "the time of verification", now);
    });
  }
  return timestamped(question);
}

/** Asks a timestamping authority's token; its certificates must not be revoked, whatever the policy says of others. */
async function timestamped(question: TimestampQuestion): Promise<Outcome> {
  const { envelope, chain, statement, trustStore, revocation, issuers } = question;
  if (envelope.timestamp === undefined) {
    return failed("timestamp-missing", "the trust policy wants a timestamp and there is none");
  }
  const roots = trustStore.certificates(statement.trustStores, "tsa");
  const timestamp = verifyTimestamp(envelope.timestamp, envelope.signature, roots, issuers);
  checkValidity(chain, "the timestamp", timestamp.earliest, timestamp.latest);
  return certificateRevocation(revocation, { chain: timestamp.chain, purpose: "timestamping" });
}

function needsTimestamp({ statement, chain, now }: TimestampQuestion): boolean {
  if (!statement.trustStores.some(({ type }) => type === "tsa")) return false;
  return statement.verifyTimestamp === "always" || chain.some(({ notAfter }) => now > notAfter);
}
