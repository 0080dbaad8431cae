/** Whether a repository, or a prefix of repositories, is a folder or lies in it: `shop` covers `shop` and `shop/api`. */
export function covers(prefix: string, name: string): boolean {
  return name === prefix || name.startsWith(`${prefix}/`);
}
