export { type Check, type Finding, type Written } from "./check";
export { CHECKS, checkOrganization } from "./all";
