import { type Repository } from "../../where";
import { call, type CredentialsOf, type Session, unreadable } from "../where/caller";
import { fields } from "../where/read";
import { type SigningState } from "./judge";

/** What ECR calls an image or repository that is not there. */
const ABSENT = new Set(["ImageNotFoundException", "RepositoryNotFoundException"]);

/** Asks ECR what signed an image; `undefined` when the registry does not have it. */
export type Signatures = (
  repository: Repository,
  digest: string,
) => Promise<readonly SigningState[] | undefined>;

/** Signatures by ECR's managed signing, with a role of the registry's account where one is known. */
export function signaturesOf(session: Session, credentialsOf: CredentialsOf): Signatures {
  return async ({ account, region, name }, imageDigest) => {
    const { ECRClient, DescribeImageSigningStatusCommand } = await session.sdk.ecr();
    const credentials = await credentialsOf(account);
    const client = new ECRClient({ ...session.settings, region, ...(credentials ? { credentials } : {}) });
    const place = { action: "ecr:DescribeImageSigningStatus", account, region };
    const answer = await call(session, place, (options) =>
      client
        .send(
          new DescribeImageSigningStatusCommand({
            registryId: account,
            repositoryName: name,
            imageId: { imageDigest },
          }),
          options,
        )
        .catch((error: unknown) => {
          if (ABSENT.has((error as Error).name)) return undefined;
          throw error;
        }),
    );
    if (!answer) return undefined;
    const states: unknown = answer.signingStatuses ?? [];
    if (!Array.isArray(states)) throw unreadable(place, "it has no list of states");
    return states.map(fields).map(({ signingProfileArn, status }) => ({
      profileArn: typeof signingProfileArn === "string" ? signingProfileArn : "",
      status: typeof status === "string" ? status : "",
    }));
  };
}
