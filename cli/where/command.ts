import { formatProblem, type Problem, ProblemError } from "../../problem";
import {
  type Answer,
  findWhere,
  type ImageQuery,
  LIMIT,
  parseQuery,
  type Phase,
  type Query,
} from "../../where";
import { type Command, EXIT, UnknownAnswer, UsageError } from "../command";
import { type Defaults, FILE_DEFAULT, ORGANIZATION } from "../defaults";
import { count, toJson } from "../terminal";
import { awsOf } from "./ports";
import { callerAccount, CLIENT_SETTINGS, credentialsOf, type Session } from "../aws/caller";
import { MISTAKES } from "../aws/failure";
import { inventoryOf } from "./inventory";
import { answerData } from "./json";
import { progressOf } from "../progress";
import { repositoriesOf, unscannedRepositories } from "./repositories";
import { notAdministrator, type Scope, scopeOf } from "./scope";
import { SDK } from "../aws/sdk";
import { answerText, type Told } from "./text";
import { secondsOf, TIME_LIMIT_OPTION } from "../time-limit";

/** `supply-chain where QUERY` */
export function whereCommand(defaults: Defaults): Command {
  return {
    name: "where",
    summary: "show where the images run that have a vulnerability or package, or where one image runs",
    description: `Asks Amazon Inspector for the images that QUERY means and where they run: account, cluster, task definition or
Kubernetes workload, how many run and were stopped within 24 hours, and how old that is. Worst first: rank, severity,
known exploitation, fix available, running. What nobody knows is "unknown" and sorts as running.

QUERY  CVE-2024-3094, GHSA-xxxx-xxxx-xxxx or another advisory
       pkg:xz-utils or xz-utils: images with a vulnerability in that package
       sha256:DIGEST, REPOSITORY@sha256:DIGEST or REPOSITORY:TAG: an image, or the images that an index lists

Run it with credentials of Inspector's delegated administrator for the whole organization, or of any account for its
own images. It needs inspector2:ListFindings, inspector2:ListCoverage, inspector2:ListCoverageStatistics and
inspector2:GetClustersForImage; ecr:BatchGetImage for a tag or an index; sts:AssumeRole for these or --live in another
account. It changes nothing in AWS.`,
    options: {
      region: {
        type: "string",
        value: "REGION",
        repeatable: true,
        help: "ask this region, may be repeated; default the organization's, else that of the environment",
      },
      organization: {
        ...ORGANIZATION.organization,
        help: `the organization's regions, accounts and roles; ${FILE_DEFAULT} if there`,
      },
      live: {
        type: "boolean",
        help: "add the tasks that run now, from ECS, also of images that Inspector does not follow",
      },
      "role-name": {
        type: "string",
        value: "NAME",
        help: "role to assume in other accounts; default the deployment role of the organization's file",
      },
      ...TIME_LIMIT_OPTION,
      json: {
        type: "boolean",
        help: 'print {"query", "asked", "complete", "rows", …} or {"problems", "omitted"} as JSON',
      },
    },
    positionals: ["QUERY"],
    exits: {
      [EXIT.ok]: "the answer is complete, whether or not anything was found",
      [EXIT.problem]: "a mistake in the file or the environment: credentials, permissions, no such image",
      [EXIT.unknown]:
        "the answer is unknown or not complete: basic scanning, images not scanned, throttled, time limit, rows cut",
    },
    async run(values, [text = ""], terminal) {
      const query = queryOf(text);
      const seconds = secondsOf(values["time-limit"]);
      const given = values["region"];
      if (query.kind === "image" && Array.isArray(given)) checkRegion(query, given as readonly string[]);
      const scope = await scopeOf(values, defaults, ownRegion);
      const signal = AbortSignal.timeout(seconds * 1_000);
      const progress = progressOf(terminal);
      const told = await ask(
        { sdk: SDK, settings: CLIENT_SETTINGS, signal },
        { text, query, scope, live: values["live"] === true, progress: progress.tell },
      ).finally(progress.end);
      terminal.out(values["json"] === true ? toJson(answerData(told)) : answerText(told));
      return told.problems.length === 0 ? EXIT.ok : EXIT.unknown;
    },
  };
}

