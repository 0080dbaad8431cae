import { type AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { REPOSITORY_NAME } from "../../aws";
import { type Place } from "../shared/place";
import { type PushedImage } from "./image";
import { type Shortcoming } from "./judge";

/** An image by its place in the registry. */
export interface ImageKey {
  readonly repository: string;
  readonly digest: string;
}

/** Marks our findings; what begins like this is routed to people. */
export const GENERATOR = "supply-chain/signing-watch";
const TYPE = "Software and Configuration Checks/Image Signing/Signature Missing";
/** @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html */
const LENGTHS = { title: 256, description: 1_024, recommendation: 512 } as const;

const WORDS: Readonly<Record<Shortcoming["kind"], string>> = {
  failed: "could not be made",
  missing: "was never asked for",
  late: "is not finished in time",
};

/** Stable id of an image's finding, so that there is one for each digest. */
export function findingId({ region, accountId }: Place, { repository, digest }: ImageKey): string {
  return `${GENERATOR}/${accountId}/${region}/${repository}@${digest}`;
}

/** The image that a finding of ours is about; `undefined` for another finding. */
export function imageOfFinding(place: Place, id: string | undefined): ImageKey | undefined {
  const begin = `${GENERATOR}/${place.accountId}/${place.region}/`;
  if (id?.startsWith(begin) !== true) return undefined;
  const [, repository, digest] = /^([^@]+)@(sha256:[0-9a-f]{64})$/.exec(id.slice(begin.length)) ?? [];
  if (repository === undefined || digest === undefined || !REPOSITORY_NAME.test(repository)) return undefined;
  return { repository, digest };
}

/** Stable id of the finding about the signing rules. */
export function rulesFindingId({ region, accountId }: Place): string {
  return `${GENERATOR}/${accountId}/${region}/rules`;
}

/** Tells people that an image has not the signatures it should have. */
export function imageFinding(
  place: Place,
  image: PushedImage,
  shortcomings: readonly Shortcoming[],
  now: number,
): AwsSecurityFinding {
  const { repository, digest, tags, pushedAt } = image;
  const { partition, region, accountId } = place;
  return {
    ...common(place, findingId(place, image), now),
    // The time of the push, so that the finding stays the same however often it is written.
    CreatedAt: pushedAt.toISOString(),
    Title: `Image without signature: ${repository}`.slice(0, LENGTHS.title),
    Description: `${digest}: ${shortcomings.map(described).join("; ")}`.slice(0, LENGTHS.description),
    Remediation: recommend(
      "Do not deploy the image. Give its pusher signer:SignPayload on the signing profile, then push a new build; or sign it with supply-chain sign-images.",
    ),
    Resources: [
      {
        Type: "AwsEcrContainerImage",
        Id: `arn:${partition}:ecr:${region}:${accountId}:repository/${repository}/${digest}`,
        Partition: partition as "aws",
        Region: region,
        Details: {
          AwsEcrContainerImage: {
            RegistryId: accountId,
            RepositoryName: repository,
            ImageDigest: digest,
            ...(tags.length > 0 ? { ImageTags: [...tags].sort().slice(0, 50) } : {}),
            ImagePublishedAt: pushedAt.toISOString(),
          },
        },
      },
    ],
  };
}

/** Tells people that the registry's signing rules are not the ones that were deployed. */
export function rulesFinding(place: Place, now: number): AwsSecurityFinding {
  const { partition, region, accountId } = place;
  return {
    ...common(place, rulesFindingId(place), now),
    CreatedAt: new Date(now).toISOString(),
    Title: "The signing rules of the registry were changed",
    Description: `The signing configuration of the registry ${accountId} in ${region} is not the one that was deployed, so images may be pushed without a signature.`,
    Remediation: recommend(
      "Look up PutSigningConfiguration and DeleteSigningConfiguration in CloudTrail, then apply the stack of the registry again, replacing the signing configuration.",
    ),
    Resources: [
      {
        Type: "AwsAccount",
        Id: `AWS::::Account:${accountId}`,
        Partition: partition as "aws",
        Region: region,
      },
    ],
  };
}

function common({ partition, region, accountId }: Place, Id: string, now: number) {
  return {
    SchemaVersion: "2018-10-08",
    Id,
    ProductArn: `arn:${partition}:securityhub:${region}:${accountId}:product/${accountId}/default`,
    GeneratorId: GENERATOR,
    AwsAccountId: accountId,
    UpdatedAt: new Date(now).toISOString(),
    RecordState: "ACTIVE",
    FindingProviderFields: { Severity: { Label: "HIGH" }, Types: [TYPE] },
  } as const satisfies Partial<AwsSecurityFinding>;
}

function recommend(text: string) {
  return { Recommendation: { Text: text.slice(0, LENGTHS.recommendation) } };
}

function described({ profileArn, kind, reason }: Shortcoming): string {
  const sentence = `the signature of ${profileArn} ${WORDS[kind]}`;
  return reason === undefined ? sentence : `${sentence} (${reason})`;
}
