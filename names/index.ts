export * from "./cache";
export * from "./fit";
export * from "./pipeline";
export * from "./role-path";
export * from "./signing-backfill";
export * from "./signing-profile";
export * from "./stack";
export * from "./state";
