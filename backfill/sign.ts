import { type Rank, unsignable } from "../aws";
import { ambiguityOf, entriesOf, type Repository } from "../images";
import { type Descriptor } from "../notation";
import { digestOf } from "../notation/storage/digest";
import { ProblemError } from "../problem";
import { checkedThumbprints } from "./envelope";
import { descriptorOf, EMPTY_CONFIG, payloadOf, signatureManifest } from "./manifest";
import { type Clock, CLOCK } from "./pace";
import { type Aws, type StoredManifest } from "./ports";
import { judgePusher, type Pusher, type Refusal } from "./pusher";
import { recordOf, type Result, type Run } from "./record";
import { type DigestReference } from "./reference";
import { judgeScans, type Scan, type ScanVerdict } from "./scan";

/** A repository whose images are signed, and what their signing asks for. */
export interface SignedRepository {
  readonly repository: Repository;
  /** The profile that signs. */
  readonly profileArn: string;
  /** Roles that may push today. */
  readonly pushers: readonly Pusher[];
}

/** What a run is told. */
export interface Signing {
  readonly images: readonly DigestReference[];
  readonly repositories: ReadonlyMap<string, SignedRepository>;
  /** Lowest rank of findings with which an image is not signed. */
  readonly refuseFrom: Rank;
  /** Days after which a scan is too old to sign by. */
  readonly maxScanAgeDays: number;
  readonly run: Run;
  /** Whether everything is checked and nothing signed or recorded. */
  readonly dryRun: boolean;
  readonly progress: (done: number, of: number) => void;
}

/** Codes after which the next image would fail the same way. */
const FINAL: ReadonlySet<string> = new Set([
  "access-denied",
  "credentials-refused",
  "no-credentials",
  "record-not-kept",
  "role-refused",
  "throttled",
  "time-limit",
  "unreachable",
]);

/**
 * Signs images one after the other. Each is checked, recorded, signed, pushed and recorded again, in this order: what
 * cannot be recorded is not signed, and the manifest comes last, so that whatever an interrupted run leaves behind is
 * no signature yet and the next run makes one.
 *
 * @returns a result for every image, in the order of the images
 */
export async function signImages(signing: Signing, aws: Aws, clock: Clock = CLOCK): Promise<Result[]> {
  const results: Result[] = [];
  let stopped = false;
  for (const image of signing.images) {
    if (stopped) {
      results.push({ ...image, outcome: "not reached" });
      continue;
    }
    const result = await new ImageSigning(image, signing, aws, clock).run();
    stopped = result.outcome === "failed" && FINAL.has(result.code ?? "");
    results.push(result);
    signing.progress(results.length, signing.images.length);
  }
  return results;
}

/** Images that one index may list: the scan of each is asked for. */
const MOST_LISTED = 100;
const TOO_LARGE: Refusal = {
  code: "index-too-large",
  why: `it lists more than ${String(MOST_LISTED)} images`,
};
const TOO_MANY: Refusal = {
  code: "too-many-signatures",
  why: "it has more signatures than are read, and none of these is of its profile and holds: delete those that nobody needs",
};

/** The way of one image. */
class ImageSigning {
  private readonly target: SignedRepository;
  /** What is known by now, for the record of a failure. */
  private known: Partial<Result> = {};

  constructor(
    private readonly reference: DigestReference,
    private readonly signing: Signing,
    private readonly aws: Aws,
    private readonly clock: Clock,
  ) {
    const target = signing.repositories.get(reference.repository);
    if (!target) throw new RangeError(`${reference.repository} is not signed`);
    this.target = target;
  }

  async run(): Promise<Result> {
    try {
      const checked = await this.check();
      if ("outcome" in checked) return await this.settle(checked);
      if (this.signing.dryRun) return this.result({ outcome: "would be signed" });
      await this.record(this.result({ outcome: "signing" }));
      return await this.settle(await this.sign(checked));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const [problem] = error.problems;
      const failed = this.result({
        outcome: "failed",
        code: problem?.code ?? "failed",
        why: `${problem?.path ?? ""}: ${problem?.message ?? ""}`,
      });
      // The first failure is the one to tell, also where its record fails too.
      await this.record(failed).catch(() => undefined);
      return failed;
    }
  }

