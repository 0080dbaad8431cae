import {
  type CheckName,
  type RevocationPort,
  TrustStore,
  type VerificationRequest,
  Verifier,
  type Verdict,
} from "../../../notation";
import { REFERENCE, SUBJECT } from "./envelope";
import { type Identity, NOW } from "./pki";
import { policyOf, statement } from "./policy";

export const GOOD: RevocationPort = {
  certificates: () => Promise.resolve({ status: "good" }),
  signer: () => Promise.resolve({ status: "good" }),
};

export interface Setting {
  /** What is in the stores `ca:release` and `signingAuthority:release`. */
  readonly root: Identity;
  /** Changes of the statement. */
  readonly policy?: Readonly<Record<string, unknown>>;
  /** @default - everything is good */
  readonly revocation?: RevocationPort | undefined;
  /** Certificates of `tsa:time`. @default - none */
  readonly tsa?: readonly Uint8Array[];
}

export function verifierFor({ root, policy, revocation = GOOD, tsa = [] }: Setting): Verifier {
  return new Verifier({
    policy: policyOf(statement({ trustStores: ["ca:release", "signingAuthority:release"], ...policy })),
    trustStore: new TrustStore({
      "ca:release": [root.certificate],
      "signingAuthority:release": [root.certificate],
      "tsa:time": tsa,
    }),
    revocation,
  });
}

export function verify(
  setting: Setting,
  signature: Uint8Array | undefined,
  request: Partial<VerificationRequest> = {},
): Promise<Verdict> {
  return verifierFor(setting).verify({
    signature,
    subject: SUBJECT,
    reference: REFERENCE,
    at: new Date(NOW),
    ...request,
  });
}

/** What did not pass, as `name outcome code: message`. */
export function problems({ checks }: Verdict): string[] {
  return checks.flatMap((check) =>
    check.outcome === "passed" || check.code === "not-reached"
      ? []
      : [`${check.name} ${check.outcome} ${check.code}: ${check.message}`],
  );
}

/** How one check ended. */
export function outcome({ checks }: Verdict, name: CheckName): string {
  const check = checks.find((candidate) => candidate.name === name);
  return check === undefined
    ? "absent"
    : check.outcome === "passed"
      ? "passed"
      : `${check.outcome} ${check.code}`;
}
