import { blocksOf, bodiesOf, type Body, isBody, textsOf } from "./block";
import { AWS_PROVIDER, providerAddress, providerReference, providerSources } from "./provider";
import { isUnresolved, referenceOf } from "./reference";

export { blocksOf, type Body, isBody, textsOf };

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

/** Something of a stack that has an address: a resource, a data source, a provider, a module or another block. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  /** As Terraform prints it: `aws_s3_bucket.artifacts`, `provider.aws`, `module.network`. */
  readonly address: string;
  readonly body: Body;
}

/** Whether Terraform makes exactly what the block says; with `count` or `for_each` it may make none of it. */
export function isCertain({ body }: Resource): boolean {
  return !("count" in body || "for_each" in body);
}

/** Blocks of a configuration that are read here, or that make nothing. */
const ROOT_BLOCKS = new Set([
  ...["resource", "data", "ephemeral", "check", "provider", "module", "removed"],
  ...["variable", "locals", "output", "terraform", "moved", "import", "//"],
]);
/** Attributes that stand for the whole resource, so that a reference to them names it. */
const IDENTITY = new Set(["arn", "bucket", "id", "name", "url"]);

/** A stack, indexed once for all rules. */
export class StackView {
  readonly resources: readonly Resource[];
  /** Data sources and ephemeral resources, also those inside `check` blocks. */
  readonly data: readonly Resource[];
  readonly providers: readonly Resource[];
  readonly modules: readonly Resource[];
  /** `removed` blocks, named by what they remove. */
  readonly removed: readonly Resource[];
  /** Blocks of kinds that nothing here knows. */
  readonly unknown: readonly Resource[];
  /** Where the provider of a local name comes from, e.g. `hashicorp/aws`. */
  readonly providerSource: (local: string) => string;
  private readonly byType = new Map<string, Resource[]>();
  private readonly byAddress = new Map<string, Resource>();
  private readonly providerByAddress = new Map<string, Resource>();
  private readonly linked = new Map<string, Map<string, Resource[]>>();

  /** @param read what rules see of a resource's block @default - the block itself */
  constructor(
    readonly source: SynthesizedStack,
    read: (body: Body) => Body = (body) => body,
  ) {
    const { terraform } = source;
    this.providerSource = providerSources(terraform);
    this.resources = typed(terraform["resource"], "").map((resource) => ({
      ...resource,
      body: read(resource.body),
    }));
    const checks = named(terraform["check"], "check", "check.").flatMap(({ body }) => blocksOf(body, "data"));
    this.data = [
      ...typed([terraform["data"], checks], "data."),
      ...typed(terraform["ephemeral"], "ephemeral."),
    ];
    this.modules = named(terraform["module"], "module", "module.");
    this.removed = bodiesOf(terraform["removed"]).map((body) => {
      const name = String(body["from"]);
      return { type: "removed", name, address: `removed.${name}`, body };
    });
    this.unknown = Object.keys(terraform)
      .filter((key) => !ROOT_BLOCKS.has(key))
      .map((key) => ({ type: key, name: "", address: key, body: bodiesOf(terraform[key])[0] ?? {} }));
    this.providers = bodiesOf(terraform["provider"])
      .flatMap((types) => Object.entries(types))
      .flatMap(([type, blocks]) =>
        bodiesOf(blocks).map((body) => {
          const name = typeof body["alias"] === "string" ? body["alias"] : "";
          return { type, name, address: providerAddress({ local: type, alias: name }), body };
        }),
      );
    for (const provider of this.providers) this.providerByAddress.set(provider.address, provider);
    for (const resource of this.resources) {
      const sameType = this.byType.get(resource.type);
      if (sameType) sameType.push(resource);
      else this.byType.set(resource.type, [resource]);
      this.byAddress.set(resource.address, resource);
    }
  }

  /** Everything that has an address and may carry an exception. */
  get blocks(): readonly Resource[] {
    return [
      ...this.resources,
      ...this.data,
      ...this.providers,
      ...this.modules,
      ...this.removed,
      ...this.unknown,
    ];
  }

