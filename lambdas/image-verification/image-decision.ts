import { type Problem } from "../../problem";
import {
  type ImageOutcome,
  type ImageReference,
  type JudgedImage,
  parseReference,
  type VerificationSettings,
} from "../../verification";
import { whenAborted } from "../shared/time-left";
import { type EcrRepository, ecrRepository } from "./address";
import { type Conclusion, isFinal, refused, strongest } from "./conclusion";
import { firstToPass, passes, Undecided, undecidedBy } from "./failure";
import { type ImageJudge, type ImageRequest } from "./image-judge";
import { type Judged, type Refused, sooner } from "./judged";
import { type ImageRegistry, type Manifest } from "./registry";
import { isOfLostSource, sourceOf, verifySource } from "./replica-source";
import { type Admission, digestsOf, exceptionFor, glassBrokenFor, inexact, refusalOf } from "./rules";
import { unlessSigning } from "./signing-in-progress";
import { verifySignatures } from "./signatures";
import { type TrustedSigners } from "./trusted-signers";
import { isPartOf, type WholeImage, wholeImage } from "./whole-image";

/** What a judge of one call works with. */
export interface DecisionBasis {
  readonly settings: VerificationSettings;
  readonly registry: ImageRegistry;
  readonly signal: AbortSignal;
  /** @default - the trust policy trusts nobody */
  readonly trust: TrustedSigners | Undecided | undefined;
  now(): number;
  /** Why the trust policy is too weak for a cluster. */
  weaknesses(cluster: string): readonly Problem[];
}

/** What was asked for, and where. */
interface Named {
  readonly request: ImageRequest;
  readonly reference: ImageReference;
  readonly at: EcrRepository;
}

const SHOWN = 1_024;
/** What was pulled may be there all the same. */
const GONE = new Set(["image-archived", "image-missing"]);

/** Judges the images of one call; a digest is verified once. */
export class ImageDecision implements ImageJudge {
  private readonly manifests = new Map<string, Promise<Manifest>>();
  private readonly conclusions = new Map<string, Promise<Conclusion>>();
  private end: Promise<never> | undefined;

  constructor(private readonly basis: DecisionBasis) {}

  async judge(request: ImageRequest): Promise<ImageOutcome> {
    const reference = parseReference(request.reference);
    const [digest] = digestsOf(request.digest, reference?.digest);
    const image: JudgedImage = {
      reference: request.reference.slice(0, SHOWN),
      ...(reference && { repository: reference.repository }),
      ...(digest !== undefined && { digest }),
    };
    try {
      const { manifest, conclusion } = await Promise.race([this.decide(request, reference), this.late]);
      const children = manifest && manifest.children.length > 0 ? { children: manifest.children } : {};
      return {
        image: { ...image, ...(manifest && { digest: manifest.digest }), ...children },
        ...conclusion,
      };
    } catch (error) {
      return { image, ...undecidedBy(error).conclusion };
    }
  }

  /**
   * What comes first: the glass is broken, it must not run, somebody answers for it, or what its signatures say.
   *
   * An exception is for a digest. A reference by tag has it only where the cluster takes tags, once the tag is
   * resolved, in a repository that the cluster may run.
   */
  private async decide(request: ImageRequest, reference: ImageReference | undefined): Promise<Judged> {
    const { settings, now } = this.basis;
    const digests = digestsOf(reference?.digest, request.digest);
    const broken = glassBrokenFor(settings, request, digests, now());
    if (broken !== undefined) return { conclusion: broken };
    if (reference === undefined) return { conclusion: inexact(request.reference) };
    const { repository, digest } = reference;
    const exception = digest && exceptionFor(settings, repository, digests, now());
    if (exception) {
      this.requireStrongPolicy(request);
      return { conclusion: exception };
    }
    const refusal = refusalOf(settings, request, reference);
    if (refusal !== undefined) return { conclusion: refusal };
    const at = ecrRepository(repository);
    if (at === undefined) {
      const message = `${repository} is not in a private registry of ECR; only an exception for the digest can let it in`;
      return { conclusion: refused("registry-unsupported", message) };
    }
    this.requireStrongPolicy(request);
    // It says what the tag meant, and changes nothing of what may run.
    const { meant } = request;
    return this.verify(request, meant === undefined ? reference : { ...reference, digest: meant }, at);
  }

