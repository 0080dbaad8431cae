import { chunks, type Doubts, pool } from "../asking";
import { FILTER_VALUES, partitionOf } from "../aws";
import { CHILDREN, imageArn, type Manifest, type Repository } from "../images";
import { type Problem, ProblemError } from "../problem";
import { type Image } from "./image";
import { manifestOf } from "./listed";
import { type Aws, type Inspector } from "./ports";
import { type ImageQuery } from "./query";

/** Most repositories in which a digest without a repository is looked for. */
const REPOSITORIES = 1_000;
const WIDTH = 4;

/**
 * The images that a digest or tag means in one region.
 *
 * It is looked for in the repositories that Inspector covers, in those that are named, and in the one of a full address.
 *
 * Inspector scans the manifest of one platform, never an index. What it knows by a digest needs no look into the
 * registry; only what it does not know, also of a digest that it knows elsewhere, is looked up there and, when it is an
 * index, replaced by the images it lists. A tag may have moved since Inspector saw it: the registry says what it means,
 * and Inspector's word is taken, with a doubt, where the registry does not answer.
 */
export async function resolveImages(
  query: ImageQuery,
  region: string,
  aws: Pick<Aws, "inspector" | "registry">,
  doubts: Doubts,
  named: readonly Repository[] = [],
): Promise<readonly Image[]> {
  const inspector = aws.inspector(region);
  const covered = await inspector.repositories(query.repository);
  const candidates = distinct([...covered, ...named, ...addressed(query)]).filter(
    ({ account, region: place, name }) =>
      (query.account ?? account) === account && place === region && (query.repository ?? name) === name,
  );
  if (candidates.length > REPOSITORIES) throw tooMany(region, candidates.length);
  const known = (await knownImages(query, candidates, inspector)).filter(
    ({ repository }) => query.account === undefined || repository.account === query.account,
  );
  const repositories = distinct([...candidates, ...known.map(({ repository }) => repository)]);
  const found = await pool(repositories, WIDTH, async (repository) => {
    const here = known.filter((image) => keyOf(image.repository) === keyOf(repository));
    if ("digest" in query.reference && here.length > 0) return here;
    const answer = await doubts.attempt(`ecr:BatchGetImage ${repository.account} ${region}`, async () => ({
      manifest: await manifestOf(aws.registry, repository, query.reference),
    }));
    if (!answer && here.length > 0) doubts.add(tagNotChecked(repository));
    const { manifest } = answer ?? {};
    if (!manifest) return here;
    if (manifest.cut) doubts.add(indexCut(repository, manifest));
    const arns = (manifest.children ?? [manifest.digest]).map((digest) => imageArn(repository, digest));
    const scanned = await imagesByArn(inspector, arns);
    const tags = "tag" in query.reference ? [query.reference.tag] : [];
    return arns.map((arn) => scanned.get(arn) ?? unscanned(arn, repository, tags));
  });
  return found.flat();
}

/** The repository of a full address, which is there or not whatever Inspector covers. */
function addressed({ account, region, repository: name }: ImageQuery): Repository[] {
  if (account === undefined || region === undefined || name === undefined) return [];
  return [{ account, region, partition: partitionOf(region), name }];
}

function distinct(repositories: readonly Repository[]): readonly Repository[] {
  return [...new Map(repositories.map((repository) => [keyOf(repository), repository])).values()];
}

async function knownImages(
  { repository, reference }: ImageQuery,
  candidates: readonly Repository[],
  inspector: Inspector,
): Promise<readonly Image[]> {
  if ("tag" in reference) return inspector.images({ repository: repository ?? "", tag: reference.tag });
  const arns = candidates.map((candidate) => imageArn(candidate, reference.digest));
  return [...(await imagesByArn(inspector, arns)).values()];
}

async function imagesByArn(inspector: Inspector, arns: readonly string[]): Promise<Map<string, Image>> {
  const found = await pool(chunks(arns, FILTER_VALUES), WIDTH, (some) => inspector.images({ arns: some }));
  return new Map(found.flat().map((image) => [image.arn, image]));
}

/** An image that Inspector does not know: nobody can say whether it runs. */
function unscanned(arn: string, repository: Repository, tags: readonly string[]): Image {
  return {
    arn,
    repository,
    digest: arn.slice(arn.lastIndexOf("/") + 1),
    tags,
    scanned: false,
    inUse: "unknown",
  };
}

function keyOf({ account, region, name }: Repository): string {
  return `${account} ${region} ${name}`;
}

function tagNotChecked({ account, region, name }: Repository): Problem {
  return {
    code: "tag-not-checked",
    path: region,
    message: `what the tag means in ${name} of account ${account} is told as Inspector last saw it, because the registry did not answer; it may have moved since`,
    change: "allow ecr:BatchGetImage on the repository, or ask for the digest",
  };
}

function indexCut({ region, name }: Repository, { digest }: Manifest): Problem {
  return {
    code: "index-cut",
    path: region,
    message: `the index ${digest} in ${name} lists more than is looked at, or something that cannot be read`,
    allowed: `at most ${String(CHILDREN)} images, in the index or in indexes that it lists`,
    change: "ask for the digest of the image itself",
  };
}

function tooMany(region: string, count: number): ProblemError {
  return new ProblemError([
    {
      code: "too-many-repositories",
      path: region,
      message: `has ${count.toLocaleString("en-US")} repositories, too many to look for a digest in`,
      allowed: `at most ${REPOSITORIES.toLocaleString("en-US")}`,
      change: "name the repository: REPOSITORY@sha256:DIGEST",
    },
  ]);
}