  /** Everything that must hold: what is signed then, or the result where something does not. */
  private async check(): Promise<Descriptor | Result> {
    const { repository, profileArn, pushers } = this.target;
    const { registry, trail } = this.aws;
    const { digest } = this.reference;
    this.known = { profileArn };

    const image = await registry.image(repository, digest);
    if (!image) return this.refuse({ code: "image-not-found", why: "the registry does not have it" });
    const reason = unsignable(image);
    if (reason !== undefined) return this.refuse({ code: "not-an-image", why: `it ${reason}` });
    if (image.archived) return this.refuse({ code: "image-archived", why: "it lies in the archive" });

    const listed = await registry.signatures(repository, digest);
    if (listed.length > 0) {
      const { holds, refused, isCut } = await registry.signed(repository, digest, profileArn);
      const signatures = listed.filter((signature) => !refused.includes(signature));
      if (holds) return this.result({ outcome: "skipped", why: "is signed already", signatures });
      // Another one would be among those that are not read, and every run would add one.
      if (isCut) return this.refuse(TOO_MANY);
    }
    const states = await registry.states(repository, digest);
    if (states.some(({ status }) => status === "IN_PROGRESS")) {
      return this.refuse({ code: "being-signed", why: "ECR is signing it" });
    }

    const accounts = [...new Set([repository.account, ...pushers.map(({ accountId }) => accountId)])];
    const events = [];
    for (const account of accounts) events.push(...(await trail.pushes(account, repository, image)));
    const pusher = judgePusher(events, pushers);
    if ("refusal" in pusher) return this.refuse(pusher.refusal);
    this.known = { ...this.known, pushedBy: pusher.arn };

    const manifest = (await registry.manifests(repository, [digest])).get(digest);
    if (!manifest) return this.refuse({ code: "image-not-found", why: "the registry does not have it" });
    const verdict = await this.judgeScans(manifest);
    if ("refusal" in verdict) return this.refuse(verdict.refusal);
    this.known = { ...this.known, scan: verdict };
    return descriptorOf(manifest.mediaType, manifest.text);
  }

  /** An index is not scanned itself; what it lists is. */
  private async judgeScans({ text }: StoredManifest): Promise<ScanVerdict> {
    const { repository } = this.target;
    const ambiguity = ambiguityOf(text);
    if (ambiguity !== undefined) return { refusal: { code: "ambiguous-manifest", why: `it ${ambiguity}` } };
    const scanned = entriesOf(text)?.children ?? [this.reference.digest];
    if (scanned.length > MOST_LISTED) return { refusal: TOO_LARGE };
    const scans = new Map<string, Scan>();
    for (const one of scanned) scans.set(one, await this.aws.registry.scan(repository, one));
    const { refuseFrom, maxScanAgeDays: maxAgeDays } = this.signing;
    return judgeScans(scans, { refuseFrom, maxAgeDays, now: this.clock.now() });
  }

  private async sign(image: Descriptor): Promise<Result> {
    const { store, signer } = this.aws;
    const { repository, profileArn } = this.target;
    const { envelope, jobId } = await signer.sign(profileArn, payloadOf(image));
    this.known = { ...this.known, jobId };
    const { partition } = repository;
    const at = new Date(this.clock.now());
    const thumbprints = await checkedThumbprints(envelope, { image, profileArn, partition, at });
    const manifest = signatureManifest(image, envelope, thumbprints);
    const digest = digestOf(manifest);
    await store.putBlob(repository, EMPTY_CONFIG.descriptor.digest, EMPTY_CONFIG.bytes);
    await store.putBlob(repository, digestOf(envelope), envelope);
    await store.putManifest(repository, digest, manifest);
    return this.result({ outcome: "signed", signatures: [digest] });
  }

  private refuse({ code, why }: Refusal): Result {
    return this.result({ outcome: "refused", code, why });
  }

  private result(end: Pick<Result, "outcome"> & Partial<Result>): Result {
    return { ...this.reference, ...this.known, ...end };
  }

  private async settle(result: Result): Promise<Result> {
    // A signature stays in the registry, whether or not its record is kept.
    this.known = result;
    await this.record(result);
    return result;
  }

  private async record(result: Result): Promise<void> {
    if (this.signing.dryRun) return;
    const at = new Date(this.clock.now());
    await this.aws.records.write(recordOf(this.signing.run, result, at));
  }
}
