import { type AwsSecurityFinding, type SeverityLabel } from "@aws-sdk/client-securityhub";
import { IMAGE_DIGEST, REPOSITORY_NAME } from "../../aws";
import { idPrefix, imageResource, LENGTHS, openFinding } from "../shared/finding";
import { type Place } from "../shared/place";
import { type Image } from "./image";
import { type Scan, SCAN_SEVERITIES, type ScanSeverity, type Vulnerability } from "./scan";

/** Marks our findings; what begins like this is routed to people. */
export const GENERATOR = "supply-chain/basic-scan-findings";
const TYPE = "Software and Configuration Checks/Vulnerabilities/CVE";

/** One finding for each severity of an image, and one for an image that could not be scanned. */
const CLASSES = [...SCAN_SEVERITIES, "UNSCANNED"] as const;
type Class = (typeof CLASSES)[number];

/** What nobody rated, or could look into, is no low risk. */
const LABELS: Readonly<Record<Class, SeverityLabel>> = {
  CRITICAL: "CRITICAL",
  HIGH: "HIGH",
  MEDIUM: "MEDIUM",
  LOW: "LOW",
  INFORMATIONAL: "INFORMATIONAL",
  UNDEFINED: "MEDIUM",
  UNSCANNED: "MEDIUM",
};
const RECOMMENDATION =
  "Build the image again on an updated base image, deploy it and delete this one. Basic scanning looks once, at push: aws ecr describe-image-scan-findings lists everything it found.";

/** Ids of all findings that an image can have; they never change. */
export function findingIds(place: Place, image: Image): string[] {
  return CLASSES.map((one) => findingId(place, image, one));
}

/** The image that a finding of ours is about; `undefined` for another finding. */
export function imageOfFinding(place: Place, id: string | undefined): Image | undefined {
  const begin = idPrefix(GENERATOR, place);
  if (id?.startsWith(begin) !== true) return undefined;
  const [, repository, digest = ""] = /^([^@]+)@([^/]+)\/[A-Z]+$/.exec(id.slice(begin.length)) ?? [];
  if (repository === undefined || !REPOSITORY_NAME.test(repository) || !IMAGE_DIGEST.test(digest))
    return undefined;
  return { repository, digest };
}

/** The findings that an image has after a scan; whatever else it had is over. */
export function findingsOf(place: Place, image: Image, scan: Scan, now: number): AwsSecurityFinding[] {
  if (scan.status === "failed") {
    return [
      finding(place, image, "UNSCANNED", now, {
        title: `Image not scanned: ${image.repository}`,
        description: `ECR could not scan ${image.digest} (${scan.reason}): what is in it is unknown.`,
        vulnerabilities: [],
      }),
    ];
  }
  if (scan.status !== "complete") return [];
  return SCAN_SEVERITIES.flatMap((severity) => {
    const count = scan.counts.get(severity) ?? 0;
    if (count === 0) return [];
    const vulnerabilities = scan.shown.get(severity) ?? [];
    return [
      finding(place, image, severity, now, {
        title: `${String(count)} ${wordOf(severity)} ${count === 1 ? "vulnerability" : "vulnerabilities"}: ${image.repository}`,
        description: `${image.digest}: ${listed(vulnerabilities, count)}`,
        vulnerabilities,
      }),
    ];
  });
}

function findingId(place: Place, { repository, digest }: Image, one: Class): string {
  return `${idPrefix(GENERATOR, place)}${repository}@${digest}/${one}`;
}

function wordOf(severity: ScanSeverity): string {
  return severity === "UNDEFINED" ? "unrated" : severity.toLowerCase();
}

/** As many as fit, and how many more. */
function listed(vulnerabilities: readonly Vulnerability[], count: number): string {
  const words = vulnerabilities.map(({ id, package: name, version }) => `${id} in ${name} ${version}`);
  const room = LENGTHS.description - 120;
  let text = "";
  let told = 0;
  for (const word of words) {
    if (text.length + word.length > room) break;
    text += `${told === 0 ? "" : ", "}${word}`;
    told += 1;
  }
  const more = count - told;
  return more > 0 ? `${text}${told === 0 ? "" : " and "}${String(more)} more` : text;
}

function finding(
  place: Place,
  image: Image,
  one: Class,
  now: number,
  words: {
    readonly title: string;
    readonly description: string;
    readonly vulnerabilities: readonly Vulnerability[];
  },
): AwsSecurityFinding {
  const found = openFinding(place, {
    generator: GENERATOR,
    type: TYPE,
    severity: LABELS[one],
    id: findingId(place, image, one),
    title: words.title,
    description: words.description,
    recommendation: RECOMMENDATION,
    resources: [imageResource(place, image)],
    updatedAt: new Date(now).toISOString(),
  });
  const { vulnerabilities } = words;
  return vulnerabilities.length === 0
    ? found
    : { ...found, Vulnerabilities: vulnerabilities.map(vulnerabilityOf) };
}

function vulnerabilityOf({ id, package: name, version, uri }: Vulnerability) {
  return {
    Id: id,
    VulnerablePackages: [{ Name: name, Version: version }],
    ...(uri === undefined ? {} : { ReferenceUrls: [uri] }),
  };
}