interface Asked {
  readonly text: string;
  readonly query: Query;
  readonly scope: Scope;
  readonly live: boolean;
  readonly progress: (phase: Phase, done: number, of?: number) => void;
}

async function ask(session: Session, { text, query, scope, live, progress }: Asked): Promise<Told> {
  const regions = regionsOf(query, scope);
  const [first = ""] = regions;
  const caller = await callerAccount(session, first);
  const credentials = credentialsOf(session, { account: caller, region: first }, scope.roleOf);
  const aws = await awsOf(session, caller, regions, credentials);
  const at = new Date();
  const inventory = scope.organization && inventoryOf(scope.organization);
  const answer = await findWhere(
    {
      query,
      regions,
      withoutImages: scope.withoutImages,
      live,
      at,
      progress,
      ...(inventory ? { inventory } : {}),
      ...(scope.organization ? { repositories: repositoriesOf(scope.organization) } : {}),
    },
    aws,
  );
  const problems = [...answer.problems, ...doubtsOf(answer, { query, regions, caller, scope })];
  if (answer.answered.length === 0 && answer.rows.length === 0) {
    const { problems: found } = answer;
    throw found.every(({ code }) => MISTAKES.has(code)) ? new ProblemError(found) : new UnknownAnswer(found);
  }
  if (query.kind === "image" && answer.images === 0 && answer.problems.length === 0)
    throw notFound(text, regions);
  return { query: text, account: caller, regions, at, answer, problems, nameOf: scope.nameOf };
}

function queryOf(text: string): Query {
  try {
    return parseQuery(text);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    throw new UsageError(error.problems.map(formatProblem).join("; "));
  }
}

/** The region that the environment or the profile says. */
async function ownRegion(): Promise<string | undefined> {
  const { STSClient } = await SDK.sts();
  const client = new STSClient({});
  return client.config.region().catch(() => undefined);
}

/** An image of a registry is in the registry's region alone. */
function checkRegion({ region }: ImageQuery, given: readonly string[]): void {
  const others = given.filter((one) => region !== undefined && one !== region);
  if (others.length === 0) return;
  throw new UsageError(
    `--region ${others.join(", ")} is another region than that of the image's registry, ${region ?? ""}; leave --region out or QUERY's host`,
  );
}

/** An address names the region of its registry. */
function regionsOf(query: Query, { regions }: Scope): readonly string[] {
  return query.kind === "image" && query.region !== undefined ? [query.region] : regions;
}

/** What was asked, where and by whom. */
interface Asking extends Pick<Asked, "query" | "scope"> {
  readonly regions: readonly string[];
  readonly caller: string;
}

/** Why an answer without a failure may still lack something. */
function doubtsOf(
  { cut, unscannedInUse }: Answer,
  { query, regions, caller, scope: { organization } }: Asking,
): Problem[] {
  const problems: Problem[] = [];
  const limit = LIMIT.toLocaleString("en-US");
  if (cut) {
    problems.push({
      code: "rows-cut",
      path: "rows",
      message: `there are more than ${limit}; those of the lowest rank are left out`,
      change: "ask for one region with --region, or for something narrower",
    });
  }
  // Of an image its own row says whether it is scanned.
  if (query.kind !== "image") {
    if (unscannedInUse !== "unknown" && unscannedInUse > 0) problems.push(unscanned(unscannedInUse));
    if (organization) problems.push(...unscannedRepositories(organization, regions));
  }
  return [...problems, ...notAdministrator(caller, organization)];
}

function unscanned(images: number): Problem {
  return {
    code: "images-not-scanned",
    path: "inspector",
    message: `does not scan ${count(images, "image")} in use: whether they are affected is unknown`,
    change:
      "look for the reason in the coverage of Inspector, and let inspector.rescan last as long as images run",
  };
}

function notFound(text: string, regions: readonly string[]): ProblemError {
  return new ProblemError([
    {
      code: "image-not-found",
      path: text,
      message: `neither Inspector nor a repository that was asked has it in ${regions.join(", ")}`,
      change:
        "check the name, write the host of its registry before it, or ask another region with --region; a package is asked for as pkg:NAME",
    },
  ]);
}
