import { type Check, type RevocationPort } from "../../notation";
import { certificateRevocationOver } from "../../notation/revocation/certificates";
import { httpFetch } from "../../notation/http/http-fetch";
import { signerRevocation } from "../../notation/signer/revocation";
import { askSigner } from "./aws";
import { type CaseVerdict } from "./verdict";

/** Whom `--online` asks: AWS Signer, as who runs the command, and whoever a certificate names. */
export const ONLINE: RevocationPort = {
  certificates: certificateRevocationOver(httpFetch()),
  signer: signerRevocation(askSigner(), () => true),
};

/** Code of a check that wanted to ask, and had nobody to. */
const UNASKED = "revocation-unavailable";
const MESSAGE = "nobody was asked about revocation; --online asks";

/** A verdict that nobody was asked for, which says how somebody is. */
export function offline(verdict: CaseVerdict): CaseVerdict {
  const told = <T extends object>(one: T): T =>
    "code" in one && one.code === UNASKED ? { ...one, message: MESSAGE } : one;
  const { image, checks } = verdict;
  const others = image?.others?.map(told);
  return {
    ...verdict,
    checks: checks.map((check): Check => told(check)),
    ...(image && others ? { image: { ...image, others } } : {}),
  };
}
