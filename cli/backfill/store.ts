import { type SignatureStore } from "../../backfill";
import { type Repository } from "../../images";
import { call, type CredentialsOf, unreadable } from "../aws/caller";
import { namesOf, placeOf } from "../aws/ecr";
import { clientSettings, paced, type PacedSession } from "./paced-session";

/** What {@link storeOf} calls. */
export const WRITE_ACTIONS = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:CompleteLayerUpload",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
] as const;

/** What ECR says of a blob or manifest that is there already. */
const THERE: ReadonlySet<string> = new Set(["ImageAlreadyExistsException", "LayerAlreadyExistsException"]);

/**
 * ECR by its API: blobs are smaller than one part of an upload.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_UploadLayerPart.html
 */
export function storeOf(session: PacedSession, credentialsOf: CredentialsOf): SignatureStore {
  const clientOf = async ({ account, region }: Repository) => {
    const { ECRClient } = await session.sdk.ecr();
    return paced(new ECRClient(clientSettings(session, region, await credentialsOf(account))), session.pace);
  };
  return {
    async putBlob(repository, digest, layerPartBlob) {
      const {
        BatchCheckLayerAvailabilityCommand,
        CompleteLayerUploadCommand,
        InitiateLayerUploadCommand,
        UploadLayerPartCommand,
      } = await session.sdk.ecr();
      const client = await clientOf(repository);
      const names = namesOf(repository);
      const at = (operation: string) => placeOf(operation, repository);
      const { layers = [] } = await call(session, at("BatchCheckLayerAvailability"), (options) =>
        client.send(new BatchCheckLayerAvailabilityCommand({ ...names, layerDigests: [digest] }), options),
      );
      if (layers.some((layer) => layer.layerDigest === digest && layer.layerAvailability === "AVAILABLE"))
        return;
      const { uploadId } = await call(session, at("InitiateLayerUpload"), (options) =>
        client.send(new InitiateLayerUploadCommand(names), options),
      );
      if (uploadId === undefined) throw unreadable(at("InitiateLayerUpload"), "it names no upload");
      await call(session, at("UploadLayerPart"), (options) =>
        client.send(
          new UploadLayerPartCommand({
            ...names,
            uploadId,
            partFirstByte: 0,
            partLastByte: layerPartBlob.length - 1,
            layerPartBlob,
          }),
          options,
        ),
      );
      const complete = new CompleteLayerUploadCommand({ ...names, uploadId, layerDigests: [digest] });
      const answer = await call(session, at("CompleteLayerUpload"), (options) =>
        client.send(complete, options).catch(there),
      );
      if (answer && answer.layerDigest !== digest) {
        throw unreadable(at("CompleteLayerUpload"), "it names another blob");
      }
    },

    async putManifest(repository, imageDigest, imageManifest) {
      const { PutImageCommand } = await session.sdk.ecr();
      const client = await clientOf(repository);
      const place = placeOf("PutImage", repository);
      const command = new PutImageCommand({
        ...namesOf(repository),
        imageManifest,
        imageManifestMediaType: "application/vnd.oci.image.manifest.v1+json",
        imageDigest,
      });
      const answer = await call(session, place, (options) => client.send(command, options).catch(there));
      if (answer && answer.image?.imageId?.imageDigest !== imageDigest) {
        throw unreadable(place, "it names another manifest");
      }
    },
  };
}

function there(error: unknown): undefined {
  if (THERE.has((error as Error).name)) return undefined;
  throw error;
}
