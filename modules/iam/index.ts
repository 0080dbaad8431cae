export { Role, type RoleProps, trustRole, trustService } from "./role";
export { type Conditions, type Grantee, policyDocument, type Principals, type Statement } from "./statement";
