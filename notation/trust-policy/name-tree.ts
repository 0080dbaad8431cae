import { type DistinguishedName } from "./distinguished-name";

/**
 * Names by their attributes, one level of the tree for each: whether one of them is a part of another name is found
 * without comparing it with every one.
 */
export class NameTree {
  private readonly below = new Map<string, NameTree>();
  /** What the name that ends here is called. */
  private text: string | undefined;

  /** Adds a name under a text. */
  add(name: DistinguishedName, text: string): void {
    const end = pathOf(name).reduce<NameTree>((tree, attribute) => tree.take(attribute), this);
    end.text = text;
  }

  /** The text of a name all of whose attributes this one has. */
  partOf(name: DistinguishedName): string | undefined {
    return this.find(pathOf(name), 0);
  }

  private take(attribute: string): NameTree {
    const found = this.below.get(attribute) ?? new NameTree();
    this.below.set(attribute, found);
    return found;
  }

  private find(path: readonly string[], from: number): string | undefined {
    if (this.text !== undefined) return this.text;
    for (let at = from; at < path.length; at += 1) {
      const found = this.below.get(path[at] ?? "")?.find(path, at + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** The attributes of a name, in an order that is the same for all names. */
function pathOf(name: DistinguishedName): string[] {
  return [...name].map((attribute) => JSON.stringify(attribute)).sort();
}
