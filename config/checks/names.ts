import { bucketNameRefusal } from "../../aws";
import {
  artifactBucketName,
  buildRoleName,
  deployRoleName,
  pipelineRoleName,
  stackName,
  stageRoleName,
  stateName,
} from "../../names";
import { type Path } from "../document";
import { isAttachedTo, pipelineSite, regionOf, registryRegions, type Site } from "../lookup";
import { type Organization } from "../schema/organization";
import { type Check, type Finding } from "./check";
import { firstOwners } from "./first-owner";

/** Keys become names in which - and _ are one; two that differ in nothing else clash. */
function clashes(at: Path, keys: readonly string[], because: (plain: string) => string): Finding[] {
  const ownerOf = firstOwners();
  return keys.flatMap((key): Finding[] => {
    const plain = key.replaceAll("-", "_");
    const owner = ownerOf(plain, key);
    if (owner === undefined) return [];
    return [
      {
        code: "names-clash",
        path: [...at, key],
        at: "key",
        message: `${key} and ${owner} become the same name: ${because(plain)}`,
        change: "rename one of them",
      },
    ];
  });
}

const accounts: Check = {
  reads: ["accounts"],
  find: (organization) => [
    ...clashes(["accounts"], Object.keys(organization.accounts), () => "they differ in - and _ only"),
    ...Object.entries(organization.accounts).flatMap(([key, { clusters }]) =>
      clashes(["accounts", key, "clusters"], Object.keys(clusters), () => "they differ in - and _ only"),
    ),
  ],
};

const profiles: Check = {
  reads: ["signing"],
  find: ({ signing }) =>
    clashes(
      ["signing", "profiles"],
      Object.keys(signing.profiles),
      (plain) => `AWS Signer takes no -, so both profiles are ${plain}`,
    ),
};

const pipelines: Check = {
  reads: ["pipelines"],
  find: (organization) =>
    clashes(
      ["pipelines"],
      Object.keys(organization.pipelines),
      (plain) => `a bucket name takes no _, so both are ${plain.replaceAll("_", "-")}`,
    ),
};

const buckets: Check = {
  reads: ["organization.homeRegion", "accounts", "pipelines"],
  find: (organization) =>
    Object.entries(organization.pipelines).flatMap(([key, { account }]): Finding[] => {
      const owner = pipelineSite(organization, account)?.account;
      if (!owner) return [];
      const { homeRegion } = organization.organization;
      const name = artifactBucketName({ accountId: owner.id, region: homeRegion }, key);
      const refusal = bucketNameRefusal(name, "shared");
      if (refusal === undefined) return [];
      return [
        {
          code: "invalid-bucket-name",
          path: ["pipelines", key],
          at: "key",
          message: `makes the bucket name ${name}, which ${refusal}`,
          change: "rename the pipeline",
        },
      ];
    }),
};

/** Stages with a role of their own; those that deploy have a hash of their own in its name. */
const STAGES = ["source", "build-start", "signature", "signature-start", "approval"];

/** Names of the roles of a pipeline in the account that runs it. */
function ownRoleNames(key: string): string[] {
  const own = pipelineRoleName(key);
  return [buildRoleName(key), own, ...STAGES.map((stage) => stageRoleName(own, stage))];
}

/**
 * Names of the roles that belong to pipelines, by account: one for each stage where the pipeline runs, a deploy
 * role where the cluster is. Paths do not keep role names apart.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
function roleNames(organization: Organization): readonly [account: string, name: string, path: Path][] {
  return Object.entries(organization.pipelines).flatMap(([key, { account, deploy }]) => {
    const own = pipelineSite(organization, account)?.key ?? "";
    return [
      ...ownRoleNames(key).map((name): [string, string, Path] => [own, name, ["pipelines", key]]),
      ...[...new Set(deploy.map(({ cluster }) => cluster))].map((cluster): [string, string, Path] => {
        const [accountKey = "", clusterKey = ""] = cluster.split("/");
        return [accountKey, deployRoleName(key, clusterKey), ["pipelines", key]];
      }),
    ];
  });
}

const roles: Check = {
  reads: ["accounts", "pipelines"],
  find: (organization) => {
    const ownerOf = firstOwners<Path>();
    return roleNames(organization).flatMap(([account, name, path]): Finding[] => {
      const owner = ownerOf(`${account} ${name}`, path);
      if (owner === undefined) return [];
      return [
        {
          code: "names-clash",
          path,
          at: "key",
          message: `needs the role ${name} in account ${account}, and so does ${owner.join(".")}`,
          change: "rename the pipeline or the cluster",
        },
      ];
    });
  },
};

/** HCP Terraform refuses longer names. @see https://developer.hashicorp.com/terraform/cloud-docs/workspaces/create */
const WORKSPACE_LENGTH = 90;

/** Names of the stacks of one account: a layer in a region for each role it plays and each place it attaches to. */
function stacksOf(
  organization: Organization,
  { key, account }: Site,
  builds: boolean,
  deployed: ReadonlySet<string>,
): string[] {
  const { homeRegion, regions } = organization.organization;
  const clusters = Object.entries(account.clusters)
    .filter(([name, cluster]) => isAttachedTo(organization, cluster, deployed.has(`${key}/${name}`)))
    .map(([, cluster]) => cluster);
  const attached = [...account.networks, ...clusters];
  const layers: readonly [layer: string, regions: readonly string[]][] = [
    ["organization", account.role.includes("management") ? regions : []],
    ["security", account.role.includes("security") ? regions : []],
    ["registry", account.role.includes("registry") ? registryRegions(organization) : []],
    ["pipeline", builds ? [homeRegion] : []],
    ["workload", attached.map(({ region }) => regionOf(organization, account, region))],
  ];
  return layers.flatMap(([layer, used]) => used.map((region) => stackName(layer, key, region)));
}

const workspaces: Check = {
  reads: ["state", "accounts", "organization", "pipelines", "registry", "guardDuty"],
  find: (organization) => {
    const { accounts, state } = organization;
    if (state.backend !== "hcp-terraform") return [];
    const builders = new Set(
      Object.values(organization.pipelines).map(({ account }) => pipelineSite(organization, account)?.key),
    );
    const deployed = new Set(
      Object.values(organization.pipelines).flatMap(({ deploy }) => deploy.map(({ cluster }) => cluster)),
    );
    const names = Object.entries(accounts)
      .flatMap(([key, account]) => stacksOf(organization, { key, account }, builders.has(key), deployed))
      .map((stack) => stateName(state.workspace, organization.organization.id, stack));
    const [longest = ""] = names.sort((a, b) => b.length - a.length);
    if (longest.length <= WORKSPACE_LENGTH) return [];
    return [
      {
        code: "workspace-name-too-long",
        path: ["state", "workspace"],
        message: `makes the workspace name ${longest} of ${String(longest.length)} characters`,
        allowed: `at most ${String(WORKSPACE_LENGTH)} characters`,
        change: "shorten `workspace`",
      },
    ];
  },
};

/** Rules that keep names apart that AWS would take for one. */
export const nameChecks: readonly Check[] = [accounts, profiles, pipelines, buckets, roles, workspaces];
