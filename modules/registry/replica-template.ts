import { EcrRepositoryCreationTemplate } from "@cdktf/provider-aws/lib/ecr-repository-creation-template";
import { type Construct } from "constructs";
import { type GlobalLocation } from "../../aws";
import { policyDocument } from "../iam";
import { replicationRoleArn } from "./actions";
import { denyOtherWriters } from "./repository-policy";

/**
 * What ECR makes of a replica that nobody declared: without a template it would have mutable tags and no policy.
 * Replicas that are declared are resources of their own, with the settings of their source.
 *
 * @param source where the images come from
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
 */
export function replicaTemplate(scope: Construct, id: string, source: GlobalLocation) {
  return new EcrRepositoryCreationTemplate(scope, id, {
    // Every name that no other template has.
    prefix: "ROOT",
    appliedFor: ["REPLICATION"],
    description: `Replicas from ${source.accountId} that are not declared`,
    imageTagMutability: "IMMUTABLE",
    encryptionConfiguration: [{ encryptionType: "AES256" }],
    repositoryPolicy: policyDocument([denyOtherWriters([replicationRoleArn(source)])]),
  });
}
