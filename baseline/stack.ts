import { blocksOf, type Body, isBody, textsOf } from "./block";
import { AWS_PROVIDER, providerAddress, providerReference, providerSources } from "./provider";
import { isUnresolved, referenceOf } from "./reference";
import { readRoot, type Resource, type Root } from "./root";

export { blocksOf, type Body, isBody, type Resource, textsOf };

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

/** Whether Terraform makes exactly what the block says; with `count` or `for_each` it may make none of it. */
export function isCertain({ body }: Resource): boolean {
  return !("count" in body || "for_each" in body);
}

/** A type that holds settings of another resource, its argument that says whose, and that one's name argument. */
export type Link = readonly [type: string, argument: string, nameArgument: string];

/** Attributes that stand for the whole resource, so that a reference to them names it. */
const IDENTITY = new Set(["arn", "bucket", "id", "key_id", "name", "url"]);

/** A stack, indexed once for all rules. */
export class StackView implements Root {
  readonly resources: Root["resources"];
  readonly providers: Root["providers"];
  readonly modules: Root["modules"];
  readonly declared: Root["declared"];
  readonly data: Root["data"];
  readonly settings: Root["settings"];
  readonly removed: Root["removed"];
  readonly unknown: Root["unknown"];
  /** Everything that has an address and may carry an exception. */
  readonly blocks: readonly Resource[];
  /** Where the provider of a local name comes from, e.g. `hashicorp/aws`. */
  readonly providerSource: (local: string) => string;
  private readonly byType = new Map<string, Resource[]>();
  private readonly byAddress = new Map<string, Resource>();
  private readonly providerByAddress = new Map<string, Resource>();
  private readonly linked = new Map<string, Map<string, Resource[]>>();

  /** @param read what rules see of a resource's block @default - the block itself */
  constructor(
    readonly source: SynthesizedStack,
    read?: (body: Body) => Body,
  ) {
    const root = readRoot(source.terraform);
    this.resources = read
      ? root.resources.map((resource) => ({ ...resource, body: read(resource.body) }))
      : root.resources;
    this.providers = root.providers;
    this.modules = root.modules;
    this.declared = root.declared;
    this.data = root.data;
    this.settings = root.settings;
    this.removed = root.removed;
    this.unknown = root.unknown;
    this.blocks = Object.values({ ...root, resources: this.resources }).flat();
    this.providerSource = providerSources(source.terraform);
    for (const provider of this.providers) this.providerByAddress.set(provider.address, provider);
    for (const resource of this.resources) {
      this.byAddress.set(resource.address, resource);
      const sameType = this.byType.get(resource.type);
      if (sameType) sameType.push(resource);
      else this.byType.set(resource.type, [resource]);
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

  /** The resource of this stack that an expression names, by its ARN, id, name or URL. */
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

  /** Resources of {@link linkedTo} that Terraform makes for certain, whatever variables say. */
  belongingTo(owner: Resource, ...link: Link): readonly Resource[] {
    return this.linkedTo(owner, ...link).filter(isCertain);
  }

  /**
   * Resources of a type whose argument says that they belong to `owner`, by reference or by its literal name.
   * Those that another provider makes, or that are in another region, belong to something else.
   */
  linkedTo(owner: Resource, ...[type, argument, nameArgument]: Link): readonly Resource[] {
    const index = this.indexOf(type, argument);
    const name = owner.body[nameArgument];
    return [
      ...(index.get(owner.address) ?? []),
      ...(typeof name === "string" && !isUnresolved(name) ? (index.get(`=${name}`) ?? []) : []),
    ].filter((resource) => this.sharePlace(resource, owner));
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
