import { TerraformStack } from "cdktf";
import { type Construct, type IConstruct } from "constructs";
import { CACHES_PER_REGISTRY, covers } from "../aws";
import { type Problem } from "../problem";
import { settingScope, type SingletonPlace } from "./singleton";

/** A repository, as far as a cache above it and the rules that sign it have to do with it. */
interface DeclaredRepository {
  /** Path of the construct that makes it. */
  readonly path: string;
  /** Whether replication fills it. */
  readonly isReplica: boolean;
  readonly signingProfileArns: readonly string[];
}

/** What constructs make, by prefix and by name. */
export interface RegistryContents {
  /** Paths of the constructs. */
  readonly caches: Map<string, string>;
  /** Templates of what a push creates, by the paths of the constructs. */
  readonly templates: Map<string, string>;
  readonly repositories: Map<string, DeclaredRepository>;
}

const registries = new WeakMap<IConstruct, Map<string, RegistryContents>>();

/**
 * What the app declares of one registry, whatever stack it is in. A place that only Terraform knows may be any that
 * the stack names, as for singletons.
 */
export function contentsOf(
  owner: Construct,
  place: SingletonPlace,
): {
  /** What is declared of this very place. */
  readonly own: RegistryContents;
  /** The same, and what may be of it. */
  readonly seen: readonly RegistryContents[];
} {
  return registryOf(owner, place);
}

/** Its own contents, where what is declared of it is entered, and where that is found which may be of the same. */
function registryOf(owner: Construct, place: SingletonPlace) {
  const { scope, parts } = settingScope(owner, place);
  const stack = TerraformStack.of(owner);
  const [ofKnownPlaces, ofUnknownPlace] = [contentsIn(stack, "known"), contentsIn(stack, "unknown")];
  if (parts.length === 0) {
    return { own: ofUnknownPlace, entered: [ofUnknownPlace], seen: [ofUnknownPlace, ofKnownPlaces] };
  }
  const own = contentsIn(scope, JSON.stringify(parts));
  return { own, entered: [own, ofKnownPlaces], seen: [own, ofUnknownPlace] };
}

function contentsIn(scope: IConstruct, key: string): RegistryContents {
  const known = registries.get(scope) ?? new Map<string, RegistryContents>();
  registries.set(scope, known);
  const contents = known.get(key) ?? { caches: new Map(), templates: new Map(), repositories: new Map() };
  known.set(key, contents);
  return contents;
}

/** Enters a repository; a cache above it would pull into it what it is not. */
export function enterRepository(
  owner: Construct,
  place: SingletonPlace,
  { name, ...repository }: Omit<DeclaredRepository, "path"> & { readonly name: string },
): Problem[] {
  const { entered, seen } = registryOf(owner, place);
  for (const { repositories } of entered) repositories.set(name, { path: owner.node.path, ...repository });
  return seen
    .flatMap(({ caches }) => [...caches])
    .filter(([prefix]) => covers(prefix, name))
    .map(([prefix, cache]) =>
      covered(owner.node.path, `${name} lies under ${prefix}, where ${cache} caches`),
    );
}

/** Enters a template by which a push creates repositories. */
export function enterTemplate(owner: Construct, place: SingletonPlace, prefix: string): void {
  for (const { templates } of registryOf(owner, place).entered) templates.set(prefix, owner.node.path);
}

/** Enters a cache; a registry has so many, none above a repository that is declared and none within another. */
export function enterCache(owner: Construct, place: SingletonPlace, prefix: string): Problem[] {
  const { own, entered, seen } = registryOf(owner, place);
  const { path } = owner.node;
  const overlapping = seen
    .flatMap(({ caches }) => [...caches])
    .filter(([other]) => other !== prefix && (covers(other, prefix) || covers(prefix, other)))
    .map(([other, cache]): Problem => ({
      code: "cache-within-cache",
      path,
      message: covers(other, prefix)
        ? `${prefix} lies under ${other}, where ${cache} caches`
        : `${prefix} is cached above ${other}, where ${cache} caches`,
      change: "choose prefixes of which none lies within another",
    }));
  for (const { caches } of entered) caches.set(prefix, path);
  const below = seen
    .flatMap(({ repositories }) => [...repositories])
    .filter(([name]) => covers(prefix, name))
    .map(([name, repository]) =>
      covered(path, `${prefix} is cached above ${name}, which ${repository.path} makes`),
    );
  const problems = [...overlapping, ...below];
  const { size } = own.caches;
  // Only the first too many is told.
  if (size !== CACHES_PER_REGISTRY.count + 1) return problems;
  return [
    ...problems,
    {
      code: "too-many-caches",
      path,
      message: `is the pull-through cache number ${String(size)} of its registry`,
      allowed: `at most ${String(CACHES_PER_REGISTRY.count)}`,
      change: CACHES_PER_REGISTRY.instead,
    },
  ];
}

function covered(path: string, message: string): Problem {
  return {
    code: "cache-covers-repository",
    path,
    message,
    change: "rename the repository, or cache under another prefix",
  };
}
