import { type Location } from "../../aws";

/** What a private network of a registry needs to be told. */
export interface RegistryNetworkProps extends Location {
  /** Id of the organization, whose principals alone use the endpoints. */
  readonly organizationId: string;
  /** The existing VPC. */
  readonly vpcId: string;
  /** Subnets that get the endpoints' network interfaces, at most one in each availability zone. */
  readonly subnetIds: readonly string[];
  /** Route tables of the private subnets that pull images. */
  readonly routeTableIds: readonly string[];
  /** IPv4 range that reaches the endpoints, by its first address, e.g. `10.0.0.0/16`. */
  readonly cidr: string;
  /** Accounts whose registries the network pushes to and reads from. */
  readonly registryAccountIds: readonly string[];
  /**
   * More services that get an interface endpoint, such as `ecs`, `ecs-agent`, `secretsmanager` or a complete
   * service name. In China, short names are taken where their complete ones are known. @default - none
   */
  readonly extraServices?: readonly string[];
  /**
   * ARNs of buckets outside the organization whose objects anybody in the VPC may read and nobody may write, e.g.
   * `arn:aws:s3:::amzn-s3-demo-bucket`. Buckets of AWS that instances and agents download from need no naming.
   * @default - none
   */
  readonly foreignBuckets?: readonly string[];
}
