export * from "./folder";
export * from "./zip";
