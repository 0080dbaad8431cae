import { type TerraformJson } from "../../../local/terraform";
import { type Blocks } from "../../../local/terraform-prune";

/** The arguments of a resource as Terraform has them at apply. */
export type Arguments = Readonly<Record<string, unknown>>;

interface StateResource {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly instances: readonly { readonly attributes: Arguments }[];
}

/** What a stack's synthesized JSON says, with what AWS chose (ids, ARNs) read from its state. */
export class Written {
  private readonly values = new Map<string, Arguments>();

  /**
   * @param state text of the state file
   * @param leftOut addresses that the emulator cannot make
   */
  constructor(
    private readonly terraform: TerraformJson,
    state: string,
    private readonly leftOut: ReadonlySet<string>,
  ) {
    const { resources = [] } = JSON.parse(state) as { readonly resources?: readonly StateResource[] };
    for (const { mode, type, name, instances } of resources) {
      const address = `${mode === "data" ? "data." : ""}${type}.${name}`;
      this.values.set(address, instances[0]?.attributes ?? {});
    }
  }

  /** Every resource of a type that the emulator can make, with its id where it was made. */
  ofType(type: string): Arguments[] {
    return Object.entries(((this.terraform["resource"] ?? {}) as Blocks)[type] ?? {})
      .filter(([name]) => !this.leftOut.has(`${type}.${name}`))
      .map(([name, body]) => ({
        id: this.values.get(`${type}.${name}`)?.["id"],
        ...(this.resolved(body) as Arguments),
      }));
  }

  /** The value with every reference replaced; what is no plain reference is an error. */
  private resolved(value: unknown): unknown {
    if (typeof value === "string") {
      return value.replaceAll(/\$\{(.*?)\}/g, (whole, reference: string) => {
        const [, address = "", attribute = ""] = /^((?:data\.)?\w+\.[\w-]+)\.(\w+)$/.exec(reference) ?? [];
        const found = this.values.get(address)?.[attribute];
        if (typeof found !== "string") throw new Error(`the state has no ${whole}`);
        return found;
      });
    }
    if (Array.isArray(value)) return value.map((item) => this.resolved(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => key !== "//" && key !== "depends_on")
        .map(([key, inner]) => [key, this.resolved(inner)]),
    );
  }
}

/** A JSON document, as a policy or lifecycle policy is. */
export function documentOf(text: unknown): unknown {
  return JSON.parse(String(text)) as unknown;
}

/** Blocks of one kind, however many Terraform takes. */
export function blocksOf(value: unknown): Arguments[] {
  return [value ?? []].flat() as Arguments[];
}

/** The only block of a kind. */
export function blockOf(value: unknown): Arguments {
  const [block, ...others] = blocksOf(value);
  if (block === undefined || others.length > 0) throw new Error(`no single block: ${JSON.stringify(value)}`);
  return block;
}
