import { Token } from "cdktf";
import { type Construct } from "constructs";
import { ARN_RESOURCES, DSSE_PARTITION, type RepositoryEncryption } from "../../aws";
import { type Problem } from "../../problem";
import { repositoryKey, type RepositoryKeyProps } from "./repository-key";

const TYPES = { kms: "KMS", "kms-dsse": "KMS_DSSE" } as const;
const FOR_GOOD = "; it cannot change once the repository is made";

/** What ECR would refuse, told before a repository is made that has to be replaced. */
export function encryptionProblems(
  path: string,
  encryption: RepositoryEncryption,
  { accountId, region, partition }: Omit<RepositoryKeyProps, "repositoryName">,
): Problem[] {
  if (encryption.type === "aes256") return [];
  const problems: Problem[] = [];
  if (encryption.type === "kms-dsse" && partition !== DSSE_PARTITION) {
    problems.push({
      code: "dsse-unavailable",
      path,
      message: `encryption is "kms-dsse", which ECR does not have in ${region} (partition ${partition})`,
      allowed: "aes256 or kms; kms-dsse in AWS GovCloud (US)",
      change: `choose kms${FOR_GOOD}`,
    });
  }
  const { keyArn } = encryption;
  const place = `arn:${partition}:kms:${region}:${accountId}:`;
  const known = keyArn !== undefined && !Token.isUnresolved(keyArn) && !Token.isUnresolved(place);
  if (known && !(keyArn.startsWith(place) && ARN_RESOURCES.kmsKey.test(keyArn.slice(place.length)))) {
    problems.push({
      code: "invalid-key-arn",
      path,
      message: `ECR cannot encrypt the repository with the key "${keyArn}"`,
      allowed: `${place}key/KEY-ID, a key of the registry's account and region and no alias`,
      change: `name the key for good${FOR_GOOD}`,
    });
  }
  return problems;
}

/** The encryption block of a repository, with a key made for it where none is given. */
export function encryptionConfiguration(
  scope: Construct,
  encryption: RepositoryEncryption,
  place: RepositoryKeyProps,
  keyId = "Key",
): { encryptionType: string; kmsKey?: string } {
  if (encryption.type === "aes256") return { encryptionType: "AES256" };
  return {
    encryptionType: TYPES[encryption.type],
    kmsKey: encryption.keyArn ?? repositoryKey(scope, keyId, place).resource.arn,
  };
}
