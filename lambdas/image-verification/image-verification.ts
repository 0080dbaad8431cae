import { GetRevocationStatusCommand } from "@aws-sdk/client-signer";
import { NotationError } from "../../notation";
import { certificateRevocationOver } from "../../notation/revocation/certificates";
import { signerRevocation } from "../../notation/signer/revocation";
import { type Problem } from "../../problem";
import { type VerificationSettings, weakPolicy } from "../../verification";
import { ImageDecision } from "./image-decision";
import { Undecided } from "./failure";
import { type ImageJudge } from "./image-judge";
import { ImageRegistry } from "./registry";
import { type JudgeServices } from "./services";
import { type TrustedSigners, trustedSigners } from "./trusted-signers";

/** What is the same for every call of a function: made once, when the function starts. */
export class ImageVerification {
  private readonly trust: TrustedSigners | Undecided | undefined;
  private readonly weaknesses = new Map<string, readonly Problem[]>();

  constructor(
    private readonly settings: VerificationSettings,
    private readonly services: JudgeServices,
  ) {
    this.trust = this.readTrust();
  }

  /**
   * The judge of one call. What it found out it knows until the call ends and no longer: a revocation has to count
   * with the next.
   *
   * @param signal ends every question; whatever is not decided then is undecided
   */
  judgeUntil(signal: AbortSignal): ImageJudge {
    const { settings, services } = this;
    const registry = new ImageRegistry((region) => services.ecr(region), services.download, signal);
    return new ImageDecision({
      settings,
      registry,
      signal,
      trust: this.trust,
      now: () => services.now(),
      weaknesses: (cluster) => this.weaknessesOf(cluster),
    });
  }

  private weaknessesOf(cluster: string): readonly Problem[] {
    const known = this.weaknesses.get(cluster) ?? weakPolicy(this.settings, cluster);
    // Names of clusters come from outside: only those of the settings are kept.
    if (Object.hasOwn(this.settings.clusters, cluster)) this.weaknesses.set(cluster, known);
    return known;
  }

  private readTrust(): TrustedSigners | Undecided | undefined {
    const { settings, services } = this;
    try {
      return trustedSigners(settings, services.signerRoots, (isTrusted) => ({
        certificates: certificateRevocationOver(services.fetch),
        signer: signerRevocation(
          (region, question) => services.signer(region).send(new GetRevocationStatusCommand(question)),
          isTrusted,
        ),
      }));
    } catch (error) {
      if (!(error instanceof NotationError)) throw error;
      return new Undecided("policy-invalid", `the trust policy cannot be used: ${error.message}`, false);
    }
  }
}
