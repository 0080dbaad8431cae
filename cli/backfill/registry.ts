import type * as ecr from "@aws-sdk/client-ecr";
import { pages } from "../../asking";
import { fields } from "../../asking/fields";
import { type SigningState } from "../../aws";
import { type Registry } from "../../backfill";
import { type Repository } from "../../images";
import { NOTARY_TYPE } from "../../notation/storage/signature-manifest";
import { call, type CredentialsOf, unreadable } from "../aws/caller";
import { absent, MANIFEST_TYPES, namesOf, pathOf, placeOf } from "../aws/ecr";
import { imageIn, imagesIn } from "../aws/images";
import { manifestsIn } from "../aws/manifests";
import { signersIn } from "../aws/signers";
import { findingsOf } from "./inspector";
import { clientSettings, paced, type PacedSession } from "./paced-session";
import { scanOf } from "./scan";

/** Largest page. @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListImageReferrers.html */
const PAGE_SIZE = 50;
/** Most pages: nobody signs one image 5,000 times. */
const PAGES = 100;

/** What {@link registryOf} calls; listing referrers is authorised by `ecr:BatchGetImage`. */
export const LIST_ACTIONS = [
  "ecr:BatchGetImage",
  "ecr:DescribeImages",
  "ecr:DescribeImageSigningStatus",
] as const;
/** The same with the signatures themselves. */
export const VERIFY_ACTIONS = [...LIST_ACTIONS, "ecr:GetDownloadUrlForLayer"] as const;
/** The same with scans; findings of enhanced scanning are Inspector's. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced.html */
export const READ_ACTIONS = [
  ...VERIFY_ACTIONS,
  "ecr:DescribeImageScanFindings",
  "inspector2:ListCoverage",
  "inspector2:ListFindings",
] as const;

/** ECR by its API, with a role of the registry's account where one is known. */
export function registryOf(session: PacedSession, credentialsOf: CredentialsOf): Registry {
  const clients = new Map<string, ReturnType<typeof makeClient>>();
  const makeClient = async ({ account, region }: Repository) => {
    const { ECRClient } = await session.sdk.ecr();
    const settings = clientSettings(session, region, await credentialsOf(account));
    return paced(new ECRClient(settings), session.pace);
  };
  const clientOf = (repository: Repository) => {
    const key = `${repository.account} ${repository.region}`;
    const client = clients.get(key) ?? makeClient(repository);
    clients.set(key, client);
    return client;
  };
  const inspect = findingsOf(session, credentialsOf);
  return {
    async *images(repository) {
      yield* imagesIn(session, await clientOf(repository), repository);
    },

    async image(repository, digest) {
      return imageIn(session, await clientOf(repository), repository, digest);
    },

    async signatures(repository, digest) {
      return signaturesOf(session, await clientOf(repository), repository, digest);
    },

    async signed(repository, digest, profileArn) {
      const question = { digest, profileArns: [profileArn] };
      const found = await signersIn(session, await clientOf(repository), repository, question);
      return {
        holds: found.profileArns.length > 0,
        refused: found.refused.map((signature) => signature.digest),
        why: found.refused[0]?.why,
        isCut: found.isCut,
      };
    },

    async states(repository, imageDigest) {
      return statesOf(session, await clientOf(repository), repository, imageDigest);
    },

    async manifests(repository, digests) {
      const asked = { digests, mediaTypes: MANIFEST_TYPES };
      return manifestsIn(session, await clientOf(repository), repository, asked);
    },

    async scan(repository, imageDigest) {
      return scanOf(session, await clientOf(repository), repository, imageDigest, inspect);
    },
  };
}

/** Digests of the signatures of a manifest, sorted; none where the repository is gone. */
async function signaturesOf(
  session: PacedSession,
  client: ecr.ECRClient,
  repository: Repository,
  digest: string,
): Promise<string[]> {
  const { ListImageReferrersCommand } = await session.sdk.ecr();
  const place = placeOf("ListImageReferrers", repository);
  const found: string[] = [];
  for await (const page of pages(
    pathOf("ListImageReferrers", repository),
    async (nextToken) => {
      const command = new ListImageReferrersCommand({
        ...namesOf(repository),
        subjectId: { imageDigest: digest },
        filter: { artifactTypes: [NOTARY_TYPE], artifactStatus: "ACTIVE" },
        nextToken,
        maxResults: PAGE_SIZE,
      });
      const answer = await call(session, place, (options) => client.send(command, options).catch(absent));
      const list = answer ? answer.referrers : [];
      if (!Array.isArray(list)) throw unreadable(place, "it has no list of referrers");
      return { items: list.map(fields), next: answer?.nextToken };
    },
    PAGES,
  )) {
    for (const { digest: signature, artifactType, artifactStatus } of page) {
      // A filter that was overlooked, and what lies in the archive, make no signature.
      const counts = artifactType === NOTARY_TYPE && (artifactStatus ?? "ACTIVE") === "ACTIVE";
      if (counts && typeof signature === "string") found.push(signature);
    }
  }
  return found.sort();
}

/** What ECR says of signing a manifest; nothing where the repository is gone. */
async function statesOf(
  session: PacedSession,
  client: ecr.ECRClient,
  repository: Repository,
  imageDigest: string,
): Promise<SigningState[]> {
  const { DescribeImageSigningStatusCommand } = await session.sdk.ecr();
  const place = placeOf("DescribeImageSigningStatus", repository);
  const command = new DescribeImageSigningStatusCommand({
    ...namesOf(repository),
    imageId: { imageDigest },
  });
  const answer = await call(session, place, (options) => client.send(command, options).catch(absent));
  const states: unknown = answer ? answer.signingStatuses : [];
  if (!Array.isArray(states)) throw unreadable(place, "it has no list of signing statuses");
  return states.map(stateOf);
}

function stateOf(value: unknown): SigningState {
  const { signingProfileArn, status, failureCode, failureReason } = fields(value);
  const text = (one: unknown, name: string) => (typeof one === "string" ? { [name]: one.slice(0, 300) } : {});
  return {
    ...text(signingProfileArn, "profileArn"),
    ...text(status, "status"),
    ...text(failureCode, "failureCode"),
    ...text(failureReason, "failureReason"),
  };
}
