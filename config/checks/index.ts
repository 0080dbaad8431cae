export { type Check, type Finding, type Words, type Written } from "./check";
export { CHECKS, checkOrganization } from "./all";
