import { type CoverageFilterCriteria, type FilterCriteria } from "@aws-sdk/client-inspector2";
import { type Page, pages } from "../../asking";
import { fields, items } from "../../asking/fields";
import { partitionOf, REPOSITORY_NAME } from "../../aws";
import { type Repository } from "../../images";
import { type FindingFilter, type Image, type ImageFilter, type Inspector, type Use } from "../../where";
import { call, type Session, unreadable } from "../aws/caller";
import { type Called } from "../aws/failure";
import { count, coveredImageOf, findingOf, usesOf } from "./read";

/** Largest pages. @see https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListFindings.html */
const PAGE = { findings: 100, coverage: 200, clusters: 100 } as const;
/** Most pages of clusters that one image is told with. */
const CLUSTER_PAGES = 100;

const equals = (value: string) => [{ comparison: "EQUALS" as const, value }];
const IMAGES = { resourceType: equals("AWS_ECR_CONTAINER_IMAGE") };

/** Inspector in one region by its API. */
export async function inspectorOf(session: Session, account: string, region: string): Promise<Inspector> {
  const calls = await callsOf(session, account, region);
  return {
    async *findings(filter) {
      for await (const found of calls.findings(criteriaOf(filter))) {
        const findings = found.map(findingOf).filter((finding) => finding !== undefined);
        yield { findings, unreadable: found.length - findings.length };
      }
    },

    async images(filter) {
      const images: Image[] = [];
      for await (const page of calls.coverage({ ...IMAGES, ...imageCriteria(filter) })) {
        for (const one of page) {
          const image = coveredImageOf(one);
          if (!image) throw unreadable(calls.at("ListCoverage"), "it has an image without an ARN");
          images.push(image);
        }
      }
      return images;
    },

    async repositories(name) {
      const repositories: Repository[] = [];
      const filter = {
        resourceType: equals("AWS_ECR_REPOSITORY"),
        ...(name === undefined ? {} : { ecrRepositoryName: equals(name) }),
      };
      for await (const page of calls.coverage(filter)) {
        for (const one of page) {
          const repository = repositoryOf(one, region);
          if (!repository) throw unreadable(calls.at("ListCoverage"), "it has a repository without a name");
          repositories.push(repository);
        }
      }
      return repositories;
    },

    async uses(resourceId) {
      const uses: Use[] = [];
      for await (const clusters of calls.clusters(resourceId)) {
        for (const one of clusters) {
          const read = usesOf(one);
          if (!read) throw unreadable(calls.at("GetClustersForImage"), "it has a cluster without an ARN");
          uses.push(...read);
        }
      }
      return uses;
    },

    coveredImages: () => calls.count(IMAGES),

    unscannedInUse: () =>
      calls.count({
        ...IMAGES,
        scanStatusCode: equals("INACTIVE"),
        // Scanned when they were pushed, as the registry asks for.
        scanStatusReason: [{ comparison: "NOT_EQUALS", value: "SCAN_FREQUENCY_SCAN_ON_PUSH" }],
        ecrImageInUseCount: [{ lowerInclusive: 1 }],
      }),
  };
}

/** The calls of Inspector, with answers whose items nobody has read yet. */
async function callsOf(session: Session, account: string, region: string) {
  const {
    Inspector2Client,
    GetClustersForImageCommand,
    ListCoverageCommand,
    ListCoverageStatisticsCommand,
    ListFindingsCommand,
  } = await session.sdk.inspector2();
  const client = new Inspector2Client({ ...session.settings, region });
  const at = (operation: string) => ({ action: `inspector2:${operation}`, account, region });
  const pagesOf = (
    place: Called,
    ask: (nextToken: string | undefined) => Promise<Page<readonly unknown[]>>,
    limit?: number,
  ) => pages(`${place.action} ${region}`, ask, limit);
  return {
    at,

    findings(filterCriteria: FilterCriteria) {
      const place = at("ListFindings");
      return pagesOf(place, async (nextToken) => {
        const command = new ListFindingsCommand({
          filterCriteria,
          nextToken,
          maxResults: PAGE.findings,
          sortCriteria: { field: "SEVERITY", sortOrder: "DESC" },
        });
        const answer = await call(session, place, (options) => client.send(command, options));
        if (!Array.isArray(answer.findings)) throw unreadable(place, "it has no list of findings");
        return { items: answer.findings, next: answer.nextToken };
      });
    },

    coverage(filterCriteria: CoverageFilterCriteria) {
      const place = at("ListCoverage");
      return pagesOf(place, async (nextToken) => {
        const command = new ListCoverageCommand({ filterCriteria, nextToken, maxResults: PAGE.coverage });
        const answer = await call(session, place, (options) => client.send(command, options));
        const { coveredResources } = answer;
        if (!Array.isArray(coveredResources)) throw unreadable(place, "it has no list of resources");
        return { items: coveredResources, next: answer.nextToken };
      });
    },

    async count(filterCriteria: CoverageFilterCriteria): Promise<number> {
      const place = at("ListCoverageStatistics");
      const command = new ListCoverageStatisticsCommand({ filterCriteria });
      const answer = await call(session, place, (options) => client.send(command, options));
      const total = count(answer.totalCounts);
      if (total === "unknown") throw unreadable(place, "it has no number");
      return total;
    },

    clusters(resourceId: string) {
      const place = at("GetClustersForImage");
      return pagesOf(
        place,
        async (nextToken) => {
          const command = new GetClustersForImageCommand({
            filter: { resourceId },
            nextToken,
            maxResults: PAGE.clusters,
          });
          const answer = await call(session, place, (options) => client.send(command, options));
          return { items: items(answer.cluster), next: answer.nextToken };
        },
        CLUSTER_PAGES,
      );
    },
  };
}

/**
 * Findings that are suppressed count too: whoever accepted them did not mend the image.
 */
function criteriaOf(filter: FindingFilter): FilterCriteria {
  return {
    ...IMAGES,
    findingStatus: [...equals("ACTIVE"), ...equals("SUPPRESSED")],
    ...("vulnerability" in filter ? { vulnerabilityId: equals(filter.vulnerability) } : {}),
    ...("relatedVulnerability" in filter
      ? { relatedVulnerabilities: equals(filter.relatedVulnerability) }
      : {}),
    ...("package" in filter ? { vulnerablePackages: [{ name: equals(filter.package)[0] }] } : {}),
    ...("digests" in filter ? { ecrImageHash: filter.digests.flatMap(equals) } : {}),
  };
}

function imageCriteria(filter: ImageFilter): CoverageFilterCriteria {
  if ("arns" in filter) return { resourceId: filter.arns.flatMap(equals) };
  const { repository, tag } = filter;
  return {
    ecrRepositoryName: equals(repository),
    ...(tag === undefined ? {} : { ecrImageTags: equals(tag) }),
  };
}

function repositoryOf(value: unknown, region: string): Repository | undefined {
  const { accountId, resourceMetadata } = fields(value);
  const { name } = fields(fields(resourceMetadata)["ecrRepository"]);
  if (typeof accountId !== "string" || !/^\d{12}$/.test(accountId)) return undefined;
  if (typeof name !== "string" || !REPOSITORY_NAME.test(name)) return undefined;
  return { account: accountId, region, partition: partitionOf(region), name };
}
