/** An image by its place in the registry. */
export interface Image {
  readonly repository: string;
  readonly digest: string;
}

/** Names an image in one word. */
export function keyOf({ repository, digest }: Image): string {
  return `${repository}@${digest}`;
}
