import { type Partition, roleArn } from "../../aws";
import { parseRoleArn } from "../checks";
import { UPLOAD_ACTIONS } from "../ecr";
import { type Statement } from "../iam";
import { IMPORT_ACTION, REPLICATE_ACTION } from "./actions";

/**
 * Registries downstream: those whose pull-through caches copy images of this one.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html
 */
export interface Downstreams {
  /** The organization every account of which may. */
  readonly organizationId?: string;
  /** Ids of accounts and ARNs of the roles of caches. */
  readonly names: readonly string[];
}

/** Every way an image gets into a repository, but the one that a cache downstream asks for too. */
export const WRITES_WITHOUT_IMPORT = [...UPLOAD_ACTIONS, REPLICATE_ACTION] as const;

/** Whether a registry is upstream of anybody. */
export function isCached({ organizationId, names }: Downstreams): boolean {
  return organizationId !== undefined || names.length > 0;
}

/**
 * Importing is denied to everybody but the caches downstream, which ask for it on the upstream repository. Of an
 * account any role may be that of a cache: what it may do its own account says.
 */
export function denyOtherDownstreams(
  partition: Partition,
  { organizationId, names }: Downstreams,
  resources?: readonly string[],
): Statement {
  const roles = names.map((name) =>
    parseRoleArn(name) === undefined ? roleArn({ partition, accountId: name }, "*") : name,
  );
  return {
    sid: "DenyOtherDownstreams",
    effect: "Deny",
    actions: [IMPORT_ACTION],
    principals: "*",
    ...(resources ? { resources } : {}),
    conditions: {
      ...(roles.length > 0 ? { ArnNotLike: { "aws:PrincipalArn": roles } } : {}),
      ...(organizationId === undefined ? {} : { StringNotEquals: { "aws:PrincipalOrgID": organizationId } }),
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    },
  };
}
