import { type Construct } from "constructs";
import { type Location, type RepositoryEncryption } from "../../aws";
import { replicationRoleArn } from "./actions";
import { creationRoleArns, creationTemplate } from "./creation-template";
import { denyOtherWriters } from "./repository-policy";

/**
 * What ECR makes of a replica that nobody declared: without a template it would have mutable tags and no policy.
 * Replicas that are declared are resources of their own, with the settings of their source.
 *
 * @param at the registry of the replicas, in the account that the images come from
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
 */
export function replicaTemplate(
  scope: Construct,
  id: string,
  at: Location,
  { encryption, deployers }: { encryption: RepositoryEncryption; deployers: readonly string[] | undefined },
) {
  // Every name that no other template has.
  const prefix = "ROOT";
  const tags = {};
  return creationTemplate(scope, id, {
    ...at,
    prefix,
    appliedFor: ["REPLICATION"],
    description: `Replicas from ${at.accountId} that are not declared`,
    mutableTags: [],
    encryption,
    ...(deployers ? { deployers } : {}),
    lifecycle: [],
    tags,
    policy: [
      denyOtherWriters([replicationRoleArn(at), ...creationRoleArns(at, prefix, { encryption, tags })]),
    ],
  });
}
