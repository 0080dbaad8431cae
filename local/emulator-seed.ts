import { type Organization } from "../config";
import { type Deployment } from "../plan";

/** What exists in AWS before anything of ours: the organization, its networks, clusters and roles. */
export interface Seed {
  readonly organization: {
    readonly id: string;
    readonly rootId: string;
    readonly partition: string;
    readonly region: string;
    readonly managementAccountId: string;
    readonly units: readonly { readonly id: string; readonly name: string }[];
    readonly accounts: readonly { readonly id: string; readonly name: string; readonly parentId: string }[];
  };
  readonly networks: readonly {
    readonly accountId: string;
    readonly region: string;
    readonly vpcId: string;
    readonly cidr: string;
    readonly subnetIds: readonly string[];
    readonly routeTableIds: readonly string[];
  }[];
  readonly clusters: readonly {
    readonly accountId: string;
    readonly region: string;
    readonly type: "ecs" | "eks";
    readonly name: string;
  }[];
  readonly roles: readonly {
    readonly accountId: string;
    readonly path: string;
    readonly name: string;
    readonly description: string;
  }[];
}

/** How a role is described that exists before anything of ours. */
export const EXISTING_ROLE = "Exists already";

/** Reads off an organization what it says exists already. */
export function seedOf(organization: Organization, deployments: readonly Deployment[]): Seed {
  const { id, root, partition, homeRegion, organizationalUnits } = organization.organization;
  const accounts = Object.entries(organization.accounts);
  const management = accounts.find(([, { role }]) => role.includes("management"))?.[1].id ?? "";
  const unitId = (name: string) => organizationalUnits[name] ?? name;
  const units = new Map(Object.entries(organizationalUnits).map(([name, unit]) => [unit, name]));
  for (const [, { organizationalUnit: unit }] of accounts) {
    if (unit !== undefined && !units.has(unitId(unit))) units.set(unitId(unit), unit);
  }
  const workloads = deployments.flatMap(({ account, region, layer }) =>
    layer.kind === "workload" ? [{ at: { accountId: account.id, region }, layer }] : [],
  );
  const signers = deployments.flatMap(({ account, layer }) =>
    layer.kind === "registry"
      ? layer.profiles.flatMap(({ ownSigners, ownReaders, ownRevokers }) =>
          [...ownSigners, ...ownReaders, ...ownRevokers].map((arn) => ({ accountId: account.id, arn })),
        )
      : [],
  );
  const roles = new Map(signers.map((signer) => [signer.arn, signer]));
  return {
    organization: {
      id,
      rootId: root,
      partition,
      region: homeRegion,
      managementAccountId: management,
      units: [...units].map(([unit, name]) => ({ id: unit, name })),
      accounts: accounts
        .filter(([, account]) => account.id !== management)
        .map(([name, account]) => ({
          id: account.id,
          name,
          parentId: account.organizationalUnit === undefined ? root : unitId(account.organizationalUnit),
        })),
    },
    networks: workloads.flatMap(({ at, layer }) => layer.networks.map((network) => ({ ...at, ...network }))),
    clusters: workloads.flatMap(({ at, layer }) =>
      layer.clusters.map(({ type, name }) => ({ ...at, type, name })),
    ),
    roles: [...roles.values()].map(({ accountId, arn }) => {
      const [path, name] = [arn.indexOf("/"), arn.lastIndexOf("/") + 1];
      return { accountId, path: arn.slice(path, name), name: arn.slice(name), description: EXISTING_ROLE };
    }),
  };
}
