export { type RepositoryEncryption, type Upstream } from "../../aws";
export { ImageRegistry, type ImageRegistryProps } from "./image-registry";
export { ImageRepository } from "./image-repository";
export { type ImageRepositoryProps } from "./image-repository-props";
export {
  type LifecycleNote,
  lifecycleNotes,
  lifecyclePreset,
  type LifecyclePresetProps,
  type LifecycleRule,
} from "../../lifecycle";
export { PullThroughCache, type PullThroughCacheProps } from "./pull-through-cache";
export { PullTimeExclusions, type PullTimeExclusionsProps } from "./pull-time-exclusions";
export { type AppliedFor } from "./creation-template";
export {
  RepositoryCreationTemplate,
  type RepositoryCreationTemplateProps,
} from "./repository-creation-template";
export { RegistryNetwork } from "./registry-network";
export { type RegistryNetworkProps } from "./registry-network-props";
export { RegistryNotifications, type RegistryNotificationsProps } from "./registry-notifications";
export { type RegistryPlace, type ReplicaSource, type Replication } from "./replication";
export {
  type EventTarget,
  type ImageEventProps,
  RepositoryEvents,
  type RepositoryEventsProps,
} from "./repository-events";
export { type IImageRepository, type ImageRepositoryAttributes } from "./repository-grants";
export { UpstreamCredential, type UpstreamCredentialProps } from "./upstream-credential";
