import { type TerraformJson } from "./terraform";

/** Resources by type and name, as in the `resource` and `data` blocks of Terraform JSON. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A stack without some of its resources. */
export interface Pruned {
  readonly stack: TerraformJson;
  /** Addresses that were asked to go. */
  readonly removed: readonly string[];
  /** Addresses that went because they refer to one that did. */
  readonly dependents: readonly string[];
}

/** The resources of a stack by address. */
export function resourcesByAddress(stack: TerraformJson): Map<string, unknown> {
  return new Map([...addresses(stack, "resource", ""), ...addresses(stack, "data", "data.")]);
}

function* addresses(stack: TerraformJson, block: string, prefix: string): Generator<[string, unknown]> {
  for (const [type, byName] of Object.entries((stack[block] ?? {}) as Blocks)) {
    for (const [name, body] of Object.entries(byName)) yield [`${prefix}${type}.${name}`, body];
  }
}

/** Leaves out every resource of some types, and with it everything that refers to one, however far removed. */
export function withoutTypes(stack: TerraformJson, types: ReadonlySet<string>): Pruned {
  const all = resourcesByAddress(stack);
  const removed = [...all.keys()].filter((address) => types.has(typeOf(address)));
  const gone = new Set(removed);
  for (let before = -1; before < gone.size;) {
    before = gone.size;
    for (const [address, body] of all) {
      if (!gone.has(address) && refersTo(body, gone)) gone.add(address);
    }
  }
  const keep = (block: string, prefix: string) =>
    keptTypes((stack[block] ?? {}) as Blocks, (type, name) => !gone.has(`${prefix}${type}.${name}`));
  const output = Object.entries((stack["output"] ?? {}) as Record<string, unknown>);
  const imports = (stack["import"] ?? []) as readonly unknown[];
  const pruned: Record<string, unknown> = {
    ...stack,
    resource: keep("resource", ""),
    data: keep("data", "data."),
    output: Object.fromEntries(output.filter(([, value]) => !refersTo(value, gone))),
    import: imports.filter((block) => !refersTo(block, gone)),
  };
  for (const block of ["resource", "data", "output", "import"]) {
    if (Object.keys(pruned[block] as object).length === 0) Reflect.deleteProperty(pruned, block);
  }
  const wanted = new Set(removed);
  return { stack: pruned, removed, dependents: [...gone].filter((address) => !wanted.has(address)) };
}

/** The same stack, in which nothing is made after a resource of these types. */
export function withoutOrder(stack: TerraformJson, types: readonly string[]): TerraformJson {
  const result = structuredClone(stack);
  for (const body of Object.values((result["resource"] ?? {}) as Blocks).flatMap(Object.values)) {
    const resource = body as { depends_on?: readonly string[] };
    const kept = resource.depends_on?.filter((address) => !types.includes(typeOf(address)));
    if (kept?.length) resource.depends_on = kept;
    else delete resource.depends_on;
  }
  return result;
}

/** Type of a resource by its address. */
export function typeOf(address: string): string {
  return address.replace(/^data\./, "").split(".")[0] ?? "";
}

function keptTypes(blocks: Blocks, keep: (type: string, name: string) => boolean): Blocks {
  return Object.fromEntries(
    Object.entries(blocks)
      .map(([type, byName]) => [
        type,
        Object.fromEntries(Object.entries(byName).filter(([name]) => keep(type, name))),
      ])
      .filter(([, byName]) => Object.keys(byName as object).length > 0),
  ) as Blocks;
}

/** Whether a value names one of the addresses, in an expression or in `depends_on`. */
function refersTo(value: unknown, targets: ReadonlySet<string>): boolean {
  const text = JSON.stringify(value);
  for (const [found] of text.matchAll(/\b(?:data\.)?[a-z0-9]+(?:_[a-z0-9]+)+\.[A-Za-z_][\w-]*/g)) {
    if (targets.has(found)) return true;
  }
  return false;
}
