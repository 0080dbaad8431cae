/** The modules that resources come from. */
const MODULES = ["organization", "pipeline", "registry", "runtime", "scanning", "signing"] as const;

interface Metadata {
  readonly "//"?: { readonly metadata?: { readonly path?: string } };
}

/**
 * Counts a stack's resources by the module that made them.
 *
 * Each stack groups its constructs by module; what a module makes once for all of a stack lies beside the groups,
 * with an id that begins with the module's name (`runtime-key`).
 */
export function resourcesByModule(terraform: Readonly<Record<string, unknown>>): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  const types = Object.values((terraform["resource"] ?? {}) as Record<string, Record<string, Metadata>>);
  for (const resource of types.flatMap((byName) => Object.values(byName))) {
    const [, group = ""] = resource["//"]?.metadata?.path?.split("/") ?? [];
    const module = MODULES.find((name) => group === name || group.startsWith(`${name}-`)) ?? "other";
    numbers.set(module, (numbers.get(module) ?? 0) + 1);
  }
  return numbers;
}
