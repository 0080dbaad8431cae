import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeSecurityGroupsCommand, DescribeVpcEndpointsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { DescribeRepositoriesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { GuardDutyClient, ListDetectorsCommand } from "@aws-sdk/client-guardduty";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { BatchGetAccountStatusCommand, Inspector2Client } from "@aws-sdk/client-inspector2";
import { KMSClient, ListAliasesCommand } from "@aws-sdk/client-kms";
import { ListPoliciesCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { GetSigningProfileCommand, SignerClient } from "@aws-sdk/client-signer";
import { type Deployment } from "../plan";
import { clientSettings, type ClientSettings, type Site } from "./emulator-aws";
import { EXISTING_ROLE } from "./emulator-seed";

/** Stands for the region of what an account, or the organization, has once: roles, guardrails, names of buckets. */
const EVERYWHERE = "global";

/** Something that exists in the emulator and that our stacks made. */
export interface Thing extends Site {
  readonly kind: string;
  readonly name: string;
}

type Lister = (settings: ClientSettings, deployment: Deployment) => Promise<readonly string[]>;

/** What a registry holds in one region, by kind. */
const REGISTRY: Readonly<Record<string, Lister>> = {
  repository: async (settings) => {
    const { repositories = [] } = await new ECRClient(settings).send(new DescribeRepositoriesCommand());
    return repositories.map(
      ({ repositoryName = "", imageTagMutability = "" }) => `${repositoryName} (${imageTagMutability})`,
    );
  },
  "signing profile": async (settings, { layer }) => {
    const client = new SignerClient(settings);
    const profiles = await Promise.all(
      (layer.kind === "registry" ? layer.profiles : []).map(({ name }) => signingProfile(client, name)),
    );
    // A cancelled profile stays for ever, in AWS too.
    return profiles
      .filter((profile) => profile?.status === "Active")
      .map((profile) => profile?.profileName ?? "");
  },
};

/** What exists in any account and region. */
const REGIONAL: Readonly<Record<string, Lister>> = {
  "GuardDuty detector": async (settings) => {
    const { DetectorIds: ids = [] } = await new GuardDutyClient(settings).send(new ListDetectorsCommand());
    return ids;
  },
  "Inspector account": async (settings, { account }) => {
    const { accounts = [] } = await new Inspector2Client(settings).send(
      new BatchGetAccountStatusCommand({ accountIds: [account.id] }),
    );
    return accounts
      .filter(({ resourceState }) => resourceState?.ecr?.status === "ENABLED")
      .map(({ accountId: id = "" }) => `${id}, images scanned`);
  },
  "VPC endpoint": async (settings) => {
    const { VpcEndpoints: endpoints = [] } = await new EC2Client(settings).send(
      new DescribeVpcEndpointsCommand(),
    );
    return endpoints
      .filter(({ State }) => State?.toLowerCase() !== "deleted")
      .map(({ ServiceName = "", VpcId = "" }) => `${ServiceName} in ${VpcId}`);
  },
  "security group": async (settings) => {
    const { SecurityGroups: groups = [] } = await new EC2Client(settings).send(
      new DescribeSecurityGroupsCommand(),
    );
    return groups.filter(({ GroupName }) => GroupName !== "default").map(({ GroupName = "" }) => GroupName);
  },
  "KMS key alias": async (settings) => {
    const { Aliases: aliases = [] } = await new KMSClient(settings).send(new ListAliasesCommand());
    return aliases.map(({ AliasName = "" }) => AliasName).filter((name) => !name.startsWith("alias/aws/"));
  },
  "log group": async (settings) => {
    const { logGroups = [] } = await new CloudWatchLogsClient(settings).send(new DescribeLogGroupsCommand());
    return logGroups.map(
      ({ logGroupName = "", retentionInDays = 0 }) => `${logGroupName} (${String(retentionInDays)} days)`,
    );
  },
};

/** What exists once in an account, whatever the region. */
const GLOBAL: Readonly<Record<string, Lister>> = {
  role: async (settings) => {
    const { Roles: roles = [] } = await new IAMClient(settings).send(new ListRolesCommand());
    return roles
      .filter(({ Path, Description }) => Path?.startsWith("/supply-chain/") && Description !== EXISTING_ROLE)
      .map(({ Path = "", RoleName = "" }) => `${Path.slice(1)}${RoleName}`);
  },
  bucket: async (settings) => {
    const { Buckets: buckets = [] } = await new S3Client(settings).send(new ListBucketsCommand());
    return buckets.map(({ Name = "" }) => Name);
  },
};

/** What exists in the management account for the whole organization. */
const ORGANIZATION: Readonly<Record<string, Lister>> = {
  guardrail: async (settings) => {
    const client = new OrganizationsClient(settings);
    const lists = await Promise.all(
      (["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"] as const).map((Filter) =>
        client.send(new ListPoliciesCommand({ Filter })),
      ),
    );
    return lists
      .flatMap(({ Policies = [] }) => Policies)
      .filter(({ AwsManaged }) => AwsManaged !== true)
      .map(({ Name = "", Type = "" }) => `${Name} (${Type.toLowerCase().replaceAll("_", " ")})`);
  },
};

/** A signing profile by its name; moto lists no profiles. */
async function signingProfile(client: SignerClient, profileName: string) {
  try {
    return await client.send(new GetSigningProfileCommand({ profileName }));
  } catch (error) {
    // moto answers with an error of its own, not of the service, for a profile that was never made.
    if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata !== undefined) return undefined;
    throw error;
  }
}

/** Asks the emulator, account by account and region by region, what exists there. */
export async function inventory(endpoint: string, deployments: readonly Deployment[]): Promise<Thing[]> {
  const things: Thing[] = [];
  const seen = new Set<string>();
  const list = async (
    listers: Readonly<Record<string, Lister>>,
    deployment: Deployment,
    key: string,
    shownRegion = deployment.region,
  ) => {
    if (seen.has(key)) return;
    seen.add(key);
    const site = { accountId: deployment.account.id, region: deployment.region };
    for (const [kind, lister] of Object.entries(listers)) {
      const names = await lister(clientSettings(endpoint, site), deployment);
      things.push(...[...names].sort().map((name) => ({ ...site, region: shownRegion, kind, name })));
    }
  };
  for (const deployment of deployments) {
    const { account, region, layer } = deployment;
    if (layer.kind === "registry") await list(REGISTRY, deployment, `registry ${region}`);
    await list(REGIONAL, deployment, `${account.id} ${region}`);
    await list(GLOBAL, deployment, account.id, EVERYWHERE);
    if (layer.kind === "organization") await list(ORGANIZATION, deployment, "organization", EVERYWHERE);
  }
  return things;
}
