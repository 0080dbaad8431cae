import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What the bare floor makes: how many resources of each type per stack, and one configuration per type. */
export interface Floor {
  readonly stacks: readonly {
    readonly name: string;
    readonly provider: { readonly region: string };
    readonly counts: Readonly<Record<string, number>>;
  }[];
  /** The configuration of median length among our resources of the type, as the provider class takes it. */
  readonly templates: Readonly<Record<string, unknown>>;
}

interface Stack {
  readonly provider: { readonly aws: readonly { readonly region: string }[] };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/** Arguments whose keys are data, not names of arguments. */
const MAPS = new Set(["tags", "variables", "configuration", "input_paths", "lifecycle"]);

/** Terraform's argument names as the provider classes spell them; references become plain text. */
function toConfig(value: unknown, key = ""): unknown {
  if (typeof value === "string") return value.replaceAll(/\$\{[^}]*\}/g, "reference");
  if (Array.isArray(value)) return value.map((item) => toConfig(item, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "//" && name !== "depends_on" && name !== "lifecycle")
      .map(([name, item]) => [MAPS.has(key) ? name : camel(name), toConfig(item, name)]),
  );
}

function camel(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Reads off our own output what the floor has to make. */
export function floorOf(outdir: string): Floor {
  const instances = new Map<string, Readonly<Record<string, unknown>>[]>();
  const stacks = readdirSync(join(outdir, "stacks")).map((name) => {
    const stack = JSON.parse(readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8")) as Stack;
    const counts: Record<string, number> = {};
    for (const [type, byName] of Object.entries(stack.resource ?? {})) {
      const resources = Object.values(byName);
      counts[type] = resources.length;
      instances.set(type, [...(instances.get(type) ?? []), ...resources]);
    }
    return { name, provider: { region: stack.provider.aws[0]?.region ?? "" }, counts };
  });
  const templates = Object.fromEntries(
    [...instances].map(([type, resources]) => {
      const sorted = resources
        .map((resource) => ({ resource, length: JSON.stringify(resource).length }))
        .sort((a, b) => a.length - b.length);
      return [type, toConfig(sorted[Math.floor(sorted.length / 2)]?.resource)];
    }),
  );
  return { stacks, templates };
}
