export type {
  Backend,
  CacheFacts,
  ClusterFacts,
  Deployment,
  DeployRoleFacts,
  DeployTarget,
  Layer,
  LayerKind,
  NetworkFacts,
  OrganizationLayer,
  PipelineFacts,
  PipelineLayer,
  ProfileFacts,
  RegistryLayer,
  RepositoryFacts,
  SecurityLayer,
  WorkloadLayer,
} from "./layer";
export { type Note, notes } from "./notes";
export { PUSH_ROLE_PATH, repositoryArn, repositoryUri, roleArn, ROLE_PATH } from "./names";
export { plan } from "./plan";
