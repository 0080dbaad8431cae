import { Doubts, pool } from "../../asking";
import {
  findUnsigned,
  HISTORY_DAYS,
  judgePusher,
  Pace,
  REQUESTS_PER_SECOND,
  signingCost,
  type UnsignedImage,
} from "../../backfill";
import { type SignedRepositoryPlan } from "../../plan";
import { callerAccount, credentialsOf } from "../aws/caller";
import { type Command, EXIT, UsageError, type Values } from "../command";
import { type Defaults } from "../defaults";
import { progressOf } from "../progress";
import { toJson } from "../terminal";
import { secondsOf, TIME_LIMIT_OPTION } from "../time-limit";
import { type PacedSession, pacedSession } from "./paced-session";
import { LIST_ACTIONS, registryOf, VERIFY_ACTIONS } from "./registry";
import { SCOPE_OPTIONS, type Scope, scopeOf } from "./scope";
import { TRAIL_ACTIONS, trailOf } from "./trail";
import { type Listed, type ToldUnsigned, unsignedData, unsignedText } from "./unsigned-text";

const SESSION_NAME = "supply-chain-unsigned";
/** Reading may be faster than signing: these operations have quotas of their own. */
const READS_PER_SECOND = 5 * REQUESTS_PER_SECOND;
/** Most images, those pushed last, whose pusher is looked up: CloudTrail takes two requests a second. */
const LOOKED_UP = 200;
const DAY = 86_400_000;

/** `supply-chain unsigned` */
export function unsignedCommand(defaults: Defaults): Command {
  return {
    name: "unsigned",
    summary: "list the images of signed repositories that carry no signature, and what signing them costs",
    description: `Asks ECR for every image of the repositories of organization.yaml that a profile signs, and tells those without
a signature of the Notary Project: repository, digest, tags, when and, where CloudTrail still knows, by whom they were
pushed, and what managed signing says. An image without a tag that an index lists goes with its index. Replicas,
pull-through caches, signatures, other artifacts about images and what lies in the archive are left out. Whether a
signature is a good one is asked with --verify: then images are told, too, whose signatures are all of another profile
than the one that signs today, of another image, expired or broken. Whether one was revoked, verifiers say.

It needs sts:AssumeRole for a role of the registry's account that may call ecr:DescribeImages, ecr:ListImageReferrers
(by ecr:BatchGetImage), ecr:DescribeImageSigningStatus and cloudtrail:LookupEvents, with --verify
ecr:GetDownloadUrlForLayer too, or credentials of that account. It changes nothing in AWS.
docs/signing-backfill.md tells how to sign what it lists.`,
    options: {
      ...SCOPE_OPTIONS,
      repository: {
        type: "string",
        value: "NAME",
        repeatable: true,
        help: "ask this repository, may be repeated; default every repository that is signed",
      },
      verify: {
        type: "boolean",
        help: "read every signature; one counts only if the profile that signs today made it and it holds",
      },
      ...TIME_LIMIT_OPTION,
      json: {
        type: "boolean",
        help: 'print {"asked", "complete", "cost", "images", …} or {"problems", "omitted"} as JSON',
      },
    },
    positionals: [],
    exits: {
      [EXIT.ok]: "the list is complete, whether or not anything is unsigned",
      [EXIT.unknown]: "the list is not complete: refused, throttled, time limit, rows cut",
    },
    async run(values, _, terminal) {
      const seconds = secondsOf(values["time-limit"]);
      const scope = scopeOf(values, defaults);
      const repositories = askedOf(scope, values["repository"]);
      const progress = progressOf(terminal);
      const session = pacedSession(seconds, new Pace(READS_PER_SECOND));
      const verified = values["verify"] === true;
      const told = await ask(session, { ...scope, repositories, verified }, progress.tell).finally(
        progress.end,
      );
      terminal.out(values["json"] === true ? toJson(unsignedData(told)) : unsignedText(told));
      return told.problems.length === 0 ? EXIT.ok : EXIT.unknown;
    },
  };
}

function askedOf({ plan: { repositories } }: Scope, value: Values[string]): readonly SignedRepositoryPlan[] {
  if (!Array.isArray(value)) return repositories;
  const signed = repositories.map(({ name }) => name).sort();
  for (const name of value as readonly string[]) {
    if (!signed.includes(name)) {
      throw new UsageError(
        `--repository ${name} is no repository that is signed; ${signed.length === 0 ? "there is none" : `there are ${signed.join(", ")}`}`,
      );
    }
  }
  return repositories.filter(({ name }) => value.includes(name));
}

/** What is asked. */
interface Question extends Scope {
  readonly repositories: readonly SignedRepositoryPlan[];
  /** Whether signatures are read. */
  readonly verified: boolean;
}

async function ask(
  session: PacedSession,
  { repositories, verified, ...scope }: Question,
  tell: ReturnType<typeof progressOf>["tell"],
): Promise<ToldUnsigned> {
  const { registry, replicas } = scope.plan;
  const account = await callerAccount(session, registry.region);
  const credentials = credentialsOf(session, { account, region: registry.region }, scope.roleOf, {
    sessionName: SESSION_NAME,
    actions: [...(verified ? VERIFY_ACTIONS : LIST_ACTIONS), ...TRAIL_ACTIONS],
  });
  const at = new Date();
  const { images, looked, problems } = await findUnsigned(
    {
      repositories: repositories.map(({ name, profileArn }) => ({
        repository: scope.repositoryOf(name),
        profileArn,
      })),
      verify: verified,
      progress: (done) => {
        tell("images", done);
      },
    },
    registryOf(session, credentials),
  );
  return {
    account,
    registry,
    repositories: repositories.length,
    verified,
    at,
    looked,
    images: await withPushers(images, scope, trailOf(session, credentials), at),
    cost: signingCost(images.length, replicas.length),
    problems,
  };
}

/** Adds who pushed, where somebody still knows; what nobody knows takes nothing away from the list. */
async function withPushers(
  images: readonly UnsignedImage[],
  { plan, repositoryOf }: Scope,
  trail: ReturnType<typeof trailOf>,
  at: Date,
): Promise<readonly Listed[]> {
  const doubts = new Doubts();
  const recent = images.filter(({ pushedAt }) => at.getTime() - pushedAt.getTime() < HISTORY_DAYS * DAY);
  const latest = recent.toSorted((a, b) => b.pushedAt.getTime() - a.pushedAt.getTime());
  const asked = new Set(latest.slice(0, LOOKED_UP));
  return pool(images, 1, async (image) => {
    const pushers = plan.repositories.find(({ name }) => name === image.repository)?.pushers ?? [];
    const accounts = [...new Set([plan.registry.accountId, ...pushers.map(({ accountId }) => accountId)])];
    const events = [];
    for (const account of asked.has(image) ? accounts : []) {
      const repository = repositoryOf(image.repository);
      const found = await doubts.attempt(`cloudtrail:LookupEvents ${account}`, () =>
        trail.pushes(account, repository, image),
      );
      events.push(...(found ?? []));
    }
    const callers = events.flatMap(({ caller }) => (caller.kind === "role" ? [caller.arn] : []));
    const verdict = judgePusher(events, pushers);
    return {
      ...image,
      pushedBy: callers[0] ?? "unknown",
      pusher: "arn" in verdict ? "current" : verdict.refusal.code === "not-a-pusher" ? "none" : "unknown",
    };
  });
}
