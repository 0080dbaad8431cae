import { type Deployment } from "../plan";
import { orderRows, type OrderRow, orderTable } from "./order";
import { count, table } from "./terminal";

/** A stack of the plan with the addresses of its resources, by the module that made them. */
export interface CountedStack {
  readonly deployment: Deployment;
  /** Number of resources by module. */
  readonly resources: ReadonlyMap<string, number>;
}

/** What a synth did, as data; `--json` prints it. */
export interface Summary {
  readonly organization: string;
  readonly accounts: readonly { readonly key: string; readonly id: string; readonly stacks: number }[];
  readonly regions: readonly string[];
  readonly stacks: readonly OrderRow[];
  /** Number of resources by module. */
  readonly resources: Readonly<Record<string, number>>;
}

/** Gathers the summary of a synth. */
export function summarize(organizationId: string, stacks: readonly CountedStack[]): Summary {
  const accounts = new Map<string, { key: string; id: string; stacks: number }>();
  const resources = new Map<string, number>();
  const totals = new Map<string, number>();
  for (const { deployment, resources: counted } of stacks) {
    const { key, id } = deployment.account;
    accounts.set(key, { key, id, stacks: (accounts.get(key)?.stacks ?? 0) + 1 });
    for (const [module, number] of counted) {
      resources.set(module, (resources.get(module) ?? 0) + number);
      totals.set(deployment.name, (totals.get(deployment.name) ?? 0) + number);
    }
  }
  return {
    organization: organizationId,
    accounts: [...accounts.values()],
    regions: [...new Set(stacks.map(({ deployment }) => deployment.region))].sort(),
    stacks: orderRows(
      stacks.map(({ deployment }) => deployment),
      ({ name }) => totals.get(name) ?? 0,
    ),
    resources: Object.fromEntries([...resources].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** A longer list of accounts is cut, and a longer list of stacks left to `npm run plan`. */
const LISTED = 40;

/** The summary as people read it. */
export function formatSummary(summary: Summary): string {
  const { organization, accounts, regions, stacks, resources } = summary;
  const total = Object.values(resources).reduce((sum, number) => sum + number, 0);
  return [
    `Organization ${organization}: ${count(accounts.length, "account")}, ${count(regions.length, "region")} (${regions.join(", ")})`,
    "",
    table(
      ["account", "id", "stacks"],
      accounts.slice(0, LISTED).map(({ key, id, stacks: number }) => [key, id, String(number)]),
    ),
    ...(accounts.length > LISTED ? [`… and ${count(accounts.length - LISTED, "account")} more`] : []),
    "",
    ...(stacks.length > LISTED
      ? [`${count(stacks.length, "stack")}; npm run plan lists them in deploy order`]
      : [`${count(stacks.length, "stack")} in deploy order`, orderTable(stacks)]),
    "",
    `${count(total, "resource")} by module`,
    table(
      ["module", "resources"],
      Object.entries(resources).map(([module, number]) => [module, String(number)]),
    ),
  ].join("\n");
}
