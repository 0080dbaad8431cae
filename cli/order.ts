import { type Deployment } from "../plan";
import { table } from "./terminal";

/** One row of the deployment order. */
export interface OrderRow {
  readonly stack: string;
  readonly account: { readonly key: string; readonly id: string };
  readonly region: string;
  readonly layer: string;
  /** How many resources the stack has; absent when it was not built. */
  readonly resources?: number;
  readonly after: readonly string[];
}

/** The deployment order as data, for `--json`. */
export function orderRows(
  deployments: readonly Deployment[],
  resources?: (deployment: Deployment) => number,
): OrderRow[] {
  return deployments.map((deployment) => ({
    stack: deployment.name,
    account: deployment.account,
    region: deployment.region,
    layer: deployment.layer.kind,
    ...(resources ? { resources: resources(deployment) } : {}),
    after: deployment.after,
  }));
}

/** The deployment order as a table; predecessors are shown by their row's number. */
export function orderTable(rows: readonly OrderRow[]): string {
  const numbers = new Map(rows.map(({ stack }, index) => [stack, index + 1]));
  const counted = rows.some(({ resources }) => resources !== undefined);
  const head = ["#", "stack", "account", "region", "layer", ...(counted ? ["resources"] : []), "after"];
  return table(
    head,
    rows.map(({ stack, account, region, layer, resources, after }) => [
      String(numbers.get(stack) ?? ""),
      stack,
      account.id,
      region,
      layer,
      ...(counted ? [String(resources ?? "")] : []),
      positions(after, numbers).join(", ") || "-",
    ]),
  );
}

function positions(names: readonly string[], numbers: ReadonlyMap<string, number>): number[] {
  return names.flatMap((name) => numbers.get(name) ?? []).sort((a, b) => a - b);
}
