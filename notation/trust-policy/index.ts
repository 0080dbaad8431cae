export * from "./distinguished-name";
export * from "./document";
export * from "./identity";
export * from "./level";
export * from "./statement";
