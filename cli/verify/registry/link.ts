/** A link of a `Link` header. */
export interface Link {
  /** As it is written, relative or not. */
  readonly target: string;
  /** Its relation types in lower case, such as `next`. */
  readonly relations: readonly string[];
}

const BETWEEN = /[\t ,]*/y;
const TARGET = /<([^>]*)>[\t ]*/y;
const PARAMETER = /;[\t ]*([^\t ;,="]*)[\t ]*(?:=[\t ]*(?:"((?:[^"\\]|\\.)*)"|([^\t ;,"]*))[\t ]*)?/y;

/**
 * Reads a `Link` header; several of them are one with commas between.
 *
 * @returns `undefined` where it is none: what it might have said is unknown then
 * @see https://www.rfc-editor.org/rfc/rfc8288#section-3
 */
export function parseLinks(header: string): readonly Link[] | undefined {
  const links: Link[] = [];
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(header);
    if (found !== null) at = pattern.lastIndex;
    return found ?? undefined;
  };
  for (;;) {
    take(BETWEEN);
    if (at === header.length) return links;
    const target = take(TARGET)?.[1];
    if (target === undefined) return undefined;
    let relations: string | undefined;
    for (let found = take(PARAMETER); found !== undefined; found = take(PARAMETER)) {
      const [, name = "", quoted, token = ""] = found;
      // Of several the first one counts.
      if (name.toLowerCase() === "rel") relations ??= quoted?.replace(/\\(.)/g, "$1") ?? token;
    }
    if (at < header.length && header[at] !== ",") return undefined;
    links.push({ target, relations: relations?.toLowerCase().split(/[\t ]+/) ?? [] });
  }
}
