export * from "./encode";
export * from "./parse";
