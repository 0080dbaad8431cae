import { Token } from "cdktf";
import {
  ACCOUNT_ID,
  isRepositoryName,
  partitionOf,
  REGIONS,
  ROLE_NAME_LENGTH,
  STAGE_ACTION_COUNT,
} from "../../aws";
import { type Problem } from "../../problem";
import { isEmail, placeProblems, templateProblems, throwProblems } from "../checks";
import { profileArnProblems } from "../profile-checks";
import { type DeployTarget, type ImagePipelineProps } from "./props";

/** @see https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const PIPELINE_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;
const REPOSITORY_ID = /^[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)+$/;
const CONNECTION_ARN =
  /^arn:aws[a-z-]*:(?:codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection\/[0-9a-f-]{36}$/;
/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;
/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html */
const TIMEOUT_MINUTES = { min: 5, max: 480 } as const;
/** No space, because a stage gets its manifests in one variable, and nothing a shell would read. */
const PATH = /^[\w./-]+$/;

/** Name of the ECS service or of the Kubernetes namespace that is deployed to. */
export function workloadOf(target: DeployTarget): string {
  return target.type === "ecs" ? target.serviceName : target.namespace;
}

function isRelativePath(path: string): boolean {
  return PATH.test(path) && !path.startsWith("/") && !path.startsWith("-") && !path.split("/").includes("..");
}

type Check = (prop: string, value: string, accepted: boolean, code: string, allowed: string) => void;

function checkTargets(targets: readonly DeployTarget[], partition: string, check: Check): void {
  const seen = new Set<string>();
  check(
    "deploy",
    `${String(targets.length)} targets`,
    targets.length <= STAGE_ACTION_COUNT,
    "too-many-deploy-targets",
    `at most ${String(STAGE_ACTION_COUNT)}, as many as a stage has actions`,
  );
  targets.forEach((target, index) => {
    const at = `deploy[${String(index)}]`;
    check(
      `${at}.accountId`,
      target.accountId,
      ACCOUNT_ID.test(target.accountId),
      "invalid-account-id",
      "12 digits",
    );
    check(`${at}.roleName`, target.roleName, ROLE_NAME.test(target.roleName), "invalid-role-name", roleNames);
    check(
      `${at}.region`,
      target.region,
      REGIONS.some((region) => region === target.region),
      "invalid-region",
      "an AWS region, e.g. eu-central-1",
    );
    check(
      `${at}.region`,
      target.region,
      partitionOf(target.region) === partition,
      "deploy-crosses-partition",
      `a region of the partition ${partition}`,
    );
    const place = JSON.stringify([target.accountId, target.region, target.clusterName, workloadOf(target)]);
    check(
      at,
      `${target.clusterName}/${workloadOf(target)}`,
      !seen.has(place),
      "deploy-target-twice",
      "each service or namespace of a cluster once; list all manifests of a namespace in one target",
    );
    seen.add(place);
    if (target.type === "ecs") return;
    check(`${at}.manifests`, "[]", target.manifests.length > 0, "manifests-missing", "at least one manifest");
    for (const path of target.manifests) {
      check(`${at}.manifests`, path, isRelativePath(path), "path-outside-source", relativePaths);
    }
  });
}

const roleNames = `1 to ${String(ROLE_NAME_LENGTH)} letters, digits and +=,.@_-`;
const relativePaths = "a path inside the source of letters, digits and ._/-, without ..";

/** What the props name that no rule of ours looks at otherwise. */
function textsOf({ source, artifactBucketName, deploy }: ImagePipelineProps) {
  const ofTargets = deploy.flatMap((target, index) => {
    const at = `deploy[${String(index)}]`;
    const { type, clusterName } = target;
    return [
      [`${at}.clusterName`, clusterName],
      [`${at}.${type === "ecs" ? "serviceName" : "namespace"}`, workloadOf(target)],
      ...(type === "ecs" ? [[`${at}.containerName`, target.containerName]] : []),
    ] as [string, string][];
  });
  return { "source.branch": source.branch, artifactBucketName, ...Object.fromEntries(ofTargets) };
}

/** @throws ProblemError listing every mistake of the props. */
export function checkPipeline(path: string, props: ImagePipelineProps): void {
  const problems: Problem[] = [];
  const check: Check = (prop, value, accepted, code, allowed) => {
    if (accepted || Token.isUnresolved(value)) return;
    problems.push({ code, path, message: `${prop} is ${JSON.stringify(value)}`, allowed });
  };
  const { name, source, image, build, region, partition } = props;
  problems.push(...placeProblems(path, { region, partition }));
  check("name", name, PIPELINE_NAME.test(name), "invalid-pipeline-name", "1 to 63 letters, digits, _ and -");
  check("accountId", props.accountId, ACCOUNT_ID.test(props.accountId), "invalid-account-id", "12 digits");
  for (const prop of ["buildRoleName", "pipelineRoleName"] as const) {
    check(prop, props[prop], ROLE_NAME.test(props[prop]), "invalid-role-name", roleNames);
  }
  check(
    "source.repositoryId",
    source.repositoryId,
    REPOSITORY_ID.test(source.repositoryId),
    "invalid-source-repository",
    "OWNER/REPOSITORY",
  );
  const { connectionArn = "" } = source;
  check(
    "source.connectionArn",
    connectionArn,
    connectionArn === "" ? source.connectionArn === undefined : CONNECTION_ARN.test(connectionArn),
    "invalid-connection-arn",
    "the ARN of a CodeConnections connection",
  );
  check(
    "image.name",
    image.name,
    isRepositoryName(image.name),
    "invalid-repository-name",
    "an ECR repository name",
  );
  check(
    "image.accountId",
    image.accountId,
    ACCOUNT_ID.test(image.accountId),
    "invalid-account-id",
    "12 digits",
  );
  for (const prop of ["dockerfile", "context"] as const) {
    check(`build.${prop}`, build[prop], isRelativePath(build[prop]), "path-outside-source", relativePaths);
  }
  const { min, max } = TIMEOUT_MINUTES;
  const minutes = build.timeoutMinutes;
  const accepted = Number.isInteger(minutes) && minutes >= min && minutes <= max;
  check(
    "build.timeoutMinutes",
    String(minutes),
    accepted,
    "invalid-build-timeout",
    `${String(min)} to ${String(max)}`,
  );
  for (const [prop, email] of [
    ["approval.notifyEmail", props.approval?.notifyEmail],
    ["failureEmail", props.failureEmail],
  ] as const) {
    if (email !== undefined) check(prop, email, isEmail(email), "invalid-email", "an email address");
  }
  checkTargets(props.deploy, props.partition, check);
  const { signingProfileArns, otherProfileArns = [] } = image;
  const registry = { accountId: image.accountId, region };
  problems.push(...profileArnProblems(path, [...signingProfileArns, ...otherProfileArns], registry));
  problems.push(...templateProblems(path, textsOf(props)));
  throwProblems(problems);
}
