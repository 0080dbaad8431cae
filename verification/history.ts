/** Partition key of the table in which functions remember what they decided, a text; there is no sort key. */
export const HISTORY_KEY = "Id";
/** Attribute of the table by which DynamoDB deletes what is old, in seconds since 1970. */
export const HISTORY_EXPIRY = "ExpiresAt";

/** What {@link HISTORY_EXPIRY} holds for a time in milliseconds since 1970. */
export function historyExpiry(milliseconds: number): string {
  return String(Math.ceil(milliseconds / 1_000));
}

/**
 * What an entry is about, and what its key begins with: an image of a workload that was trusted, the stops of a
 * workload, or the verified tags of a deployment. A role may use the entries of some kinds only.
 */
export type HistoryKind = "trusted" | "stops" | "verified";

/** The key of an entry. */
export function historyId(kind: HistoryKind, ...parts: readonly string[]): string {
  return [kind, ...parts].join("/");
}
