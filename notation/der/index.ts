export * from "./reader";
export * from "./time";
export * from "./values";
export * from "./write";
