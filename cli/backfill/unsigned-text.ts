import {
  PRICE_PAGES,
  SIGNATURE_BYTES,
  type SigningCost,
  STORAGE_PRICE,
  type UnsignedImage,
} from "../../backfill";
import { type Location } from "../../aws";
import { type Problem } from "../../problem";
import { sections } from "../notes";
import { count, printable, problemLine, table } from "../terminal";

/** An unsigned image with its pusher. */
export interface Listed extends UnsignedImage {
  /** ARN of the role that pushed it, or `unknown`. */
  readonly pushedBy: string;
  /** Whether that is a pusher of today. */
  readonly pusher: "current" | "none" | "unknown";
}

/** A list with what was asked. */
export interface ToldUnsigned {
  readonly account: string;
  readonly registry: Location;
  readonly repositories: number;
  /** Whether signatures were read, so that there are images with some that count for nothing. */
  readonly verified: boolean;
  readonly at: Date;
  readonly looked: number;
  readonly images: readonly Listed[];
  readonly cost: SigningCost;
  /** Why the list may lack something. */
  readonly problems: readonly Problem[];
}

/** A list as people read it. */
export function unsignedText(told: ToldUnsigned): string {
  const { images, problems, verified } = told;
  return sections([
    headline(told),
    ...(images.length === 0 ? [] : [rows(images, verified), costText(told.cost)]),
    ...(problems.length === 0
      ? []
      : [["Not complete", ...problems.map((one) => `  ${problemLine(one)}`)].join("\n")]),
  ]);
}

function headline({ account, registry, repositories, at, looked, images }: ToldUnsigned): string {
  const time = at.toISOString().slice(0, 16).replace("T", " ");
  return [
    `${count(images.length, "unsigned image")} of ${count(looked, "image")} in ${count(repositories, "signed repository", "signed repositories")}`,
    `asked by account ${account} in ${registry.accountId} ${registry.region} at ${time} UTC`,
  ].join("\n");
}

function rows(images: readonly Listed[], verified: boolean): string {
  const signatures = (value: string) => (verified ? [value] : []);
  return table(
    [
      "image",
      "tags",
      "pushed at",
      "pushed by",
      "pusher today",
      "managed signing",
      ...signatures("why its signatures do not count"),
    ],
    images.map(({ repository, digest, tags, pushedAt, pushedBy, pusher, why, worthless }) =>
      [
        `${repository}@${digest}`,
        tags.length === 0 ? "-" : tags.join(" "),
        pushedAt.toISOString().slice(0, 16).replace("T", " "),
        pushedBy,
        { current: "yes", none: "no", unknown: "unknown" }[pusher],
        why,
        ...signatures(worthless ?? "it has none"),
      ].map(printable),
    ),
  );
}

/** What signing all of them costs, with where that stands. */
function costText({ signatures, storageBytes, storageDollarsPerMonth }: SigningCost): string {
  const megabytes = (storageBytes / 1_024 ** 2).toFixed(1);
  return [
    "Cost of signing all of them",
    `  signing by pushing again: what ECR takes for a signature of managed signing, for each (${PRICE_PAGES.managedSigning})`,
    `  signing by sign-images: none of its own for images in ECR (${PRICE_PAGES.signer})`,
    `  storage: ${count(signatures, "signature")} of about ${String(SIGNATURE_BYTES / 1_024)} KiB are ${megabytes} MiB, ${dollars(storageDollarsPerMonth)} a month at $${STORAGE_PRICE.toFixed(2)} for a GB, replicas included (${PRICE_PAGES.storage})`,
    "  quota: each signature counts as one of the 100,000 images of its repository",
  ].join("\n");
}

function dollars(amount: number): string {
  return amount < 0.01 ? "less than $0.01" : `$${amount.toFixed(2)}`;
}

/** A list as data. */
export function unsignedData(told: ToldUnsigned): object {
  const { account, registry, repositories, verified, at, looked, images, cost, problems } = told;
  return {
    asked: {
      account,
      registry: { account: registry.accountId, region: registry.region },
      repositories,
      verified,
      at: at.toISOString(),
    },
    complete: problems.length === 0,
    looked,
    cost: { ...cost, pages: PRICE_PAGES },
    problems,
    images: images.map(imageData),
  };
}

function imageData({ repository, digest, tags, mediaType, pushedAt, pusher, ...listed }: Listed): object {
  return {
    image: `${repository}@${digest}`,
    repository,
    digest,
    tags,
    mediaType: mediaType ?? null,
    pushedAt: pushedAt.toISOString(),
    pushedBy: listed.pushedBy,
    pusherToday: pusher === "unknown" ? "unknown" : pusher === "current",
    managedSigning: listed.why,
    worthlessSignatures: listed.worthless ?? null,
  };
}
