import { type Descriptor, type Envelope, parseEnvelope } from "../envelope";
import { NotationError } from "../error";
import { type RevocationPort } from "../revocation/port";
import {
  type TrustPolicy,
  type TrustStatement,
  type ValidationAction,
  type ValidationType,
} from "../trust-policy";
import { type TrustStore } from "../trust-store/trust-store";
import { type Certificate, IssuerCache } from "../x509";
import { authenticTimestamp } from "./authentic-timestamp";
import {
  type Check,
  CHECK_NAMES,
  type CheckName,
  failed,
  type Outcome,
  outcomeOf,
  outcomeOfAsync,
  PASSED,
  undecided,
} from "./check";
import { checkCritical } from "./critical";
import { factsOf } from "./facts";
import { checkIdentity } from "./identity";
import { certificatesOf, checkCertificates, checkSignature } from "./integrity";
import { signatureRevocation } from "./revocation";
import { checkSubject, checkUserMetadata } from "./subject";
import { checkExpiry } from "./times";
import { trustedBy, type Verdict } from "./verdict";

/** What signatures are verified against. */
export interface VerifierOptions {
  readonly policy: TrustPolicy;
  readonly trustStore: TrustStore;
  /** @default - whatever needs an answer about revocation is undecided */
  readonly revocation?: RevocationPort;
}

/** One signature of one artifact. */
export interface VerificationRequest {
  /** The envelope, JWS or COSE. @default - there is none, which is a failure */
  readonly signature?: Uint8Array | undefined;
  /** What the registry calls the envelope. @default - the content alone decides */
  readonly mediaType?: string;
  /** The manifest that the signature must be for. */
  readonly subject: Descriptor;
  /** `registry/repository@digest` of the artifact; decides which statement of the policy applies. */
  readonly reference: string;
  /** Annotations that must have been signed. @default - none */
  readonly userMetadata?: Readonly<Record<string, string>>;
  /** Time of verification. @default - now */
  readonly at?: Date;
}

/** What a check is judged by; those without a type count always. */
const TYPES: Readonly<Record<CheckName, ValidationType | undefined>> = {
  policy: undefined,
  envelope: "integrity",
  certificateChain: "integrity",
  signature: "integrity",
  criticalAttributes: "integrity",
  subject: undefined,
  userMetadata: undefined,
  trustStore: "authenticity",
  trustedIdentity: "authenticity",
  expiry: "expiry",
  authenticTimestamp: "authenticTimestamp",
  revocation: "revocation",
};

/** Strangers cost nobody a question about who gave them a timestamp: they are refused anyway. */
const UNASKED: RevocationPort = {
  certificates: () =>
    Promise.resolve({ status: "unknown", message: "nobody is asked about a chain that is not trusted" }),
};

/**
 * Verifies Notary Project signatures against one trust policy and its trust stores. It has no state but a cache of
 * certificate authorities, so one serves any number of verifications at a time.
 */
export class Verifier {
  private readonly issuers = new IssuerCache();

  constructor(private readonly options: VerifierOptions) {
    const { policy, trustStore } = options;
    for (const { trustStores } of policy.statements) trustStore.prepare(trustStores, this.issuers);
  }

  /** Verifies one signature. Whatever the input is, the answer is a verdict. */
  async verify(request: VerificationRequest): Promise<Verdict> {
    let statement: TrustStatement;
    try {
      statement = this.options.policy.statementFor(request.reference);
    } catch (error) {
      if (!(error instanceof NotationError)) throw error;
      return new Report().told("policy", failed(error.code, error.message)).verdict();
    }
    const report = new Report(statement).told("policy", PASSED);
    if (statement.level === "skip") return report.verdict();
    const now = (request.at ?? new Date()).getTime();
    let envelope: Envelope | undefined;
    report.check("envelope", () => {
      envelope = parseEnvelope(request.signature ?? Uint8Array.of(), request.mediaType);
    });
    if (envelope === undefined) return report.verdict();
    const chain = this.checkIntegrity(report, envelope);
    if (chain === undefined) return report.verdict();
    await this.checkTrust(report, statement, { envelope, chain, request, now });
    return report.verdict(factsOf(envelope, chain));
  }

