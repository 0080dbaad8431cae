/** What a tag meant when it was verified, before the first task of a deployment started. */
export interface VerifiedTag {
  /** `sha256:…` of the manifest or index. */
  readonly digest: string;
  /** Digests of the manifests of an index; none of a manifest. */
  readonly children: readonly string[];
}

/** A deployment of a revision of a service. */
export interface RevisionDeployment {
  readonly deploymentArn: string;
  readonly revisionArn: string;
}

/**
 * Remembers between two stages of a deployment what its tags meant. A tag that is resolved once more may mean something
 * else, and what runs would be compared with itself.
 */
export interface VerifiedTags {
  /** Keeps what the tags of containers mean, by their names, in place of what was kept of the deployment before. */
  keep(deployment: RevisionDeployment, tags: ReadonlyMap<string, VerifiedTag>): Promise<void>;
  /** What was kept, by the names of containers; empty when nothing was. */
  read(deployment: RevisionDeployment): Promise<ReadonlyMap<string, VerifiedTag>>;
}
