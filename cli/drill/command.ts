import { loadOrganization, type Organization } from "../../config";
import { signingProfile, type SigningProfilePlan } from "../../plan";
import { type Command, EXIT, UsageError, type Values } from "../command";
import { type Defaults, ORGANIZATION_ALONE } from "../defaults";
import { reasonOf } from "../reason";
import { problemLine, toJson } from "../terminal";
import { awsOf } from "../where/ports";
import { callerAccount, CLIENT_SETTINGS, credentialsOf, type Purpose, type Session } from "../aws/caller";
import { progressOf } from "../progress";
import { notAdministrator, type Scope, scopeOf } from "../where/scope";
import { SDK } from "../aws/sdk";
import { secondsOf, TIME_LIMIT_OPTION } from "../time-limit";
import { runDrill } from "./drill";
import { checkEvidenceFile, evidenceOf, writeEvidence } from "./evidence";
import { regionsAsked } from "./in-use";
import { type Generation } from "./judge";
import { SIGNATURE_ACTIONS, signaturesOf } from "./signatures";
import { countOf, drillData, type DrillReport, drillText, isSafe } from "./text";

const PURPOSE: Purpose = {
  sessionName: "supply-chain-drill",
  actions: SIGNATURE_ACTIONS,
};

/** `supply-chain drill KEY` */
export function drillCommand(defaults: Defaults): Command {
  return {
    name: "drill",
    summary: "show which running workloads would be refused without one generation of a signing profile",
    description: `Before a generation of the signing profile KEY is dropped or revoked: asks Amazon Inspector what runs of the images
the profile signs, reads and verifies the signatures beside each, and tells what would be refused at its next start.
What nobody knows counts as refused, and an image that Inspector does not cover may run. What ECR says of its own
signing is no signature, and whether one was revoked is not asked. Of an image in a replica the signatures there count,
and on ECS those of the home region too, as the verifiers have it. Where an image may be from the replica or from the
home region and that makes a difference, it is unknown.

KEY  a key of signing.profiles

Run it with credentials of Inspector's delegated administrator. It needs inspector2:ListCoverage and
inspector2:GetClustersForImage, and sts:AssumeRole for a role of the registry's account that may call
ecr:DescribeImages, ecr:BatchGetImage, which also lists referrers, and ecr:GetDownloadUrlForLayer. It changes nothing
in AWS.`,
    options: {
      ...ORGANIZATION_ALONE,
      generation: {
        type: "string",
        value: "NUMBER",
        help: "a generation that signs or is trusted; default the one that signs",
      },
      reason: {
        type: "string",
        value: "TEXT",
        help: "why it is done although something would be refused; told with the answer, which then is exit code 0",
      },
      evidence: {
        type: "string",
        value: "FILE",
        help: "write what was found to FILE too, which the organization's file names where it drops the generation",
      },
      "role-name": {
        type: "string",
        value: "NAME",
        help: "role to assume in the registry's account; default the deployment role of the organization's file",
      },
      ...TIME_LIMIT_OPTION,
      json: {
        type: "boolean",
        help: 'print {"profile", "generation", "safe", "override", "rows", …} or {"problems", "omitted"} as JSON',
      },
    },
    positionals: ["KEY"],
    exits: {
      [EXIT.ok]: "nothing that runs would be refused, or --reason says why that is accepted",
      [EXIT.problem]:
        "something would be refused; or a mistake in the file or the environment, or no evidence written",
      [EXIT.unknown]: "whether something would be refused is unknown",
    },
    async run(values, [key = ""], terminal) {
      const seconds = secondsOf(values["time-limit"]);
      const file = values["evidence"] === undefined ? undefined : String(values["evidence"]);
      if (file !== undefined) checkEvidenceFile(file);
      const reason = values["reason"] === undefined ? undefined : reasonOf(values["reason"]);
      const organization = loadOrganization(String(values["organization"] ?? defaults.organization));
      const profile = profileOf(organization, key);
      const target = targetOf(profile, key, values["generation"]);
      const scope = await scopeOf(values, defaults, () => Promise.resolve(undefined));
      const session = { sdk: SDK, settings: CLIENT_SETTINGS, signal: AbortSignal.timeout(seconds * 1_000) };
      const progress = progressOf(terminal);
      const asked = { organization, profile, target, scope, tell: progress.tell };
      const told = await ask(session, asked).finally(progress.end);
      const drilled: DrillReport = { ...told, key, ...(reason === undefined ? {} : { reason }) };
      const unwritten =
        file === undefined ? [] : writeEvidence(file, evidenceOf(drilled, organization, profile));
      if (values["json"] === true) terminal.out(toJson(drillData(drilled, unwritten)));
      else {
        terminal.out(drillText(drilled));
        for (const problem of unwritten) terminal.err(`${problemLine(problem)}\n`);
      }
      if (unwritten.length > 0) return EXIT.problem;
      if (isSafe(drilled) || reason !== undefined) return EXIT.ok;
      return countOf(drilled.answer, "refused") > 0 ? EXIT.problem : EXIT.unknown;
    },
  };
}

interface Asked {
  readonly organization: Organization;
  readonly profile: SigningProfilePlan;
  readonly target: Generation;
  readonly scope: Scope;
  readonly tell: ReturnType<typeof progressOf>["tell"];
}

async function ask(
  session: Session,
  { organization, profile, target, scope, tell }: Asked,
): Promise<Omit<DrillReport, "key">> {
  const { region } = profile.registry;
  const regions = regionsAsked(organization);
  const account = await callerAccount(session, region);
  const credentials = credentialsOf(session, { account, region }, scope.roleOf, PURPOSE);
  const aws = await awsOf(session, account, regions, credentials);
  const at = new Date();
  const answer = await runDrill(
    { organization, profile, target, at, progress: tell },
    aws,
    signaturesOf(session, credentials),
  );
  const problems = [...answer.problems, ...notAdministrator(account, organization)];
  const { generation, arn } = target;
  return { generation, arn, account, regions, at, answer, problems, nameOf: scope.nameOf };
}

function profileOf(organization: Organization, key: string): SigningProfilePlan {
  const keys = Object.keys(organization.signing.profiles);
  if (keys.includes(key)) return signingProfile(organization, key);
  throw new UsageError(
    `there is no signing profile ${key}; ${keys.length === 0 ? "signing.profiles is empty" : `there are ${keys.join(", ")}`}`,
  );
}

function targetOf({ generations }: SigningProfilePlan, key: string, value: Values[string]): Generation {
  const [signing] = generations;
  const wanted = value === undefined ? signing?.generation : Number(value);
  const found = generations.find(({ generation }) => generation === wanted);
  if (!found) {
    const trusted = generations.map(({ generation }) => String(generation)).join(", ");
    throw new UsageError(`--generation ${String(value)} of ${key} is not trusted; trusted are ${trusted}`);
  }
  return { profile: key, ...found };
}
