import { pages } from "../../asking";
import { fields } from "../../asking/fields";
import { type Weight } from "../../aws";
import { type Repository } from "../../images";
import { call, type CredentialsOf, unreadable } from "../aws/caller";
import { weightOf } from "../aws/finding-weight";
import { clientSettings, paced, type PacedSession } from "./paced-session";

/** Largest page. @see https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListFindings.html */
const PAGE = 100;
/** A hundred thousand findings of one image. */
const PAGES = 1_000;

const equals = (value: string) => ({ comparison: "EQUALS" as const, value });

/** Findings of one image that are not closed, by their ARNs. */
export type Findings = (repository: Repository, digest: string) => Promise<ReadonlyMap<string, Weight>>;

/** Inspector's own findings, asked in the account and region of the registry; those suppressed are not mended. */
export function findingsOf(session: PacedSession, credentialsOf: CredentialsOf): Findings {
  return async ({ account, region, name }, digest) => {
    const { Inspector2Client, ListFindingsCommand } = await session.sdk.inspector2();
    const settings = clientSettings(session, region, await credentialsOf(account));
    const client = paced(new Inspector2Client(settings), session.pace);
    const place = { action: "inspector2:ListFindings", account, region };
    const filterCriteria = {
      resourceType: [equals("AWS_ECR_CONTAINER_IMAGE")],
      ecrImageRegistry: [equals(account)],
      ecrImageRepositoryName: [equals(name)],
      ecrImageHash: [equals(digest)],
      findingStatus: [equals("ACTIVE"), equals("SUPPRESSED")],
    };
    const found = new Map<string, Weight>();
    for await (const findings of pages(
      `${place.action} ${region}`,
      async (nextToken) => {
        const command = new ListFindingsCommand({ filterCriteria, nextToken, maxResults: PAGE });
        const answer = await call(session, place, (options) => client.send(command, options));
        if (!Array.isArray(answer.findings)) throw unreadable(place, "it has no list of findings");
        return { items: answer.findings, next: answer.nextToken };
      },
      PAGES,
    )) {
      for (const finding of findings) {
        const { findingArn } = fields(finding);
        if (typeof findingArn !== "string") throw unreadable(place, "it has a finding without an ARN");
        found.set(findingArn, weightOf(finding));
      }
    }
    return found;
  };
}
