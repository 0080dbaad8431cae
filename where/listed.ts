import { CHILDREN, type Manifest, type Repository } from "../images";
import { type Registry } from "./ports";
import { type Reference } from "./query";

/**
 * The manifest that a reference means; of an index with the images that it lists itself or by an index in it. What lies
 * deeper is not looked at, and an index that cannot be looked into stands for itself: the list is cut then.
 *
 * @see https://github.com/opencontainers/image-spec/blob/main/image-index.md
 */
export async function manifestOf(
  registry: Registry,
  repository: Repository,
  reference: Reference,
): Promise<Manifest | undefined> {
  const manifest = await registry.manifest(repository, reference);
  if (!manifest?.children) return manifest;
  const { digest, children, indexes = [] } = manifest;
  const found = new Set(children.filter((child) => !indexes.includes(child)));
  let cut = manifest.cut === true;
  for (const index of indexes) {
    const inner = found.size < CHILDREN ? await registry.manifest(repository, { digest: index }) : undefined;
    if (!inner || inner.cut || inner.indexes) cut = true;
    for (const child of itemsOr(inner?.children, index)) found.add(child);
  }
  if (found.size > CHILDREN) cut = true;
  const images = itemsOr([...found], digest).slice(0, CHILDREN);
  return { digest, children: images, ...(cut ? { cut } : {}) };
}

function itemsOr(digests: readonly string[] | undefined, instead: string): readonly string[] {
  return digests && digests.length > 0 ? digests : [instead];
}
