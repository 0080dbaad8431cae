import {
  BatchGetImageCommand,
  DescribeImagesCommand,
  DescribeImageSigningStatusCommand,
  DescribeRepositoriesCommand,
  type ECRClient,
  GetDownloadUrlForLayerCommand,
  GetSigningConfigurationCommand,
  type ImageDetail,
  ListImageReferrersCommand,
} from "@aws-sdk/client-ecr";
import {
  ABSENT_IMAGE,
  ABSENT_LAYER,
  INDEX_TYPES,
  type PushedImage,
  type RegistrySigningRule,
  type SigningState,
} from "../../aws";
import { readBlob } from "../../ecr-signatures/blob";
import { plainRequests } from "../../ecr-signatures/protocol";
import { checkComplete, type SignatureRegistry } from "../../ecr-signatures/stored";
import { IncompleteAnswer, memberOf } from "../../asking/incomplete-answer";
import { listed } from "../shared/pages";

/** What the function asks the registry. */
export interface Registry {
  /** The signing rules as they are; none when nothing is configured. */
  rules(): Promise<RegistrySigningRule[]>;
  /** `undefined` when the image or its repository is gone, or the image is in the archive, where nobody can pull it. */
  image(repository: string, digest: string): Promise<PushedImage | undefined>;
  /** `undefined` when the image or its repository is gone. */
  states(repository: string, digest: string): Promise<SigningState[] | undefined>;
  /** Names of repositories, page by page. */
  repositories(): AsyncIterable<string[]>;
  /** Images of a repository that are not in the archive, page by page; none when it is gone. */
  images(repository: string): AsyncIterable<PushedImage[]>;
  /** The manifests, as texts; those that are gone are left out. */
  manifests(repository: string, digests: readonly string[]): Promise<string[]>;
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html */
const PAGE_SIZE = 1_000;
/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html */
const BATCH_SIZE = 100;
const DESCRIBE_IMAGES = "ecr:DescribeImages";
const ABSENT = new Set([...ABSENT_IMAGE, ...ABSENT_LAYER]);

/** The registry of the function's account and region; calls end when the signal says so. */
export function registryOf(client: ECRClient, abortSignal: AbortSignal): Registry {
  const options = { abortSignal };
  return {
    rules: async () => {
      const answer = await unless("SigningConfigurationNotFoundException", () =>
        client.send(new GetSigningConfigurationCommand({}), options),
      );
      if (answer === undefined) return [];
      const operation = "ecr:GetSigningConfiguration";
      const configuration = memberOf(operation, answer, "signingConfiguration");
      return memberOf(operation, configuration, "rules").map((rule) => ({
        profileArn: memberOf(operation, rule, "signingProfileArn"),
        // Without filters a rule signs everything.
        filters: (rule.repositoryFilters ?? []).map((filter) => memberOf(operation, filter, "filter")),
      }));
    },
    image: async (repositoryName, imageDigest) => {
      // Without the filter ECR may leave out what lies in the archive.
      const filter = { imageStatus: "ANY" } as const;
      const command = new DescribeImagesCommand({ repositoryName, imageIds: [{ imageDigest }], filter });
      const answer = await unlessGone(() => client.send(command, options));
      if (answer === undefined) return undefined;
      const details = memberOf(DESCRIBE_IMAGES, answer, "imageDetails");
      const detail = details.find((each) => each.imageDigest === imageDigest);
      // Of an image that is gone ECR says so by an error.
      if (detail === undefined) throw new IncompleteAnswer(DESCRIBE_IMAGES, `leaves out ${imageDigest}`);
      return imageOf(repositoryName, detail);
    },
    states: async (repositoryName, imageDigest) => {
      const operation = "ecr:DescribeImageSigningStatus";
      const command = new DescribeImageSigningStatusCommand({ repositoryName, imageId: { imageDigest } });
      const answer = await unlessGone(() => client.send(command, options));
      if (answer === undefined) return undefined;
      return memberOf(operation, answer, "signingStatuses").map((state) => ({
        ...state,
        profileArn: memberOf(operation, state, "signingProfileArn"),
      }));
    },
    repositories: async function* () {
      const operation = "ecr:DescribeRepositories";
      const ask = (nextToken?: string) =>
        client.send(new DescribeRepositoriesCommand({ maxResults: PAGE_SIZE, nextToken }), options);
      for await (const page of listed(operation, "repositories", ask)) {
        yield page.map((repository) => memberOf(operation, repository, "repositoryName"));
      }
    },
    images: async function* (repositoryName) {
      const question = { repositoryName, maxResults: PAGE_SIZE };
      const ask = (nextToken?: string) =>
        client.send(new DescribeImagesCommand({ ...question, nextToken }), options);
      const pages = listed(DESCRIBE_IMAGES, "imageDetails", ask);
      for (;;) {
        const page = await unlessGone(() => pages.next());
        if (page === undefined || page.done === true) return;
        yield page.value.flatMap((detail) => imageOf(repositoryName, detail) ?? []);
      }
    },
    manifests: async (repositoryName, digests) => {
      const manifests: string[] = [];
      for (let start = 0; start < digests.length; start += BATCH_SIZE) {
        const imageIds = digests.slice(start, start + BATCH_SIZE).map((imageDigest) => ({ imageDigest }));
        const command = { repositoryName, imageIds, acceptedMediaTypes: INDEX_TYPES };
        const answer = await unlessGone(() => client.send(new BatchGetImageCommand(command), options));
        checkComplete(answer, imageIds.length);
        const { images = [] } = answer ?? {};
        manifests.push(...images.flatMap(({ imageManifest }) => imageManifest ?? []));
      }
      return manifests;
    },
  };
}

/** The same registry as signatures are read from it. */
export function signatureRegistryOf(client: ECRClient, abortSignal: AbortSignal): SignatureRegistry {
  const options = { abortSignal };
  const isPlain = plainRequests(client);
  return {
    listImageReferrers: (input) =>
      unlessGone(() => client.send(new ListImageReferrersCommand(input), options)),
    batchGetImage: (input) => unlessGone(() => client.send(new BatchGetImageCommand(input), options)),
    getDownloadUrlForLayer: (input) =>
      unlessGone(() => client.send(new GetDownloadUrlForLayerCommand(input), options)),
    download: (url, maxBytes) => readBlob({ url, maxBytes, plain: isPlain(), signal: abortSignal }),
  };
}

/** `undefined` for what lies in the archive. */
function imageOf(repository: string, detail: ImageDetail): PushedImage | undefined {
  const { imageTags = [], imageStatus = "ACTIVE" } = detail;
  if (imageStatus !== "ACTIVE") return undefined;
  return {
    repository,
    digest: memberOf(DESCRIBE_IMAGES, detail, "imageDigest"),
    tags: imageTags,
    pushedAt: memberOf(DESCRIBE_IMAGES, detail, "imagePushedAt"),
    activatedAt: detail.lastActivatedAt,
    mediaType: detail.imageManifestMediaType,
    artifactType: detail.artifactMediaType,
    subject: detail.subjectManifestDigest,
  };
}

async function unlessGone<T>(work: () => Promise<T>): Promise<T | undefined> {
  return unless(ABSENT, work);
}

async function unless<T>(
  names: string | ReadonlySet<string>,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    const { name = "" } = error as Partial<Error>;
    if (typeof names === "string" ? name === names : names.has(name)) return undefined;
    throw error;
  }
}
