/** An image by its place in the registry. */
export interface Image {
  readonly repository: string;
  readonly digest: string;
}
