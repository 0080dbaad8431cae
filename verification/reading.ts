import { type Problem } from "../problem";

/** A form that a text has to have, and how it is called in words. */
export interface Form {
  readonly matches: (text: string) => boolean;
  readonly allowed: string;
}

const SHOWN = 200;

/**
 * Reads data of unknown shape and collects everything that is wrong with it. What is wrong reads as an empty value,
 * which nobody gets to see: a reading with problems is thrown away.
 */
export class Reading {
  readonly problems: Problem[] = [];

  /** Notes that a value is not what it must be. */
  refuse(path: string, value: unknown, allowed: string): void {
    if (value === undefined) {
      this.problems.push({ code: "missing-key", path, message: "is missing", allowed });
      return;
    }
    const shown = (JSON.stringify(value) ?? String(value)).slice(0, SHOWN);
    this.problems.push({ code: "invalid-value", path, message: `is ${shown}`, allowed });
  }

  /** The members of an object that has no others. */
  object<Name extends string>(
    value: unknown,
    path: string,
    names: readonly Name[],
  ): Partial<Readonly<Record<Name, unknown>>> {
    const members = this.members(value, path);
    for (const [name] of members.filter(([name]) => !(names as readonly string[]).includes(name))) {
      const at = pathOf(path, name.slice(0, SHOWN));
      this.problems.push({
        code: "unknown-key",
        path: at,
        message: "is not known",
        allowed: names.join(", "),
      });
    }
    return Object.fromEntries(members) as Partial<Record<Name, unknown>>;
  }

  /** An object by names of the user; the names that every object has mean nothing in it. */
  record<T>(
    value: unknown,
    path: string,
    name: Form,
    each: (item: unknown, path: string) => T,
  ): Readonly<Record<string, T>> {
    const record = Object.create(null) as Record<string, T>;
    for (const [key, item] of this.members(value, path)) {
      const at = pathOf(path, key.slice(0, SHOWN));
      if (!name.matches(key)) this.refuse(at, key, name.allowed);
      record[key] = each(item, at);
    }
    return record;
  }

  list<T>(value: unknown, path: string, each: (item: unknown, path: string) => T): T[] {
    if (Array.isArray(value)) return value.map((item, index) => each(item, `${path}[${String(index)}]`));
    this.refuse(path, value, "a list");
    return [];
  }

  text(value: unknown, path: string, { matches, allowed }: Form): string {
    if (typeof value === "string" && matches(value)) return value;
    this.refuse(path, value, allowed);
    return "";
  }

  wholeNumber(
    value: unknown,
    path: string,
    { least, most }: { readonly least: number; readonly most: number },
  ): number {
    if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
    this.refuse(path, value, `a whole number from ${String(least)} to ${String(most)}`);
    return least;
  }

  oneOf<T extends string>(value: unknown, path: string, values: readonly T[]): T {
    const found = values.find((one) => one === value);
    if (found === undefined) this.refuse(path, value, values.join(", "));
    return found ?? (values[0] as T);
  }

  private members(value: unknown, path: string): [string, unknown][] {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return Object.entries(value);
    this.refuse(path, value, "an object");
    return [];
  }
}

function pathOf(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
