import { randomUUID } from "node:crypto";
import {
  type Aws,
  MOST_IMAGES,
  Pace,
  parseReferences,
  REQUESTS_PER_SECOND,
  type Result,
  signImages,
  type SignedRepository,
} from "../../backfill";
import { readFile } from "../../config";
import { SIGNING_BACKFILL_LOG_GROUP } from "../../names";
import { ProblemError } from "../../problem";
import { type Command, EXIT, UsageError, type Values } from "../command";
import { type Defaults } from "../defaults";
import { reasonOf } from "../reason";
import { toJson } from "../terminal";
import { assumeRole, callerIdentity, type CredentialsOf, credentialsOf } from "../aws/caller";
import { progressOf } from "../progress";
import { secondsOf, TIME_LIMIT_OPTION } from "../time-limit";
import { READ_ACTIONS, registryOf } from "./registry";
import { SCAN_AGE_OPTION, scanAgeOf } from "./scan";
import { SCOPE_OPTIONS, type Scope, scopeOf } from "./scope";
import { type PacedSession, pacedSession } from "./paced-session";
import { SIGN_AND_RECORD_ACTIONS, recordsOf, signerOf } from "./signer";
import { WRITE_ACTIONS, storeOf } from "./store";
import { TRAIL_ACTIONS, trailOf } from "./trail";
import { signedData, signedText, type ToldSigned } from "./signed-text";

