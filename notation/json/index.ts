export * from "./members";
export * from "./parse";
