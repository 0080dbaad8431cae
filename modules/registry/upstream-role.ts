import { type Construct } from "constructs";
import { type Location, registryOfHost, repositoryArn, roleArn } from "../../aws";
import { PUSH_ROLE_PATH, upstreamRoleName } from "../../names";
import { LOGIN_ACTION, UPLOAD_ACTIONS } from "../ecr";
import { Role, trustService } from "../iam";
import { UPSTREAM_ACTIONS } from "./actions";

/** ARN of the role with which ECR fills a cache of another registry of ECR. */
export function upstreamRoleArn(at: Location, prefix: string): string {
  return roleArn(at, upstreamRoleName(prefix, at.region), PUSH_ROLE_PATH);
}

/**
 * The role with which ECR fills a cache of another registry of ECR. It writes under the cache's prefix, and
 * therefore lies under the path of push roles, which guardrails protect.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html
 */
export function upstreamRole(
  scope: Construct,
  id: string,
  at: Location,
  cache: { readonly prefix: string; readonly registryHost: string },
): Role {
  const { prefix, registryHost } = cache;
  const own = repositoryArn(at, `${prefix}/*`);
  const theirs = repositoryArn({ ...at, ...registryOfHost(registryHost) }, "*");
  const role = new Role(scope, id, {
    name: upstreamRoleName(prefix, at.region),
    path: PUSH_ROLE_PATH,
    description: `Fills the pull-through cache ${prefix} from ${registryHost}`,
    trust: [trustService("pullthroughcache.ecr.amazonaws.com", at.accountId)],
  });
  role.allow({ actions: [LOGIN_ACTION], resources: ["*"] });
  role.allow({ actions: UPSTREAM_ACTIONS, resources: [theirs, own] });
  role.allow({ actions: UPLOAD_ACTIONS, resources: [own] });
  return role;
}
