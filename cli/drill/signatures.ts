import { type ImageDetail } from "@aws-sdk/client-ecr";
import { INDEX_TYPES, isIndex, isSignatureTag, mayRun, type PushedImage, unsignable } from "../../aws";
import { type SignedBy } from "../../lambdas/shared/signatures/signed-by";
import { SIGNATURE_READ_ACTIONS } from "../../lambdas/shared/signatures/stored";
import { chunks, entriesOf, pages, type Repository } from "../../where";
import { call, type CredentialsOf, type Session, unreadable } from "../where/caller";
import { absent, namesOf, pathOf, placeOf } from "../where/ecr";
import { manifestsIn } from "../where/manifests";
import { fields, items } from "../where/read";
import { signersIn } from "../where/signers";
import { EMPTY, indexesByImage, type Listing } from "./listing";

/** Largest pages. @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html */
const PAGE = { images: 1_000, manifests: 100 } as const;

/** ECR as a drill asks it; every operation throws ProblemError. */
export interface Signatures {
  /** What a repository holds; nothing when it is not there. */
  listing(repository: Repository): Promise<Listing>;
  /** Which of these profiles signed a manifest, by the signatures that its repository holds and that hold now. */
  signers(repository: Repository, digest: string, profileArns: readonly string[]): Promise<SignedBy>;
}

/** What {@link signaturesOf} calls. */
export const SIGNATURE_ACTIONS = [...SIGNATURE_READ_ACTIONS, "ecr:DescribeImages"] as const;

/** ECR by its API, with a role of the registry's account where one is known. */
export function signaturesOf(session: Session, credentialsOf: CredentialsOf): Signatures {
  const clientOf = async ({ account, region }: Repository) => {
    const { ECRClient } = await session.sdk.ecr();
    const credentials = await credentialsOf(account);
    return new ECRClient({ ...session.settings, region, ...(credentials ? { credentials } : {}) });
  };
  const pushed = async (repository: Repository): Promise<readonly PushedImage[]> => {
    const { DescribeImagesCommand } = await session.sdk.ecr();
    const client = await clientOf(repository);
    const place = placeOf("DescribeImages", repository);
    const found: PushedImage[] = [];
    for await (const page of pages(pathOf("DescribeImages", repository), async (nextToken) => {
      const command = new DescribeImagesCommand({
        ...namesOf(repository),
        nextToken,
        maxResults: PAGE.images,
      });
      const answer = await call(session, place, (options) => client.send(command, options).catch(absent));
      const list: unknown = answer ? answer.imageDetails : [];
      if (!Array.isArray(list)) throw unreadable(place, "it has no list of images");
      return { items: list as readonly ImageDetail[], next: answer?.nextToken };
    })) {
      found.push(...page.flatMap((detail) => pushedImageOf(repository, detail)));
    }
    return found;
  };
  return {
    async listing(repository) {
      const found = await pushed(repository);
      if (found.length === 0) return EMPTY;
      const client = await clientOf(repository);
      const children = new Map<string, readonly string[]>();
      const attestations = new Set<string>();
      for (const some of chunks(found.filter(isIndex), PAGE.manifests)) {
        const digests = some.map(({ digest }) => digest);
        const asked = { digests, mediaTypes: INDEX_TYPES };
        for (const [digest, { text }] of await manifestsIn(session, client, repository, asked)) {
          const entries = entriesOf(text);
          children.set(digest, entries?.children ?? []);
          for (const one of entries?.attestations ?? []) attestations.add(one);
        }
      }
      const runs = (image: PushedImage) =>
        !isIndex(image) &&
        mayRun(image) &&
        !(image.tags.length > 0 && image.tags.every(isSignatureTag)) &&
        unsignable(image) === undefined &&
        !attestations.has(image.digest);
      return {
        images: found.filter(runs).map(({ digest, tags }) => ({ digest, tags })),
        indexes: indexesByImage(children),
      };
    },

    async signers(repository, digest, profileArns) {
      return signersIn(session, await clientOf(repository), repository, { digest, profileArns });
    },
  };
}

/** What nobody can pull, as it lies in the archive, is left out; what cannot be read is not there. */
function pushedImageOf({ name }: Repository, detail: ImageDetail): PushedImage[] {
  const { imageDigest, imagePushedAt, imageTags, imageStatus = "ACTIVE" } = fields(detail);
  if (typeof imageDigest !== "string" || imageStatus !== "ACTIVE") return [];
  return [
    {
      repository: name,
      digest: imageDigest,
      tags: items(imageTags).map(String).sort(),
      pushedAt: imagePushedAt instanceof Date ? imagePushedAt : new Date(0),
      mediaType: detail.imageManifestMediaType,
      artifactType: detail.artifactMediaType,
      subject: detail.subjectManifestDigest,
    },
  ];
}
