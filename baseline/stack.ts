import { isUnresolved, referenceOf } from "./reference";

/** Terraform JSON as cdktf writes it. */
export type TerraformJson = Readonly<Record<string, unknown>>;

/** A stack as it will be applied: whose account, which region, and the final Terraform JSON. */
export interface SynthesizedStack {
  readonly name: string;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  readonly terraform: TerraformJson;
}

/** A block: arguments and nested blocks by name. */
export type Body = Readonly<Record<string, unknown>>;

/** Something of a stack that has an address: a resource, a provider or a module block. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  /** As Terraform prints it: `aws_s3_bucket.artifacts`, `provider.aws`, `module.network`. */
  readonly address: string;
  readonly body: Body;
}

/** Whether a value of the JSON is a block. */
export function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Nested blocks of one name: Terraform JSON writes one block as an object and several as a list. */
export function blocksOf(body: Body, name: string): readonly Body[] {
  return bodiesOf(body[name]);
}

function bodiesOf(value: unknown): readonly Body[] {
  return (Array.isArray(value) ? value : [value]).filter(isBody);
}

/** One value or a list of them, as texts. */
export function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  return value === undefined || value === null ? [] : [String(value)];
}

/** A stack, indexed once for all rules. */
export class StackView {
  readonly resources: readonly Resource[];
  readonly providers: readonly Resource[];
  readonly modules: readonly Resource[];
  private readonly byType = new Map<string, Resource[]>();
  private readonly byAddress = new Map<string, Resource>();
  private readonly linked = new Map<string, Map<string, Resource[]>>();

  constructor(readonly source: SynthesizedStack) {
    const { terraform } = source;
    this.resources = bodiesOf(terraform["resource"])
      .flatMap((types) => Object.entries(types))
      .flatMap(([type, byName]) => named(byName, type, `${type}.`));
    this.modules = named(terraform["module"], "module", "module.");
    this.providers = bodiesOf(terraform["provider"])
      .flatMap((types) => Object.entries(types))
      .flatMap(([type, blocks]) =>
        bodiesOf(blocks).map((body) => {
          const alias = typeof body["alias"] === "string" ? `.${body["alias"]}` : "";
          return { type, name: alias.slice(1), address: `provider.${type}${alias}`, body };
        }),
      );
    for (const resource of this.resources) {
      const sameType = this.byType.get(resource.type);
      if (sameType) sameType.push(resource);
      else this.byType.set(resource.type, [resource]);
      this.byAddress.set(resource.address, resource);
    }
  }

  ofType(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  /** The resource of this stack that an expression refers to. */
  referred(value: unknown): Resource | undefined {
    const reference = referenceOf(value);
    return reference && this.byAddress.get(`${reference.type}.${reference.name}`);
  }

  /** Resources of `type` whose argument says that they belong to `owner`, by reference or by its literal name. */
  belongingTo(owner: Resource, type: string, argument: string, nameArgument: string): readonly Resource[] {
    const index = this.indexOf(type, argument);
    const name = owner.body[nameArgument];
    return [
      ...(index.get(owner.address) ?? []),
      ...(typeof name === "string" && !isUnresolved(name) ? (index.get(`=${name}`) ?? []) : []),
    ];
  }

  private indexOf(type: string, argument: string): Map<string, Resource[]> {
    const key = `${type}.${argument}`;
    const known = this.linked.get(key);
    if (known) return known;
    const index = new Map<string, Resource[]>();
    for (const resource of this.ofType(type)) {
      // With `count` or `for_each` there may be none of it.
      if ("count" in resource.body || "for_each" in resource.body) continue;
      const value = resource.body[argument];
      const owner = this.referred(value)?.address ?? `=${String(value)}`;
      index.set(owner, [...(index.get(owner) ?? []), resource]);
    }
    this.linked.set(key, index);
    return index;
  }
}

function named(byName: unknown, type: string, prefix: string): Resource[] {
  return bodiesOf(byName)
    .flatMap((names) => Object.entries(names))
    .flatMap(([name, value]) =>
      bodiesOf(value).map((body) => ({ type, name, address: `${prefix}${name}`, body })),
    );
}
