import type * as ecr from "@aws-sdk/client-ecr";
import { ABSENT_LAYER } from "../../aws";
import { IncompleteAnswer } from "../../asking/incomplete-answer";
import { readBlob } from "../../ecr-signatures/blob";
import { plainRequests } from "../../ecr-signatures/protocol";
import { type SignedBy, signedBy } from "../../ecr-signatures/signed-by";
import { type SignatureRegistry } from "../../ecr-signatures/stored";
import { type Repository } from "../../images";
import { NotationError } from "../../notation";
import { call, unreadable } from "./caller";
import { absent, type EcrSession, namesOf, placeOf } from "./ecr";

/**
 * Reads and verifies the signatures of an image in a repository of ECR.
 *
 * @throws ProblemError for every answer that does not come or cannot be read
 */
export async function signersIn(
  session: EcrSession,
  client: ecr.ECRClient,
  repository: Repository,
  { digest, profileArns }: { readonly digest: string; readonly profileArns: readonly string[] },
): Promise<SignedBy> {
  const { partition } = repository;
  const image = { ...namesOf(repository), digest };
  const registry = await signatureRegistry(session, client, repository);
  try {
    return await signedBy(registry, { partition, image, profileArns, at: new Date() });
  } catch (error) {
    if (error instanceof IncompleteAnswer)
      throw unreadable({ ...repository, action: error.operation }, error.message);
    if (!(error instanceof NotationError)) throw error;
    throw unreadable(placeOf("GetDownloadUrlForLayer", repository), error.message);
  }
}

/** A repository of ECR as signatures are read from it; every operation throws ProblemError. */
async function signatureRegistry(
  session: EcrSession,
  client: ecr.ECRClient,
  repository: Repository,
): Promise<SignatureRegistry> {
  const { BatchGetImageCommand, GetDownloadUrlForLayerCommand, ListImageReferrersCommand } =
    await session.sdk.ecr();
  const isPlain = plainRequests(client);
  const at = (operation: string) => placeOf(operation, repository);
  return {
    listImageReferrers: (input) =>
      call(session, at("ListImageReferrers"), (options) =>
        client.send(new ListImageReferrersCommand(input), options).catch(absent),
      ),
    batchGetImage: (input) =>
      call(session, at("BatchGetImage"), (options) =>
        client.send(new BatchGetImageCommand(input), options).catch(absent),
      ),
    getDownloadUrlForLayer: (input) =>
      call(session, at("GetDownloadUrlForLayer"), (options) =>
        client.send(new GetDownloadUrlForLayerCommand(input), options).catch(absentLayer),
      ),
    download: (url, maxBytes) =>
      call(session, at("GetDownloadUrlForLayer"), ({ abortSignal: signal }) =>
        readBlob({ url, maxBytes, plain: isPlain(), signal }),
      ),
  };
}

function absentLayer(error: unknown): undefined {
  return ABSENT_LAYER.has((error as Error).name) ? undefined : absent(error);
}
