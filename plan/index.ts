export { type Backend } from "./backend";
export { type Deployment } from "./deployment";
export type {
  ClusterFacts,
  DeployRoleFacts,
  DeployTarget,
  EcsVerificationFacts,
  Layer,
  LayerKind,
  NetworkFacts,
  OrganizationLayer,
  PipelineFacts,
  PipelineLayer,
  SecurityLayer,
  SuppressionFacts,
  WorkloadLayer,
} from "./layer";
export type {
  CacheFacts,
  DroppedReach,
  ProfileFacts,
  RegistryLayer,
  RepositoryEventFacts,
  RepositoryFacts,
  TemplateFacts,
  TrustReach,
} from "./registry-layer";
export { type Note } from "./note";
export { notes } from "./notes";
export { plan } from "./plan";
export { ROOT_ENDS_SOON_DAYS } from "./publisher-notes";
export { verifierTrustPolicies } from "./readers";
export { replicaSources } from "./registry-location";
export { signingBackfill, type SignedRepositoryPlan, type SigningBackfillPlan } from "./signing-backfill";
export { type SignerFacts } from "./signers";
export { signingProfile, type SigningProfilePlan } from "./signing-profile";
export { registryTrustPolicy, registryTrustStores } from "./trust-policy";
