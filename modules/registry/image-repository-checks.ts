import { type Problem } from "../../problem";
import { accountIdProblems, placeProblems } from "../checks";
import { profileArnProblems } from "../profile-checks";
import {
  pushedReplicaProblems,
  repositoryNameProblems,
  deployerProblems,
  roleArnProblems,
  selfReplicaProblems,
} from "./checks";
import { DEFAULT_ENCRYPTION, type ImageRepositoryProps } from "./image-repository-props";
import { lifecycleProblems } from "./lifecycle-checks";
import { mutableTagProblems } from "./mutable-tags";
import { encryptionProblems } from "./repository-encryption";
import { tagProblems } from "./tag-checks";
import { downstreamProblems, organizationProblems } from "./repository-sharing";

/** What ECR would refuse of a repository at apply. */
export function imageRepositoryProblems(path: string, props: ImageRepositoryProps): Problem[] {
  const { pull = [], pushers = [], downstreams = [], partition, organizationId, replicaOf } = props;
  return [
    ...repositoryNameProblems(path, props.name),
    ...placeProblems(path, props),
    ...(replicaOf ? placeProblems(path, { ...replicaOf, partition }) : []),
    ...(replicaOf ? selfReplicaProblems(path, props, replicaOf) : []),
    ...(replicaOf && pushers.length > 0 ? pushedReplicaProblems(path, "pushers") : []),
    ...roleArnProblems(path, pushers, partition),
    ...profileArnProblems(path, props.signingProfileArns ?? [], replicaOf ? undefined : props),
    ...deployerProblems(path, props.deployers ?? [], props),
    ...accountIdProblems(path, [
      ...(pull === "organization" ? [] : pull),
      ...(props.lambdaPullAccounts ?? []),
    ]),
    ...(pull === "organization" || organizationId !== undefined
      ? organizationProblems(path, organizationId)
      : []),
    ...downstreamProblems(path, downstreams, partition),
    ...(downstreams === "organization" && organizationId === undefined
      ? organizationProblems(path, organizationId, "downstreams")
      : []),
    ...encryptionProblems(path, props.encryption ?? DEFAULT_ENCRYPTION, props),
    ...mutableTagProblems(path, props.mutableTags ?? []),
    ...tagProblems(path, props.tags ?? {}),
    ...lifecycleProblems(path, props.lifecycle ?? []),
  ];
}
