import { type Deployment } from "../plan";
import { grouped, table } from "./terminal";

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
      ...(counted ? [resources === undefined ? "" : grouped(resources)] : []),
      rangesText(after.flatMap((name) => numbers.get(name) ?? [])),
    ]),
  );
}

/** Longest list of ranges that is shown. */
const RANGES_SHOWN = 6;

/** Numbers as people read them: `1, 3-201, 205`, and beyond six ranges how many more there are. */
export function rangesText(numbers: readonly number[]): string {
  const ranges: { readonly first: number; last: number }[] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const open = ranges.at(-1);
    if (open?.last === number - 1) open.last = number;
    else ranges.push({ first: number, last: number });
  }
  const parts = ranges.flatMap(({ first, last }) => {
    if (first === last) return [{ text: String(first), size: 1 }];
    // Two neighbours are no range.
    if (first === last - 1) return [first, last].map((number) => ({ text: String(number), size: 1 }));
    return [{ text: `${String(first)}-${String(last)}`, size: last - first + 1 }];
  });
  const shown = parts.slice(0, RANGES_SHOWN).map(({ text }) => text);
  const more = parts.slice(RANGES_SHOWN).reduce((sum, { size }) => sum + size, 0);
  return (shown.join(", ") || "-") + (more > 0 ? ` and ${grouped(more)} more` : "");
}
