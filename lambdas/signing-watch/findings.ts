import { type AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { type PushedImage, REPOSITORY_NAME } from "../../aws";
import { idPrefix, imageResource, openFinding, resourceIn } from "../shared/finding";
import { type Place } from "../shared/place";
import { type Shortcoming, type Verdict } from "./judge";

/** An image by its place in the registry. */
export interface ImageKey {
  readonly repository: string;
  readonly digest: string;
}

/** Marks our findings; what begins like this is routed to people. */
export const GENERATOR = "supply-chain/signing-watch";
const COMMON = {
  generator: GENERATOR,
  type: "Software and Configuration Checks/Image Signing/Signature Missing",
  severity: "HIGH",
} as const;

const WORDS: Readonly<Record<Shortcoming["kind"], string>> = {
  failed: "could not be made",
  missing: "was never asked for",
  late: "is not finished in time",
  gone: "was made, and none that holds is there",
};

/** A verdict that people are told of. */
export type ToldVerdict = Extract<Verdict, { readonly kind: "unsigned" | "undecided" }>;

/** The title, which the name of the repository follows, and what to do about it. */
const TEXTS: Readonly<
  Record<ToldVerdict["kind"], { readonly title: string; readonly recommendation: string }>
> = {
  unsigned: {
    title: "Image without signature",
    recommendation:
      "Do not deploy the image. Give its pusher signer:SignPayload on the signing profile, then push a new build; or sign it with supply-chain sign-images.",
  },
  undecided: {
    title: "Image with more signatures than are read",
    recommendation:
      "Find out who put so many signatures beside the image, and delete those that do not count: the log of the signing watch names some with the reason. Until then deploy another image.",
  },
};

/** Whether people are told of a verdict. */
export function isTold(verdict: Verdict): verdict is ToldVerdict {
  return verdict.kind in TEXTS;
}

/** Stable id of an image's finding, so that there is one for each digest. */
export function findingId(place: Place, { repository, digest }: ImageKey): string {
  return `${idPrefix(GENERATOR, place)}${repository}@${digest}`;
}

/** The image that a finding of ours is about; `undefined` for another finding. */
export function imageOfFinding(place: Place, id: string | undefined): ImageKey | undefined {
  const begin = idPrefix(GENERATOR, place);
  if (id?.startsWith(begin) !== true) return undefined;
  const [, repository, digest] = /^([^@]+)@(sha256:[0-9a-f]{64})$/.exec(id.slice(begin.length)) ?? [];
  if (repository === undefined || digest === undefined || !REPOSITORY_NAME.test(repository)) return undefined;
  return { repository, digest };
}

/** Stable id of the finding about the signing rules. */
export function rulesFindingId(place: Place): string {
  return `${idPrefix(GENERATOR, place)}rules`;
}

/** Tells people that an image has not the signatures it should have, or that nobody can say. */
export function imageFinding(
  place: Place,
  image: PushedImage,
  { kind, shortcomings }: ToldVerdict,
  now: number,
): AwsSecurityFinding {
  const { repository, digest, tags, pushedAt } = image;
  const { title, recommendation } = TEXTS[kind];
  return openFinding(place, {
    ...COMMON,
    id: findingId(place, image),
    title: `${title}: ${repository}`,
    description: `${digest}: ${shortcomings.map(described).join("; ")}`,
    recommendation,
    resources: [
      imageResource(place, image, {
        ...(tags.length > 0 ? { ImageTags: [...tags].sort().slice(0, 50) } : {}),
        ImagePublishedAt: pushedAt.toISOString(),
      }),
    ],
    updatedAt: new Date(now).toISOString(),
    // The time of the push, so that the finding stays the same however often it is written.
    createdAt: pushedAt.toISOString(),
  });
}

/** Tells people that the registry's signing rules are not the ones that were deployed. */
export function rulesFinding(place: Place, now: number): AwsSecurityFinding {
  const { region, accountId } = place;
  return openFinding(place, {
    ...COMMON,
    id: rulesFindingId(place),
    title: "The signing rules of the registry were changed",
    description: `The signing configuration of the registry ${accountId} in ${region} is not the one that was deployed, so images may be pushed without a signature.`,
    recommendation:
      "Look up PutSigningConfiguration and DeleteSigningConfiguration in CloudTrail, then apply the stack of the registry again, replacing the signing configuration.",
    resources: [resourceIn(place, "AwsAccount", `AWS::::Account:${accountId}`)],
    updatedAt: new Date(now).toISOString(),
  });
}

function described({ profileArn, kind, reason }: Shortcoming): string {
  const sentence = `the signature of ${profileArn} ${WORDS[kind]}`;
  return reason === undefined ? sentence : `${sentence} (${reason})`;
}
