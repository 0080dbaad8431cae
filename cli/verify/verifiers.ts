import { MAX_ENVELOPE_BYTES, type RevocationPort, TrustPolicy, type Verdict, Verifier } from "../../notation";
import { ProblemError } from "../../problem";
import { type Case } from "./case";
import { trustStoreOnDisk } from "./explained";
import { readFile } from "./files";
import { noVerdict, refusing } from "./no-verdict";
import { readTrustStore } from "./trust-store";
import { type CaseVerdict } from "./verdict";

/** Most bytes of a trust policy. */
export const MAX_POLICY_BYTES = 1024 * 1024;
/** Policies with their trust stores that are kept, so that memory does not grow with the number of cases. */
const KEPT = 8;
/** A name that no registry has, for a case that names none: only a statement for `*` can apply. */
const UNNAMED = "unnamed.invalid/artifact";

interface Ready {
  readonly policy: TrustPolicy;
  readonly verifier: Verifier;
}

/** Verifies cases; the policies and trust stores of the last ones are read once. */
export class Verifiers {
  private readonly ready = new Map<string, Ready>();

  /** @param revocation who is asked about revocation. @default - nobody */
  constructor(private readonly revocation: RevocationPort = {}) {}

  /**
   * Verifies one case.
   *
   * @throws UnknownAnswer when a file, policy or trust store cannot be read, or `reference-missing`
   */
  async verify(one: Case): Promise<Verdict> {
    const { policy, verifier } = this.of(one);
    // One byte too many, so that it is the library that refuses a large one.
    const signature = readFile(one.signature, { maxBytes: MAX_ENVELOPE_BYTES + 1, isCut: true });
    const { subject, at = new Date() } = one;
    return verifier.verify({ signature, subject, reference: referenceOf(one, policy), at });
  }

  private of({ policy: policyFile, trustStore: folder }: Pick<Case, "policy" | "trustStore">): Ready {
    const key = JSON.stringify([policyFile, folder]);
    const known = this.ready.get(key) ?? this.make(policyFile, folder);
    this.ready.delete(key);
    this.ready.set(key, known);
    const [oldest] = this.ready.keys();
    if (this.ready.size > KEPT && oldest !== undefined) this.ready.delete(oldest);
    return known;
  }

  private make(policyFile: string, folder: string): Ready {
    const bytes = readFile(policyFile, { maxBytes: MAX_POLICY_BYTES });
    const policy = refusing(policyFile, () => TrustPolicy.parse(bytes));
    const trustStore = trustStoreOnDisk(readTrustStore(folder, policy));
    return { policy, verifier: new Verifier({ policy, trustStore, revocation: this.revocation }) };
  }
}

/** What is answered; where nothing can be, a verdict that says why. */
export async function answered(ask: () => Promise<CaseVerdict>): Promise<CaseVerdict> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { trusted: null, checks: [], problems: error.problems };
  }
}

function referenceOf({ reference, subject }: Case, { statements }: TrustPolicy): string {
  if (reference !== undefined) return reference;
  if (statements.some(({ registryScopes }) => registryScopes.includes("*"))) {
    return `${UNNAMED}@${subject.digest}`;
  }
  throw noVerdict(
    "reference",
    "reference-missing",
    "no statement of the policy is for every repository",
    "say with registry/repository@digest which statement applies",
  );
}
