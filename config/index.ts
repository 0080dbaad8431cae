export { type Evidence, EVIDENCE_SIZE, readEvidence } from "./evidence";
export { readFile } from "./file";
export { loadOrganization, parseOrganization } from "./load";
export {
  cacheRegions,
  clusterOf,
  clusterPlaces,
  clusterSites,
  isAttachedTo,
  isMonitored,
  isVerified,
  type ClusterSite,
  locationOf,
  pipelineSite,
  type Place,
  placeText,
  regionOf,
  registryHome,
  registryRegions,
  regionsOf,
  type Role,
  type Site,
  siteOf,
  sitesWith,
  siteWith,
} from "./lookup";
export { repositoriesTrusting, signerOf, trustedProfiles } from "./signers";
export { taskRolesOf } from "./task-roles";
export { starterFile, type StarterPlaces } from "./starter";
export { NEEDED_VERSIONS } from "./schema/terraform";
export {
  type Account,
  type Cluster,
  type EcsCluster,
  type Network,
  type Organization,
  organizationSchema,
  type Pipeline,
  type Repository,
  type State,
  type Verification,
} from "./schema/organization";
export { cachesIn, replicaRegions, replicationPrefixes, templateReasons } from "./templates";
