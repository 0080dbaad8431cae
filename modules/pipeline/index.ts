export { type ArtifactStore } from "./artifact-store";
export { type DeployRoleProps } from "./deploy-role";
export { EcsDeployRole, type EcsDeployRoleProps } from "./ecs-deploy-role";
export { EksDeployRole, type EksDeployRoleProps } from "./eks-deploy-role";
export { ImagePipeline } from "./image-pipeline";
export { type NotificationTopic } from "../notification-topic";
export {
  type DeployTarget,
  type ImageBuild,
  type ImageDestination,
  type ImagePipelineProps,
  type ImageSource,
} from "./props";
