export * from "./reader";
export * from "./time";
export * from "./values";
