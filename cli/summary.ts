import { type Organization } from "../config";
import { type BuiltStack } from "./build";
import { resourcesByModule } from "./modules";
import { orderRows, type OrderRow, orderTable } from "./order";
import { count, grouped, table } from "./terminal";

/** What a synth did, as data; `--json` prints it. */
export interface Summary {
  readonly organization: string;
  readonly accounts: readonly {
    readonly key: string;
    readonly id: string;
    readonly role: readonly string[];
    readonly stacks: number;
  }[];
  readonly regions: readonly string[];
  readonly stacks: readonly (OrderRow & { readonly resources: number })[];
  /** Number of resources by module. */
  readonly resources: Readonly<Record<string, number>>;
}

/** Gathers the summary of a synth. */
export function summarize(organization: Organization, built: readonly BuiltStack[]): Summary {
  const modules = new Map<string, number>();
  const totals = new Map<string, number>();
  for (const { deployment, terraform } of built) {
    for (const [module, number] of resourcesByModule(terraform)) {
      modules.set(module, (modules.get(module) ?? 0) + number);
      totals.set(deployment.name, (totals.get(deployment.name) ?? 0) + number);
    }
  }
  const deployments = built.map(({ deployment }) => deployment);
  return {
    organization: organization.organization.id,
    accounts: Object.entries(organization.accounts).map(([key, { id, role }]) => ({
      key,
      id,
      role,
      stacks: deployments.filter(({ account }) => account.key === key).length,
    })),
    regions: [...new Set(deployments.map(({ region }) => region))].sort(),
    stacks: orderRows(deployments).map((row) => ({ ...row, resources: totals.get(row.stack) ?? 0 })),
    resources: Object.fromEntries([...modules].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** Of more accounts or stacks than this, totals are shown. */
export const LISTED = 40;

/** The summary as people read it. */
export function formatSummary(summary: Summary): string {
  const { organization, accounts, regions, resources } = summary;
  return [
    `Organization ${organization}: ${count(accounts.length, "account")}, ${count(regions.length, "region")} (${namesOf(regions)})`,
    "",
    ...accountLines(summary),
    "",
    ...stackLines(summary),
    "",
    `${count(sum(Object.values(resources)), "resource")} by module`,
    table(
      ["module", "resources"],
      Object.entries(resources).map(([module, number]) => [module, grouped(number)]),
    ),
  ].join("\n");
}

/** Of more regions than this, the first line names no others. */
const REGIONS_NAMED = 5;

function namesOf(regions: readonly string[]): string {
  const more = regions.length - REGIONS_NAMED;
  return regions.slice(0, REGIONS_NAMED).join(", ") + (more > 0 ? ` and ${grouped(more)} more` : "");
}

function accountLines({ accounts }: Summary): string[] {
  if (accounts.length <= LISTED) {
    const rows = accounts.map(({ key, id, role, stacks }) => [key, id, role.join(", "), grouped(stacks)]);
    return [table(["account", "id", "role", "stacks"], rows)];
  }
  const roles = [...new Set(accounts.flatMap(({ role }) => role))];
  return [
    `${count(accounts.length, "account")} by role; one may play several`,
    table(
      ["role", "accounts"],
      roles.map((role) => [role, grouped(accounts.filter((account) => account.role.includes(role)).length)]),
    ),
  ];
}

function stackLines({ stacks }: Summary): string[] {
  if (stacks.length <= LISTED)
    return [`${count(stacks.length, "stack")} in deploy order`, orderTable(stacks)];
  const layers = [...new Set(stacks.map(({ layer }) => layer))];
  return [
    `${count(stacks.length, "stack")} by layer`,
    table(
      ["layer", "stacks", "accounts", "resources"],
      layers.map((layer) => {
        const those = stacks.filter((stack) => stack.layer === layer);
        const accounts = new Set(those.map(({ account }) => account.key));
        const resources = sum(those.map((stack) => stack.resources));
        return [layer, ...[those.length, accounts.size, resources].map(grouped)];
      }),
    ),
  ];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
