import { type RepositoryEncryption } from "../../aws";
import { type LifecycleRule } from "../../lifecycle";
import { type ImageRepositoryAttributes } from "./repository-grants";
import { type RegistryPlace } from "./replication";

/** How a repository is encrypted of which nobody says it. */
export const DEFAULT_ENCRYPTION: RepositoryEncryption = { type: "aes256" };

/** What an {@link ImageRepository} needs to be told. */
export interface ImageRepositoryProps extends ImageRepositoryAttributes {
  /** Id of the organization, e.g. `o-exampleorg1`. @default - only needed when the organization pulls */
  readonly organizationId?: string;
  /**
   * Exact ARNs of the roles that may push, of this or other accounts; nobody else may, whatever their
   * identity policies say.
   *
   * @default - nobody but whom `grantPush` names; without either, ECR's replication alone fills the repository
   */
  readonly pushers?: readonly string[];
  /** Who may pull: the organization, or accounts by id. @default - the registry's account, by identity policies */
  readonly pull?: "organization" | readonly string[];
  /** Accounts whose Lambda functions, in this region, run the image. @default - none */
  readonly lambdaPullAccounts?: readonly string[];
  /**
   * Whose pull-through caches may copy the images into registries of their own: the organization, accounts by id or
   * roles of caches by exact ARN, whose own policies must allow it too. Name them in `downstreams` of the
   * `ImageRegistry` too. @default - nobody's
   *
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html
   */
  readonly downstreams?: "organization" | readonly string[];
  /** Which images expire or are archived. @default - every image is kept */
  readonly lifecycle?: readonly LifecycleRule[];
  /** For good: see {@link RepositoryEncryption}. @default - AES-256 with keys owned by ECR */
  readonly encryption?: RepositoryEncryption;
  /**
   * Exact ARNs of the roles of this account that create and delete the repository, such as that of Terraform: ECR
   * uses a key made for the repository for them alone. Pushers and pullers need none of it.
   * @default - for whomever of the account an identity policy allows it
   */
  readonly deployers?: readonly string[];
  /** Patterns of tags that may move, at most five, such as `latest`. @default - every tag is immutable */
  readonly mutableTags?: readonly string[];
  /** Tags of the repository, beside those of the provider, over which they win. @default - those of the provider alone */
  readonly tags?: Readonly<Record<string, string>>;
  /** The registry whose replication fills this repository. @default - the same account's, when nobody may push */
  readonly replicaOf?: RegistryPlace;
}