  /** @throws Undecided `weak-policy` */
  private requireStrongPolicy({ cluster }: ImageRequest): void {
    const [weakness] = this.basis.weaknesses(cluster);
    if (weakness === undefined) return;
    throw new Undecided("weak-policy", `${weakness.path} ${weakness.message}`, false);
  }

  /** Verifies what runs, by itself or by the index that it is part of and that the reference names. */
  private async verify(request: ImageRequest, reference: ImageReference, at: EcrRepository): Promise<Judged> {
    const [pulled] = digestsOf(request.digest);
    if (request.digest !== undefined && pulled === undefined) {
      throw new Undecided("digest-invalid", `the digest ${request.digest.slice(0, SHOWN)} is none`, false);
    }
    const named = await this.named(at, reference, pulled);
    const runs = !(named instanceof Undecided) && isPartOf(named, pulled) ? named : undefined;
    const whole =
      this.admission(request, at, digestsOf(runs?.digest, pulled)) ??
      (runs && (await this.conclude(at, runs)));
    if (whole?.outcome === "trusted" || whole?.outcome === "admitted") {
      // What is pulled later by its tag is compared with all of it.
      if (pulled === undefined && reference.digest === undefined && runs?.unread) throw runs.unread;
      return { ...(runs && { manifest: runs }), conclusion: whole };
    }
    const parent = runs && whole && { manifest: runs, conclusion: whole };
    if (parent && (pulled ?? runs.digest) === runs.digest) return parent;
    const asked = { request, reference, at };
    const unread = named instanceof Undecided ? named : named.unread;
    const manifest = await this.manifest(at, { imageDigest: pulled }).catch(undecidedBy);
    if (manifest instanceof Undecided) {
      const over = GONE.has(manifest.code) ? await this.endedIndex(asked, named, pulled) : undefined;
      return over ?? sooner(manifest, parent ?? unread);
    }
    const conclusion = await this.conclude(at, manifest);
    if (conclusion.outcome !== "refused") {
      const over = isOfLostSource(conclusion) ? await this.endedIndex(asked, named, pulled) : undefined;
      return over ?? sooner({ manifest, conclusion }, parent ?? unread);
    }
    if (parent === undefined) return this.unlessDoubtful(asked, named, { manifest, conclusion });
    // Whoever pushes an index of it would otherwise keep running what was revoked.
    const isDoubted = parent.conclusion.outcome === "undecided" && !isOfLostSource(parent.conclusion);
    const isOwn = isFinal(conclusion) && !isDoubted && !isFinal(parent.conclusion);
    return isOwn ? { manifest, conclusion } : parent;
  }

  /**
   * The index that a digest names, where it is refused for good and what was pulled is part of it, or may be hidden in
   * it. Whoever moves a tag could choose by which index something is refused that was signed by itself.
   */
  private async endedIndex(
    asked: Named,
    named: WholeImage | Undecided,
    pulled: string | undefined,
  ): Promise<Judged | undefined> {
    if (asked.reference.digest === undefined || named instanceof Undecided) return undefined;
    if (!isPartOf(named, pulled) && (named.unread === undefined || passes(named.unread))) return undefined;
    const conclusion = await this.ofIndex(asked, named);
    return isFinal(conclusion) ? { manifest: named, conclusion } : undefined;
  }

  /** What comes of an index by itself: somebody answers for it, or what its signatures say. */
  private async ofIndex({ request, at }: Named, index: Manifest): Promise<Conclusion | Admission> {
    return this.admission(request, at, [index.digest]) ?? (await this.conclude(at, index));
  }

  /** What a reference names; why nobody can say, where what was pulled by it may be there all the same. */
  private async named(
    at: EcrRepository,
    { tag, digest }: ImageReference,
    pulled: string | undefined,
  ): Promise<WholeImage | Undecided> {
    try {
      const id = digest === undefined ? { imageTag: tag } : { imageDigest: digest };
      return await wholeImage(await this.manifest(at, id), (inner) =>
        this.manifest(at, { imageDigest: inner }),
      );
    } catch (error) {
      const unknown = undecidedBy(error);
      if (pulled !== undefined && !passes(unknown)) return unknown;
      throw error;
    }
  }

