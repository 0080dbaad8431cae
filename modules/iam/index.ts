export { ExistingRole, type ExistingRoleProps } from "./existing-role";
export { isRolePath } from "./path";
export { Role, type RoleProps, trustRole, trustService } from "./role";
export {
  type Conditions,
  denyWithoutTls,
  type Grantee,
  policyDocument,
  type Principals,
  type Statement,
} from "./statement";
export { growingPolicy, sizedPolicy, type SizedPolicy } from "./sized-policy";
