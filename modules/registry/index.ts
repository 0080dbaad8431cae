export { type RepositoryEncryption, type Upstream } from "../../aws";
export { ImageRegistry, type ImageRegistryProps } from "./image-registry";
export { ImageRepository, type ImageRepositoryProps } from "./image-repository";
export { type LifecycleRule } from "./lifecycle";
export { type LifecycleNote, lifecycleNotes } from "./lifecycle-notes";
export { lifecyclePreset, type LifecyclePresetProps } from "./lifecycle-preset";
export { PullThroughCache, type PullThroughCacheProps } from "./pull-through-cache";
export { RegistryNetwork, type RegistryNetworkProps } from "./registry-network";
export { type IImageRepository, type ImageRepositoryAttributes } from "./repository-grants";
