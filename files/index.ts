export * from "./folder";
