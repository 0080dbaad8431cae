export { askedDetectors, writtenFeatures } from "./detectors";
export { askedGuardrails, writtenGuardrails } from "./guardrails";
export { askedRegistry, writtenRegistry } from "./registry";
export { askedRoles, writtenRoles } from "./roles";
export { Written } from "./written";