const SESSION_NAME = "supply-chain-sign-images";
/** All that the session of the role may do, whatever the role itself may. */
const SIGNING = {
  sessionName: SESSION_NAME,
  actions: [...READ_ACTIONS, ...WRITE_ACTIONS, ...SIGN_AND_RECORD_ACTIONS, ...TRAIL_ACTIONS],
};
const READING_HISTORY = { sessionName: SESSION_NAME, actions: TRAIL_ACTIONS };
const COMMENT = /^\s*(#|$)/;

/** `supply-chain sign-images` */
export function signImagesCommand(defaults: Defaults): Command {
  return {
    name: "sign-images",
    summary: "sign images that are in the registry already, by their digests, with a reason",
    description: `Signs every IMAGE, REPOSITORY@sha256:DIGEST, with the profile of its repository, through AWS Signer, and pushes the
signature. Each image must be one of a signed repository, pushed by a role that may push it today as CloudTrail tells
it, and scanned lately without a finding of the rank of signing.backfill.refuseFrom or worse; what nobody knows is
refused.
An image that carries a signature of its profile which holds is skipped. At most ${String(MOST_IMAGES)} images in one run, fewer
than ten requests a second.

It assumes the role that signing.backfill makes, which leaves a record of every image that the run reaches in the
log group ${SIGNING_BACKFILL_LOG_GROUP}; what cannot be recorded is not signed. Where a pusher is of another
account, it reads that account's history with the role of --role-name. docs/signing-backfill.md tells more.`,
    options: {
      ...SCOPE_OPTIONS,
      file: {
        type: "string",
        value: "FILE",
        help: "read more images from FILE, one a line; lines that begin with # are comments",
      },
      reason: {
        type: "string",
        value: "TEXT",
        help: "why they are signed now; kept with every record; required",
      },
      "dry-run": { type: "boolean", help: "check everything, sign and record nothing" },
      ...SCAN_AGE_OPTION,
      ...TIME_LIMIT_OPTION,
      json: {
        type: "boolean",
        help: 'print {"run", "images", …} or {"problems", "omitted"} as JSON',
      },
    },
    positionals: ["[IMAGE]"],
    manyPositionals: true,
    exits: {
      [EXIT.ok]: "every image is signed now, or was",
      [EXIT.problem]: "an image was refused; or a mistake in the file or the environment",
      [EXIT.unknown]: "an image could not be signed, or was not reached; run it again",
    },
    async run(values, positionals, terminal) {
      const seconds = secondsOf(values["time-limit"]);
      if (values["reason"] === undefined)
        throw new UsageError("--reason is missing: say why these images are signed now");
      const reason = reasonOf(values["reason"]);
      const maxScanAgeDays = scanAgeOf(values["max-scan-age"]);
      const scope = scopeOf(values, defaults);
      const role = scope.plan.role ?? missingRole();
      const names = new Set(scope.plan.repositories.map(({ name }) => name));
      const signed = { registry: scope.plan.registry, names };
      const images = parseReferences([...positionals, ...imagesIn(values["file"])], signed);
      const session = pacedSession(seconds, new Pace(REQUESTS_PER_SECOND));
      const { caller, aws } = await enter(session, scope, role.arn);
      const { accountId: account, region } = scope.plan.registry;
      const run = { id: randomUUID(), requestedBy: caller, reason, account, region };
      const progress = progressOf(terminal);
      const results = await signImages(
        {
          images,
          repositories: repositoriesOf(scope),
          refuseFrom: role.refuseFrom,
          maxScanAgeDays,
          run,
          dryRun: values["dry-run"] === true,
          progress: (done, of) => {
            progress.tell("images", done, of);
          },
        },
        aws,
      ).finally(progress.end);
      const told: ToldSigned = { run, results, role: role.arn };
      terminal.out(values["json"] === true ? toJson(signedData(told)) : signedText(told));
      return exitOf(results);
    },
  };
}

function missingRole(): never {
  throw new ProblemError([
    {
      code: "no-signing-role",
      path: "signing.backfill",
      message: "is missing, so there is no role that signs images after the fact",
      change: "add signing.backfill with assumedBy and deploy the registry's stack",
    },
  ]);
}

/** @throws ProblemError `file-*` for a file that cannot be read */
function imagesIn(file: Values[string]): readonly string[] {
  if (file === undefined) return [];
  const lines = readFile(String(file)).split(/\r?\n/);
  return lines.filter((line) => !COMMENT.test(line)).map((line) => line.trim());
}

function repositoriesOf({ plan, repositoryOf }: Scope): ReadonlyMap<string, SignedRepository> {
  return new Map(
    plan.repositories.map(({ name, profileArn, pushers }) => [
      name,
      { repository: repositoryOf(name), profileArn, pushers },
    ]),
  );
}

/** The role that signs is assumed whoever asks, so that nothing is done with other permissions than its own. */
async function enter(
  session: PacedSession,
  scope: Scope,
  roleArn: string,
): Promise<{ readonly caller: string; readonly aws: Aws }> {
  const { registry } = scope.plan;
  const { account, arn: caller } = await callerIdentity(session, registry.region);
  const at = { account, region: registry.region };
  const signing = await assumeRole(session, at, { arn: roleArn }, SIGNING).catch(notAssumed);
  const elsewhere = credentialsOf(session, at, scope.roleOf, READING_HISTORY);
  const own: CredentialsOf = (wanted) =>
    wanted === registry.accountId ? Promise.resolve(signing) : elsewhere(wanted);
  const place = { account: registry.accountId, region: registry.region };
  return {
    caller,
    aws: {
      registry: registryOf(session, own),
      store: storeOf(session, own),
      trail: trailOf(session, own),
      signer: signerOf(session, own),
      records: recordsOf(session, place, own),
    },
  };
}

function notAssumed(error: unknown): never {
  if (!(error instanceof ProblemError)) throw error;
  throw new ProblemError(
    error.problems.map((problem) =>
      problem.code === "role-refused"
        ? { ...problem, change: "name the caller's role under signing.backfill.assumedBy and deploy it" }
        : problem,
    ),
  );
}

function exitOf(results: readonly Result[]): number {
  if (results.some(({ outcome }) => outcome === "failed" || outcome === "not reached")) return EXIT.unknown;
  return results.some(({ outcome }) => outcome === "refused") ? EXIT.problem : EXIT.ok;
}
