import { type Architecture, type Location } from "../../aws";

/** Repository of a code host, reached through an AWS CodeConnections connection. */
export interface ImageSource {
  /** `owner/repository`. */
  readonly repositoryId: string;
  /** Branch whose pushes start the pipeline. */
  readonly branch: string;
  /** @default - a connection to GitHub is created; it is pending until somebody authorises it in the console */
  readonly connectionArn?: string;
}

/** ECR repository that the pipeline pushes to, in the pipeline's region. */
export interface ImageDestination {
  /** Name of the repository, e.g. `shop/api`. */
  readonly name: string;
  readonly accountId: string;
  /** Profiles that sign what is pushed; the pipeline waits for a signature of each. */
  readonly signingProfileArns: readonly string[];
  /**
   * While the one profile that signs is replaced: the profiles before and after it. Who pushes may sign with them
   * too, and a signature of one of them is taken for the missing one, so that it does not matter which stack is
   * applied first. Where several profiles sign, each is waited for. @default - none
   */
  readonly otherProfileArns?: readonly string[];
}

/** How the image is built. */
export interface ImageBuild {
  /** Path of the Dockerfile in the source. */
  readonly dockerfile: string;
  /** Path of the build context in the source. */
  readonly context: string;
  /** What the image runs on, and the machine that builds it. */
  readonly architecture: Architecture;
  /** 5 to 480. */
  readonly timeoutMinutes: number;
}

/** One place an image is deployed to, by digest, through a role of the target account. */
export type DeployTarget = {
  readonly accountId: string;
  readonly region: string;
  readonly clusterName: string;
  /** Role of the target account, made there by `EcsDeployRole` or `EksDeployRole`. */
  readonly roleName: string;
} & (
  | { readonly type: "ecs"; readonly serviceName: string; readonly containerName: string }
  | { readonly type: "eks"; readonly manifests: readonly string[]; readonly namespace: string }
);

/** What an `ImagePipeline` needs to be told. */
export interface ImagePipelineProps extends Location {
  /** Short name, unique among the pipelines of the account and region. */
  readonly name: string;
  /** Role that pushes, under the IAM path `/supply-chain/push/`; the only one the repository needs to know. */
  readonly buildRoleName: string;
  /** Role of the pipeline, under the IAM path `/supply-chain/`; the names of the stage roles follow from it. */
  readonly pipelineRoleName: string;
  /** Name of the bucket of what the stages hand on, which nobody else in AWS may have. */
  readonly artifactBucketName: string;
  readonly source: ImageSource;
  readonly image: ImageDestination;
  readonly build: ImageBuild;
  /** A person approves before the first deployment. @default - nobody is asked */
  readonly approval?: { readonly notifyEmail: string };
  /** Deployed to one after the other, in this order; the first failure stops the rest. */
  readonly deploy: readonly DeployTarget[];
  /** Who is told when an execution fails. @default - the topic exists, and nobody is subscribed to it */
  readonly failureEmail?: string;
}
