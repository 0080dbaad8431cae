import { z } from "zod";
import { isObject } from "./document";
import { alternatives, type Schema } from "./shape";

/** Wrong entries and unknown keys that are left in a value: far more than are told. */
const ENOUGH = 1000;

/**
 * A copy of a value without what follows its first thousand mistakes.
 *
 * The schema library gathers every mistake and hands them on as the arguments of one call; with some hundred
 * thousand it takes seconds and then fails.
 */
export function trim(schema: Schema, value: unknown): unknown {
  return new Trimmer().copy(schema, value);
}

class Trimmer {
  private left = ENOUGH;

  copy(schema: Schema, value: unknown): unknown {
    const kinds = alternatives(schema);
    if (Array.isArray(value)) {
      const list = kinds.find((kind) => kind instanceof z.ZodArray);
      if (!list) return value;
      return [...this.entries(value.entries(), list.element as Schema)].map(([, entry]) => entry);
    }
    if (!isObject(value)) return value;
    const named = kinds.find((kind) => kind instanceof z.ZodRecord);
    return Object.fromEntries(
      named
        ? this.entries(Object.entries(value), named.valueType as Schema, named.keyType as Schema)
        : this.properties(Object.entries(value), kinds),
    );
  }

  /** Entries of a list or of a map whose keys people choose, up to the last mistake that is of interest. */
  private *entries<K>(
    entries: Iterable<[K, unknown]>,
    schema: Schema,
    keys?: Schema,
  ): Generator<[K, unknown], void> {
    for (const [key, entry] of entries) {
      if (this.left <= 0) return;
      const copy = this.copy(schema, entry);
      if (keys?.safeParse(key).success === false || !schema.safeParse(copy).success) this.left -= 1;
      yield [key, copy];
    }
  }

  /** Every known key of a map, and as many unknown ones as are of interest. */
  private *properties(
    entries: readonly [string, unknown][],
    kinds: readonly Schema[],
  ): Generator<[string, unknown], void> {
    for (const [key, value] of entries) {
      const shape = kinds
        .flatMap((kind) => (kind instanceof z.ZodObject ? [kind.shape] : []))
        .find((candidate) => Object.hasOwn(candidate, key));
      if (shape) {
        yield [key, this.copy(shape[key] as Schema, value)];
      } else if (this.left > 0) {
        this.left -= 1;
        yield [key, value];
      }
    }
  }
}
