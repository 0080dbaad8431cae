const NAMED = 3;

/** The first names of a list, and how many more there are: `a, b, c, and 4 more`. */
export function firstNames(names: readonly string[]): string {
  const more = names.length - NAMED;
  return [...names.slice(0, NAMED), ...(more > 0 ? [`and ${more.toLocaleString("en-US")} more`] : [])].join(
    ", ",
  );
}
