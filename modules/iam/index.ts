export { isRolePath, PUSH_ROLE_PATH, ROLE_PATH } from "./path";
export { accountRootArn } from "./principal";
export { Role, type RoleProps, trustRole, trustService } from "./role";
export {
  type Conditions,
  denyWithoutTls,
  type Grantee,
  policyDocument,
  type Principals,
  type Statement,
} from "./statement";
export { sizedPolicy, type SizedPolicy } from "./sized-policy";
