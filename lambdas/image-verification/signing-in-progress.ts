import { type EcrRepository } from "./address";
import { type Conclusion, type Refusal } from "./conclusion";
import { undecidedBy } from "./failure";
import { type ImageRegistry } from "./registry";

/** What may still be signed. */
interface Unsigned {
  readonly registry: Pick<ImageRegistry, "signing">;
  /** Repository in which ECR signs it. */
  readonly at: EcrRepository;
  readonly digest: string;
  /** ARNs of the signing profiles that would be trusted. */
  readonly profiles: readonly string[];
}

/** A refusal holds unless ECR is still signing the image with a profile that would be trusted. */
export async function unlessSigning(
  refusal: Refusal,
  { registry, at, digest, profiles }: Unsigned,
): Promise<Conclusion> {
  try {
    const states = await registry.signing(at, digest);
    const running = states.find(
      ({ status, profileArn }) =>
        status === "IN_PROGRESS" && (profileArn === undefined || profiles.includes(profileArn)),
    );
    if (running === undefined) return refusal;
    const message = `ECR is still signing it with ${running.profileArn ?? "a profile that it does not name"}`;
    return { outcome: "undecided", code: "signing-in-progress", message, transient: true };
  } catch (error) {
    const { code, transient, conclusion } = undecidedBy(error);
    if (transient) return conclusion;
    // What is not signed by now is refused, even where nobody may say that it soon will be.
    const unknown = `${refusal.message}; whether ECR is still signing it may not be asked: ${code}`;
    return { ...refusal, message: unknown };
  }
}