  /**
   * An image that is not trusted by itself may all the same be part of a trusted index: not all of what its reference
   * names is known, or nobody knows what its tag meant when it was pulled.
   */
  private async unlessDoubtful(asked: Named, named: WholeImage | Undecided, own: Refused): Promise<Judged> {
    const { digest } = asked.reference;
    const { check, message: why } = own.conclusion;
    const undecided = ({ conclusion }: Undecided): Judged => ({ manifest: own.manifest, conclusion });
    const unread = named instanceof Undecided ? undefined : named.unread;
    // Whoever hides what names it would otherwise keep running what was revoked, or bury that in other signatures.
    const isHidden = unread === undefined || (digest === undefined && !passes(unread));
    if (isHidden && isFinal(own.conclusion)) return own;
    if (named instanceof Undecided) {
      if (digest !== undefined || !GONE.has(named.code)) return undecided(named);
    } else if (unread !== undefined) {
      const index = await this.ofIndex(asked, named);
      const mayPass =
        digest === undefined && passes(unread) && check === undefined && !isFinal(own.conclusion);
      if (isFinal(own.conclusion) && isOfLostSource(index)) return own;
      if (index.outcome === "undecided")
        return { manifest: own.manifest, conclusion: firstToPass([index, unread.conclusion]) ?? index };
      if (index.outcome !== "refused" || mayPass) return undecided(unread);
      // A part of it would be refused too, and whoever pushes must not get around that by making it unreadable. What a
      // tag means now is not known to have what was pulled, so nothing of its past counts for that.
      return digest === undefined ? own : { manifest: named, conclusion: index };
    }
    // Of a signature by somebody else nobody needs to think that it is part of something better.
    if (digest !== undefined || check !== undefined) return own;
    const message = `${why}; its tag does not lead to it any more, and what it meant before is not known`;
    return undecided(new Undecided("tag-moved", message, named instanceof Undecided && named.transient));
  }

  /** Who answers for what a tag names, or for what was pulled by it. */
  private admission(
    request: ImageRequest,
    { repository }: EcrRepository,
    digests: readonly string[],
  ): Admission | undefined {
    const { settings, now } = this.basis;
    return (
      glassBrokenFor(settings, request, digests, now()) ?? exceptionFor(settings, repository, digests, now())
    );
  }

  private manifest(
    at: EcrRepository,
    id: { imageTag?: string | undefined } | { imageDigest?: string | undefined },
  ) {
    const isReplica = sourceOf(this.basis.settings, at) !== undefined;
    return once(this.manifests, JSON.stringify([at.repository, id]), () =>
      this.basis.registry.manifest(at, id).catch((error: unknown) => {
        const { code, message, transient } = undecidedBy(error);
        // A replica is filled some time after the source.
        throw new Undecided(code, message, transient || (isReplica && code === "image-missing"));
      }),
    );
  }

  private conclude(at: EcrRepository, manifest: Manifest): Promise<Conclusion> {
    return once(this.conclusions, `${at.repository}@${manifest.digest}`, () => this.search(at, manifest));
  }

  private async search(at: EcrRepository, subject: Manifest): Promise<Conclusion> {
    const { settings, trust, registry, now } = this.basis;
    const reference = `${at.repository}@${subject.digest}`;
    if (trust instanceof Undecided) throw trust;
    if (trust === undefined) {
      const message = `no statement of the trust policy is for ${at.repository}`;
      return refused("policy-none", message, "policy");
    }
    const search = { registry, verifier: trust.verifier, subject, reference, at: new Date(now()) };
    const own = await verifySignatures({ ...search, holder: at }).catch(
      (error: unknown) => undecidedBy(error).conclusion,
    );
    if (own.outcome === "trusted") return own;
    const source = sourceOf(settings, at);
    const other = source && (await verifySource({ ...search, holder: source }, own));
    const found = (other && strongest([own, other])) ?? own;
    if (found.outcome !== "refused") return found;
    return unlessSigning(found, {
      registry,
      at: source ?? at,
      digest: subject.digest,
      profiles: trust.profilesFor(at.repository),
    });
  }

  private get late(): Promise<never> {
    this.end ??= whenAborted(
      this.basis.signal,
      () => new Undecided("too-slow", "there was no decision in time", true),
    );
    return this.end;
  }
}

function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
