export { type AppLayout } from "./account-stack";
export { buildApp, type BuildAppOptions, type BuiltStack } from "./app";
export { type Draft, synthesize, type SynthesizedDeployment } from "./synthesis";
export { type TrustChanges } from "./trust/trust-changes";