  ofType(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  /** The resource of this stack that an expression refers to. */
  referred(value: unknown): Resource | undefined {
    const reference = referenceOf(value);
    return reference && this.byAddress.get(`${reference.type}.${reference.name}`);
  }

  /** The resource of this stack that an expression names, by its ARN, id, name or address in the web. */
  named(value: unknown): Resource | undefined {
    const reference = referenceOf(value);
    return reference && IDENTITY.has(reference.attribute) ? this.referred(value) : undefined;
  }

  /** The source of the provider that makes a resource; none when it cannot be read. */
  sourceOf({ body, type }: Resource): string | undefined {
    const reference = providerReference(type, body);
    return reference && this.providerSource(reference.local);
  }

  /** Whether a resource or data source belongs to the provider that the rules know. */
  isAws(resource: Resource): boolean {
    return this.sourceOf(resource) === AWS_PROVIDER;
  }

  /** The block that configures the provider of a resource. */
  providerOf({ body, type }: Resource): Resource | undefined {
    const reference = providerReference(type, body);
    return reference && this.providerByAddress.get(providerAddress(reference));
  }

  /** The region a resource is made in, possibly an expression: its own argument, its provider's, or the stack's. */
  regionOf(resource: Resource): string {
    const regions = [resource.body["region"], this.providerOf(resource)?.body["region"]];
    return String(regions.find((region) => (region ?? "") !== "") ?? this.source.region);
  }

  /** Whether two resources are made by one provider in one region. */
  sharePlace(one: Resource, other: Resource): boolean {
    return this.providerOf(one) === this.providerOf(other) && this.regionOf(one) === this.regionOf(other);
  }

  /**
   * Resources of `type` whose argument says that they belong to `owner`, by reference or by its literal name.
   * Those that Terraform may not make, or makes with another provider or in another region, do not.
   */
  belongingTo(owner: Resource, type: string, argument: string, nameArgument: string): readonly Resource[] {
    return this.linkedTo(owner, type, argument, nameArgument).filter(isCertain);
  }

  /** Resources that belong to `owner` where Terraform makes them, which their `count` or `for_each` decides. */
  perhapsBelongingTo(
    owner: Resource,
    type: string,
    argument: string,
    nameArgument: string,
  ): readonly Resource[] {
    return this.linkedTo(owner, type, argument, nameArgument).filter((resource) => !isCertain(resource));
  }

  private linkedTo(
    owner: Resource,
    type: string,
    argument: string,
    nameArgument: string,
  ): readonly Resource[] {
    const index = this.indexOf(type, argument);
    const name = owner.body[nameArgument];
    return [
      ...(index.get(owner.address) ?? []),
      ...(typeof name === "string" && !isUnresolved(name) ? (index.get(`=${name}`) ?? []) : []),
    ].filter(
      (resource) =>
        this.providerOf(resource) === this.providerOf(owner) &&
        this.regionOf(resource) === this.regionOf(owner),
    );
  }

  private indexOf(type: string, argument: string): Map<string, Resource[]> {
    const key = `${type}.${argument}`;
    const known = this.linked.get(key);
    if (known) return known;
    const index = new Map<string, Resource[]>();
    for (const resource of this.ofType(type)) {
      const value = resource.body[argument];
      const owner = this.named(value)?.address ?? `=${String(value)}`;
      index.set(owner, [...(index.get(owner) ?? []), resource]);
    }
    this.linked.set(key, index);
    return index;
  }
}

/** Blocks with two labels, such as resources. */
function typed(value: unknown, prefix: string): Resource[] {
  return bodiesOf(value)
    .flatMap((types) => Object.entries(types))
    .flatMap(([type, byName]) => named(byName, type, `${prefix}${type}.`));
}

/** Blocks with one label. */
function named(byName: unknown, type: string, prefix: string): Resource[] {
  return bodiesOf(byName)
    .flatMap((names) => Object.entries(names))
    .flatMap(([name, value]) =>
      bodiesOf(value).map((body) => ({ type, name, address: `${prefix}${name}`, body })),
    );
}
