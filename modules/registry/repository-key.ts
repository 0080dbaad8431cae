import { type Construct } from "constructs";
import { accountRootArn, dnsSuffix, type Location, type Partition } from "../../aws";
import { shortHash } from "../../names";
import { ALIAS_LENGTH, CustomerManagedKey } from "../kms";

/** What a {@link repositoryKey} needs to be told. */
export interface RepositoryKeyProps extends Location {
  readonly repositoryName: string;
  /** Roles of the account that create and delete the repository. @default - whom identity policies allow it */
  readonly deployers?: readonly string[];
}

/**
 * What ECR does with the key for whoever creates or deletes a repository. Images are then encrypted and
 * decrypted by the grants that ECR made, so pushers and pullers need no permission on the key.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
 */
const ECR_ACTIONS = ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"] as const;

const ALIAS_PREFIX = "alias/supply-chain/ecr/";

/** An alias takes no dots; the hash keeps `a.b` and `a_b` apart. */
function aliasOf(repositoryName: string): string {
  const alias = `${ALIAS_PREFIX}${repositoryName}`;
  if (!alias.includes(".") && alias.length <= ALIAS_LENGTH) return alias;
  const end = `-${shortHash(repositoryName)}`;
  return `${alias.replaceAll(".", "_").slice(0, ALIAS_LENGTH - end.length)}${end}`;
}

/** ECR as KMS calls it: with the common domain, and in China with the partition's own one too. */
function viaEcr(region: string, partition: Partition): string[] {
  return [...new Set(["amazonaws.com", dnsSuffix(partition)])].map((domain) => `ecr.${region}.${domain}`);
}

/**
 * A KMS key for one repository, or for those of one creation template: usable through ECR alone, and undeletable.
 *
 * Repositories keep their key for good, even where the template that gave it to them has another one since.
 */
export function repositoryKey(scope: Construct, id: string, props: RepositoryKeyProps): CustomerManagedKey {
  const { repositoryName, accountId, region, partition, deployers = [] } = props;
  return new CustomerManagedKey(scope, id, {
    accountId,
    partition,
    description: `Images of the ECR repository ${repositoryName}`,
    alias: aliasOf(repositoryName),
    undeletable: true,
    statements: [
      {
        sid: "UseThroughEcr",
        actions: ECR_ACTIONS,
        principals: { aws: [accountRootArn({ partition, accountId })] },
        conditions: {
          StringEquals: { "kms:ViaService": viaEcr(region, partition) },
          // ECR calls in the name of whoever creates the repository, and has grants of its own from then on.
          ...(deployers.length === 0 ? {} : { ArnEquals: { "aws:PrincipalArn": deployers } }),
        },
      },
    ],
  });
}
