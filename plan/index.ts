export { type Backend } from "./backend";
export { type Deployment } from "./deployment";
export type {
  CacheFacts,
  ClusterFacts,
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
  RepositoryEventFacts,
  RepositoryFacts,
  SecurityLayer,
  SuppressionFacts,
  TemplateFacts,
  WorkloadLayer,
} from "./layer";
export { type Note } from "./note";
export { notes } from "./notes";
export { plan } from "./plan";
export { verifierTrustPolicies } from "./readers";
export { signingBackfill, type SignedRepositoryPlan, type SigningBackfillPlan } from "./signing-backfill";
export { signingProfile, type SigningProfilePlan } from "./signing-profile";
