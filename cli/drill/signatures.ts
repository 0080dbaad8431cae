import { type ECRClient } from "@aws-sdk/client-ecr";
import { chunks } from "../../asking";
import { INDEX_TYPES, isIndex, isSignatureTag, mayRun, type PushedImage, unsignable } from "../../aws";
import { type SignedBy } from "../../ecr-signatures/signed-by";
import { SIGNATURE_READ_ACTIONS } from "../../ecr-signatures/stored";
import { entriesOf, type Repository } from "../../images";
import { type CredentialsOf, type Session } from "../aws/caller";
import { imagesIn } from "../aws/images";
import { manifestsIn } from "../aws/manifests";
import { signersIn } from "../aws/signers";
import { EMPTY, indexesByImage, type Listing } from "./listing";

/** Most manifests of one request. @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html */
const MANIFESTS = 100;

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
  /** What lies in the archive cannot be pulled. */
  const pushed = async (client: ECRClient, repository: Repository): Promise<readonly PushedImage[]> => {
    const found: PushedImage[] = [];
    for await (const page of imagesIn(session, client, repository)) {
      found.push(...page.filter(({ archived }) => !archived));
    }
    return found;
  };
  return {
    async listing(repository) {
      const client = await clientOf(repository);
      const found = await pushed(client, repository);
      if (found.length === 0) return EMPTY;
      const children = new Map<string, readonly string[]>();
      const attestations = new Set<string>();
      for (const some of chunks(found.filter(isIndex), MANIFESTS)) {
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
        held: new Set(found.map(({ digest }) => digest)),
        indexes: indexesByImage(children),
      };
    },

    async signers(repository, digest, profileArns) {
      return signersIn(session, await clientOf(repository), repository, { digest, profileArns });
    },
  };
}