  /** The chain, if the signature is whole and understood; whether to trust it is another question. */
  private checkIntegrity(report: Report, envelope: Envelope): Certificate[] | undefined {
    let chain: Certificate[] = [];
    report.check("certificateChain", () => {
      chain = certificatesOf(envelope, this.issuers);
      checkCertificates(chain, this.issuers);
    });
    if (!report.passed("certificateChain")) return undefined;
    report.check("signature", () => {
      checkSignature(envelope, chain);
    });
    if (!report.passed("signature")) return undefined;
    report.check("criticalAttributes", () => {
      checkCritical(envelope);
    });
    return report.passed("criticalAttributes") ? chain : undefined;
  }

  private async checkTrust(report: Report, statement: TrustStatement, signed: Signed): Promise<void> {
    const { envelope, chain, request, now } = signed;
    const { trustStore, revocation = {} } = this.options;
    const [leaf] = chain;
    report.check("subject", () => {
      checkSubject(envelope, request.subject, request.reference);
    });
    if (request.userMetadata !== undefined) {
      report.check("userMetadata", () => {
        checkUserMetadata(envelope, request.userMetadata ?? {});
      });
    }
    let anchor = 0;
    report.check("trustStore", () => {
      anchor = anchorIn(chain, trustStore, statement, envelope);
    });
    report.check("trustedIdentity", () => {
      if (leaf !== undefined) checkIdentity(envelope, leaf, statement.trustedIdentities);
    });
    report.check("expiry", () => {
      checkExpiry(envelope, now);
    });
    const isStranger = statement.actions.authenticity === "enforce" && !report.passed("trustStore");
    const question = { envelope, chain, statement, trustStore, now, issuers: this.issuers };
    report.told(
      "authenticTimestamp",
      await outcomeOfAsync(() =>
        authenticTimestamp({ ...question, revocation: isStranger ? UNASKED : revocation }),
      ),
    );
    if (statement.actions.revocation === "skip") {
      report.told("revocation", undecided("revocation-skipped", "the trust policy skips it"));
    } else if (!report.passed("trustStore")) {
      report.told(
        "revocation",
        undecided("chain-untrusted", "nobody is asked about a chain that is not trusted"),
      );
    } else {
      report.told(
        "revocation",
        await outcomeOfAsync(() => signatureRevocation(revocation, envelope, { chain, anchor })),
      );
    }
  }
}

interface Signed {
  readonly envelope: Envelope;
  readonly chain: readonly Certificate[];
  readonly request: VerificationRequest;
  readonly now: number;
}

/** Where in a chain the highest certificate is that a trust store of the policy has. */
function anchorIn(
  chain: readonly Certificate[],
  trustStore: TrustStore,
  { trustStores }: TrustStatement,
  { signingScheme }: Envelope,
): number {
  const type = signingScheme === "notary.x509" ? "ca" : "signingAuthority";
  const trusted = trustStore.certificates(trustStores, type).map((certificate) => certificate.fingerprint());
  const inStore = chain.map((certificate) => trusted.includes(certificate.fingerprint()));
  if (inStore.includes(true)) return inStore.lastIndexOf(true);
  throw new NotationError(
    "chain-untrusted",
    `no certificate of the chain is in a trust store ${type}: of the policy`,
  );
}

/** Collects outcomes; what was never reached is undecided. */
class Report {
  private readonly outcomes = new Map<CheckName, Outcome>();

  constructor(private readonly statement?: TrustStatement) {}

  told(name: CheckName, outcome: Outcome): this {
    this.outcomes.set(name, outcome);
    return this;
  }

  check(name: CheckName, run: () => void): void {
    this.told(name, outcomeOf(run));
  }

  passed(name: CheckName): boolean {
    return this.outcomes.get(name)?.outcome === "passed";
  }

  verdict(signature?: Verdict["signature"]): Verdict {
    const checks = CHECK_NAMES.flatMap((name): Check[] => {
      const outcome = this.outcomes.get(name);
      if (outcome === undefined && name === "userMetadata") return [];
      return [{ name, action: this.action(TYPES[name]), ...(outcome ?? this.notReached()) }];
    });
    return {
      trusted: this.statement?.level === "skip" ? null : trustedBy(checks),
      checks,
      ...(this.statement && { policy: { statement: this.statement.name, level: this.statement.level } }),
      ...(signature && { signature }),
    };
  }

  private action(type: ValidationType | undefined): ValidationAction {
    if (type !== undefined) return this.statement?.actions[type] ?? "enforce";
    return this.statement?.level === "skip" ? "skip" : "enforce";
  }

  private notReached(): Outcome {
    return this.statement?.level === "skip"
      ? undecided("level-skip", "the trust policy skips verification")
      : undecided("not-reached", "a check before it did not pass");
  }
}
